package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.Transactions;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What the database knows of tenants besides their realms: an index from SIP domains to realms, and the numbers. Both follow
 * the realms' attributes, and their keys decide between two realms that claim the same.
 */
@ReliesOn("org.keycloak.models.jpa.entities.RealmAttributeEntity: the attributes of all realms are read by one query at"
        + " start-up")
final class TenantIndex {

    private static final Logger LOG = Logger.getLogger(TenantIndex.class);

    private final KeycloakSession session;
    private final EntityManager em;

    TenantIndex(KeycloakSession session) {
        this.session = session;
        this.em = Database.entities(session);
    }

    void index(RealmModel realm) {
        Set<SipDomain> claimed = Tenant.isSystemLevel(realm) ? Set.of() : TenantAttributes.sipDomains(realm);
        refuseForeign(realm.getName(), realm.getId(), claimed);
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        claimed.forEach(domain -> wanted.put(domain.value(), wanted.isEmpty()));

        for (SipDomainEntity row : rows(realm.getId())) {
            Boolean primary = wanted.remove(row.getSipDomain());
            if (primary == null) {
                em.remove(row);
            } else {
                row.setPrimaryDomain(primary);
            }
        }
        wanted.forEach((domain, primary) -> em.persist(new SipDomainEntity(domain, realm.getId(), primary)));
        if (!claimed.isEmpty()) {
            giveNumber(realm);
        }
        try {
            em.flush();
        } catch (ModelDuplicateException e) {
            throw conflict(realm.getName(), realm.getId(), claimed);
        }
    }

    /** The number that the realm came with, unless another realm has it; then the one that it had; else a new one. */
    private void giveNumber(RealmModel realm) {
        TenantNumberEntity row = em.find(TenantNumberEntity.class, realm.getId());
        String brought = realm.getAttribute(TenantAttributes.TENANT_ID);
        String number;
        if (TenantNumber.is(brought) && isFree(brought, realm.getId())) {
            number = brought;
        } else if (row != null) {
            number = row.getNumber();
        } else {
            number = newNumber(realm.getId());
        }
        if (row == null) {
            em.persist(new TenantNumberEntity(realm.getId(), number));
        } else {
            row.setNumber(number);
        }
        if (!number.equals(brought)) {
            realm.setAttribute(TenantAttributes.TENANT_ID, number);
        }
    }

    /** Not the usual one of its id only where a copy of the realm's file was here before it, and has it. */
    private String newNumber(String realmId) {
        String number = TenantNumber.of(realmId);
        for (int i = 2; !isFree(number, realmId); i++) {
            number = TenantNumber.of(realmId + '/' + i);
        }
        return number;
    }

    private boolean isFree(String number, String realmId) {
        return em.createQuery(
                                "select count(n) from TenantNumberEntity n where n.number = :number and n.realmId <> :realm",
                                Long.class)
                        .setParameter("number", number)
                        .setParameter("realm", realmId)
                        .getSingleResult()
                == 0;
    }

    private List<SipDomainEntity> rows(String realmId) {
        return em.createQuery("select d from SipDomainEntity d where d.realmId = :realm", SipDomainEntity.class)
                .setParameter("realm", realmId)
                .getResultList();
    }

    void refuseForeign(String realmName, String realmId, Set<SipDomain> domains) {
        if (domains.isEmpty()) {
            return;
        }
        em.createQuery("select d from SipDomainEntity d where d.sipDomain in :domains", SipDomainEntity.class)
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
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), other -> new TenantIndex(other)
                    .refuseForeign(realmName, realmId, domains));
        } catch (SipDomainConflictException e) {
            return e;
        }
        return new ModelDuplicateException("The SIP domains of realm " + realmName + " were changed at the same time");
    }

    void reconcile() {
        Map<String, Map<String, String>> attributes = attributesOfAll();
        Map<String, Map<String, Boolean>> indexed = new HashMap<>();
        em.createQuery("select d from SipDomainEntity d", SipDomainEntity.class)
                .getResultStream()
                .forEach(row -> indexed.computeIfAbsent(row.getRealmId(), id -> new HashMap<>())
                        .put(row.getSipDomain(), row.isPrimaryDomain()));
        // First what nobody claims any more, so that a domain that moved is free whichever realm comes first.
        indexed.forEach((realmId, rows) -> drop(unclaimed(rows.keySet(), attributes.getOrDefault(realmId, Map.of()))));
        em.flush();

        Set<String> outOfStep = new TreeSet<>(indexed.keySet());
        outOfStep.addAll(attributes.keySet());
        Map<String, String> numbers = new HashMap<>();
        em.createQuery("select n from TenantNumberEntity n", TenantNumberEntity.class)
                .getResultStream()
                .forEach(row -> numbers.put(row.getRealmId(), row.getNumber()));
        outOfStep.removeIf(realmId -> inStep(
                realmId,
                attributes.getOrDefault(realmId, Map.of()),
                indexed.getOrDefault(realmId, Map.of()),
                numbers.get(realmId)));
        // In transactions of their own, after this one: a conflict of one realm must not leave the others out of step.
        Transactions.afterCommit(session, () -> {
            outOfStep.forEach(realmId -> bringInStep(realmId, indexed.containsKey(realmId)));
            new TenantLife(session).catchUp();
        });
    }

    /** Two queries whatever the number of tenants, and no realm is loaded. */
    private Map<String, Map<String, String>> attributesOfAll() {
        Map<String, Map<String, String>> attributes = new HashMap<>();
        em.createQuery(
                        "select a.realm.id, a.name, a.value from RealmAttributeEntity a"
                                + " where a.name in :names and a.realm.name <> :system",
                        Object[].class)
                .setParameter(
                        "names",
                        List.of(
                                TenantAttributes.SIP_DOMAIN,
                                TenantAttributes.SIP_DOMAIN_ALIASES,
                                TenantAttributes.TENANT_ID))
                .setParameter("system", AdministrationRealm.NAME)
                .getResultStream()
                .forEach(row -> attributes
                        .computeIfAbsent((String) row[0], id -> new HashMap<>())
                        .put((String) row[1], (String) row[2]));
        return attributes;
    }

    private static Set<String> unclaimed(Set<String> indexed, Map<String, String> attributes) {
        Set<String> unclaimed = new HashSet<>(indexed);
        SipDomain.parse(attributes.get(TenantAttributes.SIP_DOMAIN))
                .map(primary -> Tenant.sipDomains(primary, attributes.get(TenantAttributes.SIP_DOMAIN_ALIASES)))
                .orElse(Set.of())
                .forEach(domain -> unclaimed.remove(domain.value()));
        return unclaimed;
    }

    private void drop(Set<String> sipDomains) {
        Parts.of(sipDomains)
                .forEach(part -> em.createQuery("delete from SipDomainEntity d where d.sipDomain in :domains")
                        .setParameter("domains", part)
                        .executeUpdate());
    }

    private static boolean inStep(
            String realmId, Map<String, String> attributes, Map<String, Boolean> indexed, String number) {
        try {
            Map<String, Boolean> claimed = new HashMap<>();
            TenantAttributes.sipDomains(
                            realmId,
                            attributes.get(TenantAttributes.SIP_DOMAIN),
                            attributes.get(TenantAttributes.SIP_DOMAIN_ALIASES))
                    .forEach(domain -> claimed.put(domain.value(), claimed.isEmpty()));
            return claimed.equals(indexed)
                    && (claimed.isEmpty()
                            || number != null && number.equals(attributes.get(TenantAttributes.TENANT_ID)));
        } catch (ModelException e) {
            return false;
        }
    }

    private void bringInStep(String realmId, boolean wasTenant) {
        try {
            boolean isTenant = KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(), other -> bringInStep(other, realmId, wasTenant));
            if (isTenant && !wasTenant) {
                new TenantLife(session).foundAtStartUp(realmId);
            }
        } catch (ModelException e) {
            LOG.errorf("SIP domains of realm %s were not indexed: %s", realmId, e.getMessage());
        }
    }

    private static boolean bringInStep(KeycloakSession other, String realmId, boolean wasTenant) {
        RealmModel realm = other.realms().getRealm(realmId);
        if (realm == null || Tenant.isSystemLevel(realm)) {
            return false;
        }
        return ContextRealm.call(other, realm, () -> {
            new TenantIndex(other).index(realm);
            boolean isTenant = Tenant.is(realm);
            if (wasTenant && !isTenant) {
                new TenantLife(other).ceasedAtStartUp(realm);
            }
            LOG.infof("SIP domains of realm %s brought in step with its attributes", realm.getName());
            return isTenant;
        });
    }
}
