package io.keycloakpbx.securitydata.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.SecurityData;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberProvider;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.keycloak.common.Profile;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Makes up for notes that were lost, with what Keycloak's table of sessions says: rows of sessions that are gone are closed,
 * sessions without a row get one. The former in realms that are switched off too, as nothing else closes rows there.
 */
@ReliesOn({
    "org.keycloak.models.jpa.session.PersistentUserSessionEntity: the sessions of a realm, and which of them are gone",
    "org.keycloak.models.jpa.entities.RealmAttributeEntity: the realms that are switched on are found by one query"
})
final class SessionReconciliation {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sessions are written a little later than they begin, and so are notes of them. */
    private static final int GRACE_SECONDS = 60;

    private static final String ONLINE = "0";

    private SessionReconciliation() {}

    /**
     * Does some of what there is to do.
     *
     * @param now in seconds since 1970
     * @param most how many rows are written
     * @param written is told how many were
     * @return whether there may be more
     */
    static boolean some(KeycloakSession session, int now, int most, IntConsumer written) {
        EntityManager em = Database.entities(session);
        int left = most;
        for (String realmId : realmsWithOpenRows(em)) {
            left -= left == 0 ? 0 : close(em, realmId, now, left);
        }
        for (String realmId : left == 0 ? List.<String>of() : realmsWithSessions(em, now)) {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm != null && SecurityData.isOn(realm) && left > 0) {
                left -= add(session, em, realm, now, left);
            }
        }
        written.accept(most - left);
        return left == 0;
    }

    private static List<String> realmsWithOpenRows(EntityManager em) {
        return em.createQuery(
                        "select r.id from RealmEntity r where exists (select 1 from SessionLogEntity s"
                                + " where s.realmId = r.id and s.closed is null)",
                        String.class)
                .getResultList();
    }

    /** Realms that are switched on and have any session: few statements, whatever the number of tenants. */
    private static List<String> realmsWithSessions(EntityManager em, int now) {
        return em.createQuery(
                        "select a.realm.id from RealmAttributeEntity a where a.name = :switch and lower(a.value) ="
                                + " 'true' and exists (select 1 from PersistentUserSessionEntity p where p.realmId ="
                                + " a.realm.id and p.offline = :online and p.createdOn < :before)",
                        String.class)
                .setParameter("switch", SecurityData.ATTRIBUTE)
                .setParameter("online", ONLINE)
                .setParameter("before", now - GRACE_SECONDS)
                .getResultList();
    }

    private static int close(EntityManager em, String realmId, int now, int most) {
        String gone = Profile.isFeatureEnabled(Profile.Feature.PERSISTENT_USER_SESSIONS)
                ? " and not exists (select 1 from PersistentUserSessionEntity p where p.userSessionId = s.sessionId"
                        + " and p.offline = '0')"
                // Where Keycloak keeps sessions in memory, all that is known is when they end.
                : " and s.ends < :now";
        var query = em.createQuery(
                        "select s.number from SessionLogEntity s where s.realmId = :realm and s.closed is null"
                                + " and s.started < :before" + gone,
                        Integer.class)
                .setParameter("realm", realmId)
                .setParameter("before", Time.toMillis(now - GRACE_SECONDS))
                .setMaxResults(most);
        if (gone.contains(":now")) {
            query.setParameter("now", Time.toMillis(now));
        }
        List<Integer> numbers = query.getResultList();
        return numbers.isEmpty()
                ? 0
                : em.createQuery("update SessionLogEntity s set s.closed = case when s.ends < :now then s.ends else"
                                + " :now end where s.realmId = :realm and s.closed is null and s.number in"
                                + " :numbers")
                        .setParameter("now", Time.toMillis(now))
                        .setParameter("realm", realmId)
                        .setParameter("numbers", numbers)
                        .executeUpdate();
    }

    private static int add(KeycloakSession session, EntityManager em, RealmModel realm, int now, int most) {
        List<Object[]> found = em.createQuery(
                        "select p.userSessionId, p.userId, p.createdOn, p.lastSessionRefresh, p.rememberMe, p.data"
                                + " from PersistentUserSessionEntity p where p.realmId = :realm and p.offline = :online"
                                + " and p.createdOn < :before and not exists (select 1 from SessionLogEntity s"
                                + " where s.sessionId = p.userSessionId)",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("online", ONLINE)
                .setParameter("before", now - GRACE_SECONDS)
                .setMaxResults(most)
                .getResultList();
        if (found.isEmpty()) {
            return 0;
        }
        Map<String, String> clients =
                clients(em, found.stream().map(row -> (String) row[0]).toList());
        List<SessionChange> begun = new ArrayList<>();
        for (Object[] row : found) {
            begun.add(change(realm, row, clients));
        }
        new ActivityRows(em, session.getProvider(NumberProvider.class), session.realms()::getRealm)
                .insertSessions(begun);
        return begun.size();
    }

    /** By what each session began with, as far as that can be told. */
    private static Map<String, String> clients(EntityManager em, List<String> sessionIds) {
        Map<String, String> clients = new HashMap<>();
        em.createQuery(
                        "select p.userSessionId, c.clientId from PersistentClientSessionEntity p, ClientEntity c"
                                + " where p.offline = :online and p.userSessionId in :ids and c.id = p.clientId"
                                + " order by p.timestamp",
                        Object[].class)
                .setParameter("online", ONLINE)
                .setParameter("ids", sessionIds)
                .getResultList()
                .forEach(row -> clients.putIfAbsent((String) row[0], (String) row[1]));
        return clients;
    }

    private static SessionChange change(RealmModel realm, Object[] row, Map<String, String> clients) {
        boolean remembered = Boolean.TRUE.equals(row[4]);
        JsonNode data = data((String) row[5]);
        return new SessionChange(
                realm.getId(),
                (String) row[0],
                (String) row[1],
                clients.get((String) row[0]),
                data.path("ipAddress").textValue(),
                data.path("loginUsername").textValue(),
                Time.toMillis((Integer) row[2]),
                Time.toMillis((Integer) row[3]),
                SessionNote.Life.of(realm, remembered),
                0,
                0,
                0,
                null,
                0);
    }

    private static JsonNode data(String json) {
        try {
            return json == null ? JSON.nullNode() : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }
}
