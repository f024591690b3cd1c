package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.NumberSetting;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * For how many days a realm keeps what is written down of it.
 *
 * @param setting the realm's attribute
 * @param entity what is kept, with the properties {@code realmId} and {@code number}
 * @param time the property that says since when, in milliseconds since 1970
 */
@ReliesOn("org.keycloak.models.jpa.entities.RealmAttributeEntity: the realms whose days are up are found by one query")
public record LogDays(NumberSetting setting, String entity, String time) {

    private static final int LONGEST = 36_500;

    /** Since they ended. */
    public static final LogDays SESSIONS =
            new LogDays(new NumberSetting("pbx.sessionLogDays", 180, 1, LONGEST), "SessionLogEntity", "closed");

    /** Since they were made. */
    public static final LogDays CHANGES =
            new LogDays(new NumberSetting("pbx.auditLogDays", 365, 1, LONGEST), "AuditLogEntity", "entryDate");

    /**
     * Removes what is too old, of realms that are switched off too.
     *
     * @param now in seconds since 1970
     * @param most how much of it
     * @param removed is told how much it was
     * @return whether there may be more
     */
    public boolean remove(KeycloakSession session, int now, int most, IntConsumer removed) {
        EntityManager em = Database.entities(session);
        int left = most;
        for (String realmId : realmsByDefault(em, before(now, setting.byDefault()))) {
            left -= remove(em, realmId, before(now, setting.byDefault()), left);
            if (left == 0) {
                break;
            }
        }
        // The few that say it themselves.
        for (String realmId : left == 0 ? List.<String>of() : realmsWithSetting(em)) {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm != null && left > 0) {
                left -= remove(em, realmId, before(now, setting.of(realm)), left);
            }
        }
        removed.accept(most - left);
        return left == 0;
    }

    private static long before(int now, int days) {
        return Time.toMillis(now) - TimeUnit.DAYS.toMillis(days);
    }

    private List<String> realmsByDefault(EntityManager em, long before) {
        return em.createQuery(
                        "select r.id from RealmEntity r where exists (select 1 from " + entity
                                + " e where e.realmId = r.id"
                                + " and e." + time + " < :before) and not exists (select 1 from RealmAttributeEntity a"
                                + " where a.name = :name and a.realm.id = r.id)",
                        String.class)
                .setParameter("before", before)
                .setParameter("name", setting.name())
                .getResultList();
    }

    private List<String> realmsWithSetting(EntityManager em) {
        return em.createQuery(
                        "select a.realm.id from RealmAttributeEntity a where a.name = :name and exists (select 1 from "
                                + entity + " e where e.realmId = a.realm.id)",
                        String.class)
                .setParameter("name", setting.name())
                .getResultList();
    }

    private int remove(EntityManager em, String realmId, long before, int most) {
        List<Integer> old = em.createQuery(
                        "select e.number from " + entity + " e where e.realmId = :realm and e." + time
                                + " < :before order by e." + time,
                        Integer.class)
                .setParameter("realm", realmId)
                .setParameter("before", before)
                .setMaxResults(most)
                .getResultList();
        if (!old.isEmpty()) {
            em.createQuery("delete from " + entity + " e where e.realmId = :realm and e.number in :numbers")
                    .setParameter("realm", realmId)
                    .setParameter("numbers", old)
                    .executeUpdate();
        }
        return old.size();
    }
}
