package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.DatabaseFailure;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.telemetry.OutcomeTimer;
import io.keycloakpbx.telemetry.Spans;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.cache.LocalCache;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.RealmManager;

@ReliesOn({
    "org.keycloak.services.managers.RealmManager: makes realms as the Admin API does",
    "org.keycloak.models.jpa.entities.RealmEntity: its row is what upgrades and the removal of one tenant wait at"
})
final class JpaTenantProvider implements TenantProvider {

    /** How often a tenant is made anew where another creation was in the way. */
    private static final int ATTEMPTS = 3;

    /** What comes of a look-up. */
    private enum Found {
        FOUND,
        UNKNOWN,
        FAILED
    }

    /** What the cache knows is in Keycloak's own metrics of caches. */
    private static final OutcomeTimer<Found> LOOK_UPS =
            OutcomeTimer.of("pbx.sip.domain.lookup", "SIP domains that were looked up in the database", Found.class);

    private final KeycloakSession session;
    private final LocalCache<String, String> realmIds;
    private final TenantTemplate template;

    JpaTenantProvider(KeycloakSession session, LocalCache<String, String> realmIds, TenantTemplate template) {
        this.session = session;
        this.realmIds = realmIds;
        this.template = template;
    }

    @Override
    public RealmModel getRealmBySipDomain(SipDomain domain) {
        // The cache is only a hint: the realm's own attributes, which Keycloak keeps current on every node, confirm it.
        String hint = realmIds.get(domain.value());
        if (hint != null) {
            RealmModel realm = session.realms().getRealm(hint);
            if (realm != null && claims(realm, domain)) {
                return realm;
            }
            realmIds.invalidate(domain.value());
        }
        RealmModel realm = LOOK_UPS.time(
                () -> Spans.within(session, TenantProvider.class, "lookUp", () -> indexed(domain)),
                found -> found == null ? Found.UNKNOWN : Found.FOUND,
                e -> Found.FAILED);
        if (realm != null) {
            realmIds.put(domain.value(), realm.getId());
        }
        return realm;
    }

    private RealmModel indexed(SipDomain domain) {
        SipDomainEntity row = em().find(SipDomainEntity.class, domain.value());
        RealmModel realm = row == null ? null : session.realms().getRealm(row.getRealmId());
        return realm == null || !claims(realm, domain) ? null : realm;
    }

    /** Asked for only where the database is: most requests find their tenant without it. */
    private EntityManager em() {
        return Database.entities(session);
    }

    private static boolean claims(RealmModel realm, SipDomain domain) {
        return Tenant.of(realm).filter(tenant -> tenant.has(domain)).isPresent();
    }

    @Override
    public TenantRepresentation getTenant(RealmModel realm) {
        return Tenant.of(realm).map(JpaTenantProvider::representation).orElse(null);
    }

    private static TenantRepresentation representation(Tenant tenant) {
        RealmModel realm = tenant.realm();
        return representation(
                realm.getId(),
                realm.getName(),
                realm.isEnabled(),
                realm.getDisplayName(),
                tenant.sipDomain(),
                realm.getAttributes());
    }

    /** From columns as from a model: a list reads no realm, and must tell the same of each. */
    static TenantRepresentation representation(
            String id,
            String realm,
            boolean enabled,
            String displayName,
            SipDomain primary,
            Map<String, String> attributes) {
        List<String> domains = Tenant.sipDomains(primary, attributes.get(TenantAttributes.SIP_DOMAIN_ALIASES)).stream()
                .map(SipDomain::value)
                .toList();
        return new TenantRepresentation(
                id,
                attributes.get(TenantAttributes.TENANT_ID),
                realm,
                Tenant.name(realm, displayName),
                domains.get(0),
                domains.subList(1, domains.size()),
                TenantRules.websiteOrNull(attributes.get(TenantAttributes.WEBSITE)),
                TenantRules.avatarUrlOrNull(attributes.get(TenantAttributes.AVATAR_URL)),
                enabled);
    }

    @Override
    public List<TenantRepresentation> search(TenantQuery query, int first, int max) {
        return new TenantList(em()).search(query, first, max);
    }

    @Override
    public long count(TenantQuery query) {
        return new TenantList(em()).count(query);
    }

    @Override
    public Map<String, Set<TenantWarning>> warnings(Collection<String> ids) {
        return new TenantList(em()).warnings(ids);
    }

    @Override
    public Map<String, Long> contents(RealmModel realm) {
        return new TenantContents(session, em()).of(realm);
    }

    @Override
    public Map<String, Long> figures(RealmModel realm, FiguresQuery query) {
        return new TenantContents(session, em()).figures(realm, query);
    }

    @Override
    public Map<String, Map<String, Long>> happened(Collection<String> ids, Instant since) {
        return ids.isEmpty() ? Map.of() : new TenantLife(session).happened(ids, since);
    }

    @Override
    public TenantRepresentation planned(TenantRepresentation tenant) {
        return TenantTemplate.planned(tenant);
    }

    @Override
    public void requireFree(TenantRepresentation planned) {
        new TenantIndex(session)
                .refuseForeign(
                        planned.realm(),
                        null,
                        Stream.concat(Stream.of(planned.sipDomain()), planned.sipDomainAliases().stream())
                                .map(SipDomain::new)
                                .collect(Collectors.toSet()));
        if (session.realms().getRealmByName(planned.realm()) != null) {
            throw new RealmNameConflictException(planned.realm());
        }
    }

    @Override
    public TenantRepresentation create(TenantRepresentation tenant, BiConsumer<KeycloakSession, RealmModel> also) {
        return Provisioning.CREATE.run(session, () -> made(tenant, also));
    }

    private TenantRepresentation made(TenantRepresentation tenant, BiConsumer<KeycloakSession, RealmModel> also) {
        TenantRepresentation planned = planned(tenant);
        RuntimeException overtaken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Ask first, so that the usual conflict costs no realm; the primary key decides the race in index().
            requireFreeNow(planned);
            try {
                return OwnSession.callOnce(session, own -> {
                    RealmModel created = new RealmManager(own).importRealm(template.realm(tenant));
                    also.accept(own, created);
                    return TenantProvider.of(own).getTenant(created);
                });
            } catch (ModelValidationException
                    | SipDomainConflictException
                    | TenantsBusyException
                    | BulkStoppedException e) {
                throw e;
            } catch (RuntimeException e) {
                if (e instanceof ModelException && !(e instanceof ModelDuplicateException) && !DatabaseFailure.is(e)) {
                    // A rule of the realm's, which it breaks each time.
                    throw e;
                }
                // Who loses a race is told of it by the database in words of its own, and maybe before the winner
                // can be seen, such as by a timeout: the next attempt says who it was.
                overtaken = e;
            }
        }
        requireFreeNow(planned);
        if (DatabaseFailure.isContention(overtaken)) {
            throw new TenantsBusyException();
        }
        throw overtaken;
    }

    /** By what has been committed until now, whatever the request's own transaction sees. */
    private void requireFreeNow(TenantRepresentation planned) {
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), other -> TenantProvider.of(other)
                .requireFree(planned));
    }

    @Override
    public boolean delete(
            RealmModel realm, BiConsumer<KeycloakSession, RealmModel> unless, Consumer<KeycloakSession> also) {
        return Provisioning.DELETE.run(session, () -> removed(realm, unless, also));
    }

    private boolean removed(
            RealmModel realm, BiConsumer<KeycloakSession, RealmModel> unless, Consumer<KeycloakSession> also) {
        String realmId = realm.getId();
        return OwnSession.call(session, own -> {
            RealmModel removed = own.realms().getRealm(realmId);
            // Keycloak takes the realm whose identity providers go from the context.
            boolean gone = removed != null
                    && isLocked(own, realmId, removed.getName())
                    && ContextRealm.call(own, removed, () -> {
                        unless.accept(own, removed);
                        return new RealmRemoval(own).remove(removed);
                    });
            if (gone) {
                also.accept(own);
            }
            return gone;
        });
    }

    @Override
    public UpgradeRepresentation upgrade(
            RealmModel realm, boolean dryRun, BiConsumer<KeycloakSession, UpgradeRepresentation> also) {
        return (dryRun ? Provisioning.DRY_RUN : Provisioning.UPGRADE).run(session, () -> upgraded(realm, dryRun, also));
    }

    private UpgradeRepresentation upgraded(
            RealmModel realm, boolean dryRun, BiConsumer<KeycloakSession, UpgradeRepresentation> also) {
        String realmId = realm.getId();
        String name = realm.getName();
        return OwnSession.call(session, own -> {
            if (!dryRun && !isLocked(own, realmId, name)) {
                return null;
            }
            RealmModel upgraded = own.realms().getRealm(realmId);
            return upgraded == null
                    ? null
                    : ContextRealm.call(own, upgraded, () -> upgrade(own, upgraded, dryRun, also));
        });
    }

    /** Upgrades and the removal of one tenant wait for each other, and the next one finds what the one before has done. */
    private static boolean isLocked(KeycloakSession own, String realmId, String name) {
        boolean locked;
        try {
            locked = RowLock.realm(own, realmId);
        } catch (LockTimeoutException | PessimisticLockException e) {
            // H2 waits for two seconds; PostgreSQL as long as it takes.
            throw new TenantsBusyException();
        }
        // The cache may be a moment behind the transaction that held the row.
        own.getProvider(CacheRealmProvider.class).registerRealmInvalidation(realmId, name);
        return locked;
    }

    private UpgradeRepresentation upgrade(
            KeycloakSession own,
            RealmModel realm,
            boolean dryRun,
            BiConsumer<KeycloakSession, UpgradeRepresentation> also) {
        Map<TemplateItem, TemplateValue> wanted = template.items(realm.getName());
        Map<TemplateItem, TemplateValue> there = TenantItems.of(own, realm, wanted);
        TemplateMemory memory = template.memory(realm.getName(), realm.getAttribute(TenantAttributes.TEMPLATE), there);
        List<TemplateDifference> differences = TemplateComparison.of(wanted, there, memory);
        UpgradeRepresentation told = new UpgradeRepresentation(
                dryRun, differences.stream().map(DifferenceRepresentation::of).toList());
        if (dryRun) {
            return told;
        }
        RealmFacts before = RealmFacts.of(realm);
        new TemplateUpgrade(own, realm, wanted).apply(differences);
        new TenantLife(own).upgraded(before, realm);
        // Not before: what is sent in its place is ignored there.
        realm.setAttribute(
                TenantAttributes.TEMPLATE,
                memory.after(differences, wanted, there).text());
        if (!differences.stream().allMatch(TemplateDifference::isKept)) {
            also.accept(own, told);
        }
        return told;
    }

    @Override
    public void update(RealmModel realm, TenantRepresentation tenant) {
        TenantRules.check(tenant);
        RealmFacts before = RealmFacts.of(realm);
        if (tenant.name() != null) {
            realm.setDisplayName(tenant.name());
        }
        if (tenant.sipDomain() != null) {
            realm.setAttribute(
                    TenantAttributes.SIP_DOMAIN,
                    TenantRules.sipDomain("sipDomain", tenant.sipDomain()).value());
        }
        if (tenant.sipDomainAliases() != null) {
            // Empty says that there shall be none; an attribute that is not there says nothing.
            realm.setAttribute(TenantAttributes.SIP_DOMAIN_ALIASES, TenantRules.aliases(tenant.sipDomainAliases()));
        }
        if (tenant.website() != null) {
            setOrRemove(realm, TenantAttributes.WEBSITE, tenant.website());
        }
        if (tenant.avatarUrl() != null) {
            setOrRemove(realm, TenantAttributes.AVATAR_URL, tenant.avatarUrl());
        }
        if (tenant.enabled() != null) {
            realm.setEnabled(tenant.enabled());
        }
        new TenantLife(session).saved(before, realm);
    }

    @Override
    public void change(RealmModel realm, Runnable change) {
        RealmFacts before = RealmFacts.of(realm);
        change.run();
        new TenantLife(session).saved(before, realm);
    }

    private static void setOrRemove(RealmModel realm, String attribute, String value) {
        if (value.isEmpty()) {
            realm.removeAttribute(attribute);
        } else {
            realm.setAttribute(attribute, value);
        }
    }

    @Override
    public boolean isOvertakenBySuspension(String realmId) {
        return Overtaken.isSo(session, realmId);
    }

    @Override
    public void index(RealmModel realm) {
        new TenantIndex(session).index(realm);
    }

    @Override
    public void reconcile() {
        new TenantIndex(session).reconcile();
    }

    @Override
    public void close() {}
}
