package io.keycloakpbx.tenant;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** The tenants of the PBX: which realm a SIP domain stands for, and the life of a tenant. */
public interface TenantProvider extends Provider {

    /** The realm role whose holders administer their tenant. */
    String ADMINISTRATOR_ROLE = "Admin";

    /** The client of the tenant's apps, whose redirect URIs say where these are. */
    String APP_CLIENT_ID = "pbx-app";

    /** The provider of a session. */
    static TenantProvider of(KeycloakSession session) {
        return session.getProvider(TenantProvider.class);
    }

    /**
     * The realm that has a SIP domain, as its primary one or as an alias.
     *
     * @return the realm, enabled or not, or null where no realm has the domain
     */
    RealmModel getRealmBySipDomain(SipDomain sipDomain);

    /** The tenant that a realm is, or null where the realm is no tenant. */
    TenantRepresentation getTenant(RealmModel realm);

    /**
     * Tenants in the order of their primary SIP domains.
     *
     * @param first the number of tenants to leave out
     * @param max the most tenants to return
     */
    List<TenantRepresentation> search(TenantQuery query, int first, int max);

    /** The number of tenants that {@link #search} finds in all. */
    long count(TenantQuery query);

    /**
     * What there is to say about tenants, from one query.
     *
     * @param ids the ids of their realms, a page of {@link #search}; others are left out
     * @return the warnings by these ids, empty where there are none
     */
    Map<String, Set<TenantWarning>> warnings(Collection<String> ids);

    /** How much there is in a tenant, by what it is, such as {@code users}: what goes when it is deleted. */
    Map<String, Long> contents(RealmModel realm);

    /** What an overview of a tenant tells: how much, by what it is, as far as its reader may see what is counted. */
    Map<String, Long> figures(RealmModel realm, FiguresQuery query);

    /**
     * What has happened in tenants since a moment, how often, by what it is, such as {@code failedSignIns}.
     *
     * @param ids the ids of their realms, whose events the reader may view
     * @return the numbers by these ids; tenants of which nothing is known are left out
     */
    Map<String, Map<String, Long>> happened(Collection<String> ids, Instant since);

    /**
     * The tenant that {@link #create} would make: realm name, name and SIP domains as they would be, without id and number.
     *
     * @throws org.keycloak.models.ModelValidationException if a member breaks its rule
     */
    TenantRepresentation planned(TenantRepresentation tenant);

    /**
     * Refuses what {@link #create} would refuse now, for it is another realm's already.
     *
     * @param planned as {@link #planned} tells it
     * @throws SipDomainConflictException if another realm has one of its SIP domains
     * @throws org.keycloak.models.ModelDuplicateException if there is a realm of this name
     */
    void requireFree(TenantRepresentation planned);

    /**
     * Makes a tenant: a realm from the tenant template. It is committed when this returns.
     *
     * @param also done in the same session and transaction, with the new realm
     * @throws SipDomainConflictException if another realm has one of its SIP domains
     * @throws org.keycloak.models.ModelDuplicateException if there is a realm of this name
     * @throws org.keycloak.models.ModelValidationException if a member breaks its rule
     * @throws TenantsBusyException if the node has too much of such work to do
     */
    TenantRepresentation create(TenantRepresentation tenant, BiConsumer<KeycloakSession, RealmModel> also);

    /**
     * Removes a tenant with everything in its realm. It is committed when this returns.
     *
     * @param unless looks at the realm first, in the same session and transaction, which is bound to it: what it throws keeps
     *     the tenant, and is thrown on
     * @param also done in the same session and transaction, if the realm was still there
     * @return false if the realm was not there any more
     * @throws TenantsBusyException if the node has too much of such work to do
     */
    boolean delete(RealmModel realm, BiConsumer<KeycloakSession, RealmModel> unless, Consumer<KeycloakSession> also);

    /**
     * Changes what a tenant may change: name, SIP domains, web site, logo, enabled. Members that are null stay as they
     * are; an empty web site or logo is removed.
     *
     * @throws SipDomainConflictException if another realm has one of its SIP domains
     * @throws org.keycloak.models.ModelValidationException if a member breaks its rule
     */
    void update(RealmModel realm, TenantRepresentation tenant);

    /**
     * Changes a realm otherwise, by the rules of realms that are tenants, of those that become tenants by it, and of others.
     *
     * @param change of the realm, in the session's transaction
     * @throws OperatorsFactException if it is of what is the operator's, and the session's work is not
     * @throws org.keycloak.models.ModelException if something breaks its rule
     */
    void change(RealmModel realm, Runnable change);

    /**
     * Brings a tenant up to the tenant template of today. Real ones are committed when this returns.
     *
     * @param dryRun only tells what would be done
     * @param also done in the same session and transaction, if anything was added or changed
     * @return null if the realm is not there any more
     * @throws org.keycloak.models.ModelException if the realm does not take what the template says
     * @throws TenantsBusyException if the node has too much of such work to do
     */
    UpgradeRepresentation upgrade(
            RealmModel realm, boolean dryRun, BiConsumer<KeycloakSession, UpgradeRepresentation> also);

    /**
     * Whether the session's transaction, which is about to be committed, is of a tenant that has been suspended meanwhile,
     * be it resumed again or not. It must not be kept then, as it may resume the tenant and make void tokens good again.
     */
    boolean isOvertakenBySuspension(String realmId);

    /**
     * Brings the index of SIP domains in step with a realm's attributes, and gives a new tenant its number.
     *
     * @throws SipDomainConflictException if another realm has one of its SIP domains
     * @throws org.keycloak.models.ModelValidationException if the attributes hold something else than SIP domains
     */
    void index(RealmModel realm);

    /**
     * Brings the whole index in step with the attributes of all realms, also where they were changed while the bundle
     * was not installed. Conflicts are logged and leave the domain with the realm that has it.
     */
    void reconcile();
}
