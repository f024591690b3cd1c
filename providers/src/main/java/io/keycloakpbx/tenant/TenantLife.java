package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.tenant.TenantLifecycle.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderFactory;

/**
 * The one place that sees a realm become a tenant, change as one, or cease to be one. It holds the realm to the rules of
 * tenants, keeps the index of SIP domains, and tells the capabilities.
 */
@ReliesOn("org.keycloak.models.cache.CacheRealmProvider: forgets what is known of a realm")
final class TenantLife {

    private static final Logger LOG = Logger.getLogger(TenantLife.class);

    private final KeycloakSession session;

    TenantLife(KeycloakSession session) {
        this.session = session;
    }

    /** A realm is new: made from the template, by the Admin API, or imported. */
    void created(RealmModel realm) {
        saved(RealmFacts.NONE, realm, Arrival.NEW_REALM);
    }

    /** A realm that exists has been changed. */
    void saved(RealmFacts before, RealmModel realm) {
        saved(before, realm, Arrival.GIVEN_DOMAIN);
    }

    /** A tenant has been upgraded to its template. The session's context is bound to the realm. */
    void upgraded(RealmFacts before, RealmModel realm) {
        saved(before, realm);
        Tenant.of(realm).ifPresent(tenant -> each(part -> part.upgraded(tenant)));
    }

    private void saved(RealmFacts before, RealmModel realm, Arrival arrival) {
        keepWhatIsNotSpokenOf(before, realm);
        if (arrival != Arrival.NEW_REALM) {
            keepTemplateMemory(before, realm);
            refuseOperatorsFacts(before, realm);
            refuseNewNumber(before, realm);
        }
        refuseSystemLevel(before, realm);
        checkSettings(before, realm);
        ContextRealm.run(session, realm, () -> {
            TenantProvider.of(session).index(realm);
            Tenant tenant = Tenant.of(realm).orElse(null);
            if (tenant != null) {
                checkRules(before, realm);
            }
            if (before.isTenant()) {
                suspendOrResume(before, realm);
            }
            tell(before, tenant, realm, arrival);
        });
    }

    private void tell(RealmFacts before, Tenant tenant, RealmModel realm, Arrival arrival) {
        if (tenant != null) {
            each(before.isTenant() ? part -> part.changed(tenant) : part -> part.became(tenant, arrival));
        } else if (before.isTenant()) {
            each(part -> part.ceased(realm));
        }
    }

    /** A realm is about to go. Keycloak tells of it within the transaction. */
    void removed(RealmModel realm) {
        if (!Tenant.is(realm)) {
            return;
        }
        if (!AdministrationRealm.acts(session)) {
            throw new OperatorsFactException("delete", realm.getName());
        }
        // Without a token it is an import, whose realm takes the place of this one, with its id and its events.
        if (session.getContext().getBearerToken() != null) {
            RealmRemoval.removeEvents(session, realm);
        }
    }

    /**
     * Keycloak drops attributes that an update leaves out; a tool that knows its own attributes only would end the tenant.
     * An empty value says that the realm shall not have the attribute; an empty SIP domain that it shall be no tenant.
     */
    private static void keepWhatIsNotSpokenOf(RealmFacts before, RealmModel realm) {
        Map<String, String> now = realm.getAttributes();
        boolean givenUp = now.containsKey(TenantAttributes.SIP_DOMAIN) && isBlank(now.get(TenantAttributes.SIP_DOMAIN));
        for (String name : TenantAttributes.GIVEN) {
            boolean spokenOf = now.containsKey(name);
            boolean kept = !spokenOf || name.equals(TenantAttributes.TENANT_ID);
            if (isBlank(now.get(name)) && kept && !isBlank(before.attribute(name))) {
                if (!givenUp || !name.equals(TenantAttributes.SIP_DOMAIN_ALIASES)) {
                    realm.setAttribute(name, before.attribute(name));
                }
            } else if (spokenOf && isBlank(now.get(name))) {
                realm.removeAttribute(name);
            }
        }
    }

    /**
     * Upgrades alone write it. What is sent was read before, and may be of before an upgrade; it is ignored, for whoever sends
     * it means something else.
     */
    private static void keepTemplateMemory(RealmFacts before, RealmModel realm) {
        String memory = before.attribute(TenantAttributes.TEMPLATE);
        if (memory == null) {
            realm.removeAttribute(TenantAttributes.TEMPLATE);
        } else if (!memory.equals(realm.getAttribute(TenantAttributes.TEMPLATE))) {
            realm.setAttribute(TenantAttributes.TEMPLATE, memory);
        }
    }

    private static boolean isBlank(String value) {
        return value == null || value.isBlank();
    }

    private void refuseOperatorsFacts(RealmFacts before, RealmModel realm) {
        if (AdministrationRealm.acts(session)) {
            return;
        }
        // In each realm: what master says of a company is told to the realms that belong to it.
        if (!Objects.equals(before.attribute(TenantAttributes.COMPANY), realm.getAttribute(TenantAttributes.COMPANY))) {
            throw new OperatorsFactException("change the company of", before.name());
        }
        if (!before.isTenant() && isBlank(realm.getAttribute(TenantAttributes.SIP_DOMAIN))) {
            return;
        }
        if (!before.name().equals(realm.getName())) {
            throw new OperatorsFactException("rename", before.name());
        }
        if (before.enabled() != realm.isEnabled()) {
            throw new OperatorsFactException("suspend or resume", before.name());
        }
        if (!List.copyOf(before.domains()).equals(List.copyOf(TenantAttributes.sipDomains(realm)))) {
            throw new OperatorsFactException("change the SIP domains of", before.name());
        }
        if (!Objects.equals(
                before.attribute(TenantAttributes.TENANT_ID), realm.getAttribute(TenantAttributes.TENANT_ID))) {
            throw new OperatorsFactException("change the tenant number of", before.name());
        }
    }

    private static void refuseNewNumber(RealmFacts before, RealmModel realm) {
        String number = realm.getAttribute(TenantAttributes.TENANT_ID);
        if (!Objects.equals(before.attribute(TenantAttributes.TENANT_ID), number)) {
            throw new ModelValidationException("Attribute " + TenantAttributes.TENANT_ID + " of realm "
                    + realm.getName() + " is given once, by the server; leave it out or as it is");
        }
    }

    private static void refuseSystemLevel(RealmFacts before, RealmModel realm) {
        if (!Tenant.isSystemLevel(realm)) {
            return;
        }
        for (String name : List.of(TenantAttributes.SIP_DOMAIN, TenantAttributes.SIP_DOMAIN_ALIASES)) {
            String value = realm.getAttribute(name);
            if (!isBlank(value) && !value.equals(before.attribute(name))) {
                throw new ModelValidationException("Realm " + realm.getName()
                        + " is the system level and cannot be a tenant; give the SIP domain to a realm of its own");
            }
        }
    }

    /** As of a new tenant on its way through the tenants resource. */
    private static void checkRules(RealmFacts before, RealmModel realm) {
        if (!before.name().equals(realm.getName())) {
            TenantRules.realmName(realm.getName());
        }
        checkRule(before, realm, TenantAttributes.WEBSITE, TenantRules::website);
        checkRule(before, realm, TenantAttributes.AVATAR_URL, TenantRules::avatarUrl);
    }

    /** Only what the change is about, as with numbers; but all of a new tenant. */
    private static void checkRule(
            RealmFacts before, RealmModel realm, String attribute, BiConsumer<String, String> rule) {
        String value = realm.getAttribute(attribute);
        if (!before.isTenant() || !Objects.equals(value, before.attribute(attribute))) {
            rule.accept("Attribute " + attribute + " of realm " + realm.getName(), value);
        }
    }

    private void suspendOrResume(RealmFacts before, RealmModel realm) {
        // Whoever saves a realm sends what was read before; tokens that are void must not become good by that.
        if (realm.getNotBefore() < before.notBefore()) {
            realm.setNotBefore(before.notBefore());
        }
        if (before.enabled() && !realm.isEnabled()) {
            new Suspension(session, realm).begin();
        } else if (!before.enabled() && realm.isEnabled()) {
            new Suspension(session, realm).end();
        }
    }

    /** Only what the change is about: a value from before must not stand in the way of other changes. */
    private void checkSettings(RealmFacts before, RealmModel realm) {
        each(part -> Stream.concat(part.numbers().stream(), part.settings().stream())
                .filter(setting ->
                        !Objects.equals(before.attribute(setting.name()), realm.getAttribute(setting.name())))
                .forEach(setting -> setting.check(realm)));
    }

    /** What a tenant has of all capabilities. */
    Map<String, Long> contents(RealmModel realm) {
        Map<String, Long> contents = new HashMap<>();
        Tenant.of(realm).ifPresent(tenant -> each(part -> contents.putAll(part.contents(tenant))));
        return contents;
    }

    /** What whoever manages a realm sets, of all capabilities. */
    List<ManagedSetting> managed() {
        List<ManagedSetting> settings = new ArrayList<>();
        each(part -> settings.addAll(part.managed()));
        return settings;
    }

    /** What all capabilities tell in an overview of a tenant. */
    Map<String, Long> figures(RealmModel realm, FiguresQuery query) {
        Map<String, Long> figures = new HashMap<>();
        Tenant.of(realm).ifPresent(tenant -> each(part -> figures.putAll(part.figures(tenant, query))));
        return figures;
    }

    /** What all capabilities tell in a list of tenants, by the ids of their realms. */
    Map<String, Map<String, Long>> happened(Collection<String> realmIds, Instant since) {
        Map<String, Map<String, Long>> happened = new HashMap<>();
        each(part -> part.happened(realmIds, since)
                .forEach((realm, numbers) ->
                        happened.computeIfAbsent(realm, none -> new TreeMap<>()).putAll(numbers)));
        return happened;
    }

    private void each(Consumer<TenantLifecycle> work) {
        parts().forEach(part -> work.accept(session.getProvider(TenantLifecycle.class, part)));
    }

    private List<String> parts() {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(TenantLifecycle.class)
                .sorted(Comparator.comparingInt(ProviderFactory::order))
                .map(ProviderFactory::getId)
                .toList();
    }

    /** Tells of a realm that became a tenant while nobody was told. */
    void foundAtStartUp(String realmId) {
        parts().forEach(part -> tellAtStartUp(part, realmId));
    }

    /** Tells of a realm that ceased to be a tenant while nobody was told. */
    void ceasedAtStartUp(RealmModel realm) {
        each(part -> part.ceased(realm));
    }

    /** Brings tenants of earlier versions to where a new one is. */
    void catchUp() {
        for (String part : parts()) {
            KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            other -> List.copyOf(other.getProvider(TenantLifecycle.class, part)
                                    .behind()))
                    .forEach(realmId -> tellAtStartUp(part, realmId));
        }
    }

    /** In a transaction of its own: what one capability refuses in one tenant concerns no other. */
    private void tellAtStartUp(String part, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), other -> {
                Tenant tenant = Tenant.of(locked(other, realmId)).orElse(null);
                if (tenant != null) {
                    ContextRealm.run(other, tenant.realm(), () -> other.getProvider(TenantLifecycle.class, part)
                            .became(tenant, Arrival.START_UP));
                }
            });
        } catch (ModelException e) {
            LOG.errorf("Tenant %s (%s): %s", realmId, part, e.getMessage());
        }
    }

    /** Nothing that another node writes meanwhile is lost, and of two that start at once one finds what the other has done. */
    private static RealmModel locked(KeycloakSession other, String realmId) {
        RealmModel realm = RowLock.realm(other, realmId) ? other.realms().getRealm(realmId) : null;
        if (realm != null) {
            // The cache may be a moment behind the transaction that held the row.
            other.getProvider(CacheRealmProvider.class).registerRealmInvalidation(realmId, realm.getName());
        }
        return realm;
    }
}
