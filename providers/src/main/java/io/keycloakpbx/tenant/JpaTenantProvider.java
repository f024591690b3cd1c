package io.keycloakpbx.tenant;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.cache.LocalCache;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.services.managers.RealmManager;

final class JpaTenantProvider implements TenantProvider {

    private static final Logger LOG = Logger.getLogger(JpaTenantProvider.class);

    private static final List<String> TENANT_ATTRIBUTES = List.of(
            TenantAttributes.SIP_DOMAIN,
            TenantAttributes.SIP_DOMAIN_ALIASES,
            TenantAttributes.WEBSITE,
            TenantAttributes.AVATAR_URL,
            TenantAttributes.TENANT_ID);

    private static final String FOUND_TENANTS =
            """
            from SipDomainEntity d, RealmEntity r
            where r.id = d.realmId and d.primaryDomain = true and (
              lower(r.name) like :search escape '!'
              or exists (select 1 from SipDomainEntity o where o.realmId = d.realmId and o.sipDomain like :search escape '!')
              or lower(r.displayName) like :search escape '!')
            """;
    private static final String ALL_TENANTS =
            """
            from SipDomainEntity d, RealmEntity r
            where r.id = d.realmId and d.primaryDomain = true
            """;

    private final KeycloakSession session;
    private final LocalCache<String, String> realmIds;
    private final TenantTemplate template;

    JpaTenantProvider(KeycloakSession session, LocalCache<String, String> realmIds, TenantTemplate template) {
        this.session = session;
        this.realmIds = realmIds;
        this.template = template;
    }

    @Override
    public RealmModel getRealmBySipDomain(String sipDomain) {
        SipDomain domain = SipDomain.parse(sipDomain).orElse(null);
        if (domain == null) {
            return null;
        }
        // The cache is only a hint: the realm's own attributes, which Keycloak keeps current on every node, confirm it.
        String hint = realmIds.get(domain.value());
        if (hint != null) {
            RealmModel realm = session.realms().getRealm(hint);
            if (realm != null && claims(realm, domain)) {
                return realm;
            }
            realmIds.invalidate(domain.value());
        }
        SipDomainEntity row = em().find(SipDomainEntity.class, domain.value());
        if (row == null) {
            return null;
        }
        RealmModel realm = session.realms().getRealm(row.getRealmId());
        if (realm == null || !claims(realm, domain)) {
            return null;
        }
        realmIds.put(domain.value(), realm.getId());
        return realm;
    }

    /** Asked for only where the database is: most requests find their tenant without it. */
    private EntityManager em() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static boolean claims(RealmModel realm, SipDomain domain) {
        // Most requests name the primary domain: no need to parse the aliases for them.
        return domain.equals(TenantAttributes.primarySipDomain(realm).orElse(null))
                || TenantAttributes.sipDomains(realm).contains(domain);
    }

    @Override
    public TenantRepresentation getTenant(RealmModel realm) {
        return TenantAttributes.primarySipDomain(realm).isEmpty()
                ? null
                : representation(
                        realm.getId(),
                        realm.getName(),
                        realm.isEnabled(),
                        realm.getDisplayName(),
                        realm.getAttribute(TenantAttributes.SIP_DOMAIN),
                        realm.getAttribute(TenantAttributes.SIP_DOMAIN_ALIASES),
                        realm.getAttribute(TenantAttributes.TENANT_ID),
                        realm.getAttribute(TenantAttributes.WEBSITE),
                        realm.getAttribute(TenantAttributes.AVATAR_URL));
    }

    private static TenantRepresentation representation(
            String id,
            String realm,
            boolean enabled,
            String displayName,
            String sipDomain,
            String aliases,
            String tenantId,
            String website,
            String avatarUrl) {
        List<String> domains = TenantAttributes.sipDomains(realm, sipDomain, aliases).stream()
                .map(SipDomain::value)
                .toList();
        return new TenantRepresentation(
                id,
                tenantId,
                realm,
                displayName == null || displayName.isEmpty() ? realm : displayName,
                domains.get(0),
                domains.subList(1, domains.size()),
                website,
                avatarUrl,
                enabled);
    }

    @Override
    public List<TenantRepresentation> search(String search, int first, int max) {
        var query = em().createQuery(
                        "select r.id, r.name, r.enabled, r.displayName "
                                + (search == null ? ALL_TENANTS : FOUND_TENANTS) + " order by d.sipDomain",
                        Object[].class);
        if (search != null) {
            query.setParameter("search", likePattern(search));
        }
        List<Object[]> realms = query.setFirstResult(first).setMaxResults(max).getResultList();
        Map<String, Map<String, String>> attributes =
                attributes(realms.stream().map(row -> (String) row[0]).toList());
        List<TenantRepresentation> tenants = new ArrayList<>(realms.size());
        for (Object[] row : realms) {
            Map<String, String> of = attributes.getOrDefault((String) row[0], Map.of());
            tenants.add(representation(
                    (String) row[0],
                    (String) row[1],
                    (Boolean) row[2],
                    (String) row[3],
                    of.get(TenantAttributes.SIP_DOMAIN),
                    of.get(TenantAttributes.SIP_DOMAIN_ALIASES),
                    of.get(TenantAttributes.TENANT_ID),
                    of.get(TenantAttributes.WEBSITE),
                    of.get(TenantAttributes.AVATAR_URL)));
        }
        return tenants;
    }

    private Map<String, Map<String, String>> attributes(List<String> realmIdsOfPage) {
        if (realmIdsOfPage.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<String, String>> attributes = new HashMap<>();
        em().createQuery(
                        "select a.realm.id, a.name, a.value from RealmAttributeEntity a"
                                + " where a.realm.id in :ids and a.name in :names",
                        Object[].class)
                .setParameter("ids", realmIdsOfPage)
                .setParameter("names", TENANT_ATTRIBUTES)
                .getResultList()
                .forEach(row -> attributes
                        .computeIfAbsent((String) row[0], id -> new HashMap<>())
                        .put((String) row[1], (String) row[2]));
        return attributes;
    }

    @Override
    public long count(String search) {
        var query = em().createQuery("select count(d) " + (search == null ? ALL_TENANTS : FOUND_TENANTS), Long.class);
        if (search != null) {
            query.setParameter("search", likePattern(search));
        }
        return query.getSingleResult();
    }

    private static String likePattern(String search) {
        String escaped = search.strip()
                .toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + escaped + "%";
    }

    @Override
    public RealmModel create(TenantRepresentation tenant) {
        RealmRepresentation realm = template.realm(tenant);
        // Ask first, so that the usual conflict costs no realm; the primary key decides the race in index().
        refuseForeign(
                realm.getRealm(),
                null,
                TenantAttributes.sipDomains(
                        realm.getRealm(),
                        realm.getAttributes().get(TenantAttributes.SIP_DOMAIN),
                        realm.getAttributes().get(TenantAttributes.SIP_DOMAIN_ALIASES)));
        return new RealmManager(session).importRealm(realm);
    }

    @Override
    public void update(RealmModel realm, TenantRepresentation tenant) {
        TenantRules.check(tenant);
        if (tenant.name() != null) {
            realm.setDisplayName(tenant.name());
        }
        if (tenant.sipDomain() != null) {
            realm.setAttribute(TenantAttributes.SIP_DOMAIN, TenantRules.sipDomain(tenant.sipDomain()));
        }
        if (tenant.sipDomainAliases() != null) {
            setOrRemove(realm, TenantAttributes.SIP_DOMAIN_ALIASES, TenantRules.aliases(tenant.sipDomainAliases()));
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
        index(realm);
    }

    private static void setOrRemove(RealmModel realm, String attribute, String value) {
        if (value.isEmpty()) {
            realm.removeAttribute(attribute);
        } else {
            realm.setAttribute(attribute, value);
        }
    }

    @Override
    public void index(RealmModel realm) {
        Set<SipDomain> claimed = TenantAttributes.sipDomains(realm);
        refuseForeign(realm.getName(), realm.getId(), claimed);
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        claimed.forEach(domain -> wanted.put(domain.value(), wanted.isEmpty()));

        for (SipDomainEntity row : rows(realm.getId())) {
            Boolean primary = wanted.remove(row.getSipDomain());
            if (primary == null) {
                em().remove(row);
            } else {
                row.setPrimaryDomain(primary);
            }
        }
        wanted.forEach((domain, primary) -> em().persist(new SipDomainEntity(domain, realm.getId(), primary)));
        try {
            em().flush();
        } catch (ModelDuplicateException e) {
            throw conflict(realm.getName(), realm.getId(), claimed);
        }
        if (!claimed.isEmpty() && realm.getAttribute(TenantAttributes.TENANT_ID) == null) {
            realm.setAttribute(TenantAttributes.TENANT_ID, TenantNumber.of(realm.getId()));
        }
    }

    private List<SipDomainEntity> rows(String realmId) {
        return em().createQuery("select d from SipDomainEntity d where d.realmId = :realm", SipDomainEntity.class)
                .setParameter("realm", realmId)
                .getResultList();
    }

    private void refuseForeign(String realmName, String realmId, Set<SipDomain> domains) {
        if (domains.isEmpty()) {
            return;
        }
        em().createQuery("select d from SipDomainEntity d where d.sipDomain in :domains", SipDomainEntity.class)
                .setParameter("domains", domains.stream().map(SipDomain::value).collect(Collectors.toSet()))
                .getResultStream()
                .filter(row -> !row.getRealmId().equals(realmId))
                .findFirst()
                .ifPresent(row -> {
                    RealmModel owner = session.realms().getRealm(row.getRealmId());
                    throw new SipDomainConflictException(
                            row.getSipDomain(), realmName, owner == null ? row.getRealmId() : owner.getName());
                });
    }

    /** Another transaction was first: this one can ask the database nothing any more, a new one finds out who it was. */
    private ModelException conflict(String realmName, String realmId, Set<SipDomain> domains) {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    other -> ((JpaTenantProvider) TenantProvider.of(other)).refuseForeign(realmName, realmId, domains));
        } catch (SipDomainConflictException e) {
            return e;
        }
        return new ModelDuplicateException("The SIP domains of realm " + realmName + " were changed at the same time");
    }

    @Override
    public void reconcile() {
        for (String realmId : realmsOutOfStep()) {
            try {
                // One transaction each: a conflict of one realm must not leave the others out of step.
                KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), other -> {
                    RealmModel realm = other.realms().getRealm(realmId);
                    if (realm != null) {
                        other.getContext().setRealm(realm);
                        TenantProvider.of(other).index(realm);
                        LOG.infof("SIP domains of realm %s brought in step with its attributes", realm.getName());
                    }
                });
            } catch (ModelException e) {
                LOG.errorf("SIP domains of realm %s were not indexed: %s", realmId, e.getMessage());
            }
        }
    }

    /** Two queries whatever the number of tenants, and no realm is loaded. */
    private Set<String> realmsOutOfStep() {
        Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
        em().createQuery(
                        "select a.realm.id, a.name, a.value from RealmAttributeEntity a where a.name in :names",
                        Object[].class)
                .setParameter(
                        "names",
                        List.of(
                                TenantAttributes.SIP_DOMAIN,
                                TenantAttributes.SIP_DOMAIN_ALIASES,
                                TenantAttributes.TENANT_ID))
                .getResultStream()
                .forEach(row -> attributes
                        .computeIfAbsent((String) row[0], id -> new HashMap<>())
                        .put((String) row[1], (String) row[2]));
        Map<String, Map<String, Boolean>> indexed = new HashMap<>();
        em().createQuery("select d from SipDomainEntity d", SipDomainEntity.class)
                .getResultStream()
                .forEach(row -> indexed.computeIfAbsent(row.getRealmId(), id -> new HashMap<>())
                        .put(row.getSipDomain(), row.isPrimaryDomain()));

        Set<String> outOfStep = new LinkedHashSet<>(indexed.keySet());
        attributes.forEach((realmId, of) -> {
            if (inStep(realmId, of, indexed.getOrDefault(realmId, Map.of()))) {
                outOfStep.remove(realmId);
            } else {
                outOfStep.add(realmId);
            }
        });
        return outOfStep;
    }

    private static boolean inStep(String realmId, Map<String, String> attributes, Map<String, Boolean> indexed) {
        try {
            Map<String, Boolean> claimed = new HashMap<>();
            TenantAttributes.sipDomains(
                            realmId,
                            attributes.get(TenantAttributes.SIP_DOMAIN),
                            attributes.get(TenantAttributes.SIP_DOMAIN_ALIASES))
                    .forEach(domain -> claimed.put(domain.value(), claimed.isEmpty()));
            return claimed.equals(indexed) && (claimed.isEmpty() || attributes.containsKey(TenantAttributes.TENANT_ID));
        } catch (ModelException e) {
            return false;
        }
    }

    @Override
    public void close() {}
}
