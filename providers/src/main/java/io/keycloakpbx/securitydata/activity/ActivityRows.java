package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.store.Batch;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.StorableText;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * Writes changes into the tables, some statements for all of them. A realm or a user that has gone meanwhile is left out by
 * the statements themselves.
 */
final class ActivityRows {

    private static final int ID = 36;
    private static final int NAME = 255;
    private static final int ADDRESS = 45;

    private static final String INSERT_SESSION =
            "insert into {PBX_SESSION} (REALM_ID, SESSION_NUMBER, SESSION_ID, USER_ID, USER_NUMBER, USER_NAME,"
                    + " CLIENT_ID, PARENT_NUMBER, IP_ADDRESS, STARTED, REFRESHED, ENDS, CLOSED, REFRESH_COUNT) select"
                    + " r.ID, cast(? as int), cast(? as varchar(36)), cast(? as varchar(255)), cast(? as int),"
                    + " coalesce((select u.USERNAME from {USER_ENTITY} u where u.ID = cast(? as varchar(255))), cast(? as"
                    + " varchar(255))), (select c.ID from {CLIENT} c where c.REALM_ID = r.ID and c.CLIENT_ID = cast(? as"
                    + " varchar(255))), (select p.SESSION_NUMBER from {PBX_SESSION} p where p.REALM_ID = r.ID and"
                    + " p.SESSION_ID = cast(? as varchar(36))), cast(? as varchar(45)), cast(? as bigint), cast(? as"
                    + " bigint), cast(? as bigint), cast(? as bigint), cast(? as int) from {REALM} r where r.ID = cast(?"
                    + " as varchar(36)) and not exists (select 1 from {PBX_SESSION} s where s.SESSION_ID = cast(? as"
                    + " varchar(36)))";

    private static final String UPDATE_SESSION =
            "update {PBX_SESSION} set REFRESH_COUNT = REFRESH_COUNT + cast(? as int), REFRESHED = case when cast(? as"
                    + " bigint) > coalesce(REFRESHED, 0) then cast(? as bigint) else REFRESHED end, ENDS = case when"
                    + " cast(? as bigint) > 0 then least(STARTED + cast(? as bigint), cast(? as bigint)) else ENDS end,"
                    + " CLOSED = coalesce(CLOSED, cast(? as bigint)) where SESSION_ID = cast(? as varchar(36)) and"
                    + " REALM_ID = cast(? as varchar(36))";

    private static final String INSERT_USER =
            "insert into {PBX_USER_ACTIVITY} (USER_ID) select u.ID from {USER_ENTITY} u"
                    + " where u.ID = cast(? as varchar(36)) and u.REALM_ID = cast(? as varchar(36))"
                    + " and not exists (select 1 from {PBX_USER_ACTIVITY} a where a.USER_ID = u.ID)";

    private static final String UPDATE_USER = "update {PBX_USER_ACTIVITY} set LAST_LOG_ON = " + later("LAST_LOG_ON")
            + ", LAST_FAILED_LOG_ON = " + later("LAST_FAILED_LOG_ON") + ", LAST_LOCKOUT = " + later("LAST_LOCKOUT")
            + ", LOCKED_UNTIL = case when cast(? as bigint) >= 0 then cast(? as bigint) else LOCKED_UNTIL end"
            + ", CREATED_BY = coalesce(CREATED_BY, cast(? as varchar(255)))"
            + ", MODIFIED_BY = case when cast(? as bigint) > coalesce(MODIFIED_AT, 0) then cast(? as varchar(255))"
            + " else MODIFIED_BY end, MODIFIED_AT = " + later("MODIFIED_AT")
            + " where USER_ID = cast(? as varchar(36))";

    private final EntityManager em;
    private final NumberProvider numbers;
    private final Function<String, RealmModel> realms;

    /**
     * Rows of a transaction.
     *
     * @param realms finds a realm by its id; null where it has gone
     */
    ActivityRows(EntityManager em, NumberProvider numbers, Function<String, RealmModel> realms) {
        this.em = em;
        this.numbers = numbers;
        this.realms = realms;
    }

    private static String later(String column) {
        return "case when cast(? as bigint) > coalesce(" + column + ", 0) then cast(? as bigint) else " + column
                + " end";
    }

    /**
     * Writes changes: of users before those of sessions, and rows that are new before others. So no statement waits for who
     * removes the realm while that one waits for us, as users go before their realm goes.
     *
     * @return those of sessions that are not known, as they may be written by another node soon
     */
    List<SessionChange> write(NotedChanges changes) {
        List<Wide> wide = changes.wide().values().stream().flatMap(this::wide).toList();
        writeUsers(changes.users().values().stream()
                .filter(user -> user.userId().length() <= ID)
                .toList());
        wide.stream()
                .filter(one -> one.note().kind() == SessionNote.Kind.UNLOCKED)
                .forEach(this::unlock);
        List<SessionChange> storable =
                changes.sessions().values().stream().filter(ActivityRows::fits).toList();
        Set<String> known =
                known(storable.stream().map(SessionChange::sessionId).toList());
        List<SessionChange> begun = storable.stream()
                .filter(change -> change.started() > 0 && !known.contains(change.sessionId()))
                .toList();
        insertSessions(begun);
        List<SessionChange> unknown = updateSessions(storable.stream()
                .filter(change -> change.started() == 0 || known.contains(change.sessionId()))
                .toList());
        wide.stream()
                .filter(one -> one.note().kind() != SessionNote.Kind.UNLOCKED)
                .forEach(this::close);
        return unknown;
    }

    private static boolean fits(SessionChange change) {
        return change.sessionId().length() <= ID
                && (change.started() == 0
                        || change.userId() != null && change.userId().length() <= NAME);
    }

    /** Those of some sessions that have a row. */
    Set<String> known(Collection<String> sessionIds) {
        Set<String> known = new HashSet<>();
        Parts.of(sessionIds)
                .forEach(part -> known.addAll(em.createQuery(
                                "select s.sessionId from SessionLogEntity s where s.sessionId in :ids", String.class)
                        .setParameter("ids", part)
                        .getResultList()));
        return known;
    }

    /** Writes sessions that have no row. */
    void insertSessions(List<SessionChange> begun) {
        Map<String, List<SessionChange>> byRealm =
                begun.stream().collect(Collectors.groupingBy(SessionChange::realmId));
        byRealm.forEach((realmId, sessions) -> {
            RealmModel realm = realms.apply(realmId);
            if (realm != null) {
                insertSessions(realm, sessions);
            }
        });
    }

    private record Numbered(SessionChange change, int number, int userNumber) {}

    private void insertSessions(RealmModel realm, List<SessionChange> sessions) {
        Map<String, Integer> users = new HashMap<>();
        Parts.of(sessions.stream().map(SessionChange::userId).collect(Collectors.toSet()))
                .forEach(part -> users.putAll(numbers.numbersOf(realm, NumberKind.USER, part)));
        int first = numbers.allocate(realm, NumberKind.SESSION, sessions.size());
        List<Numbered> rows = new ArrayList<>();
        // The order of the sessions' beginnings, as far as one writing knows it; those of who acts for others before
        // theirs.
        sessions.stream()
                .sorted(Comparator.comparingLong(SessionChange::started)
                        .thenComparing(change -> change.parentId() != null))
                .forEach(change -> rows.add(new Numbered(change, first + rows.size(), users.get(change.userId()))));
        Batch.run(em, INSERT_SESSION, rows, row -> {
            SessionChange change = row.change();
            return Arrays.asList(
                    row.number(),
                    change.sessionId(),
                    change.userId(),
                    row.userNumber(),
                    change.userId(),
                    text(change.userName(), NAME),
                    text(change.clientId(), NAME),
                    text(change.parentId(), ID),
                    text(change.address(), ADDRESS),
                    change.started(),
                    time(change.refreshed()),
                    change.life() == null ? change.started() : change.ends(change.started()),
                    time(change.closed()),
                    change.refreshes(),
                    change.realmId(),
                    change.sessionId());
        });
    }

    private List<SessionChange> updateSessions(List<SessionChange> used) {
        int[] changed = Batch.run(em, UPDATE_SESSION, used, change -> {
            boolean lives = change.life() != null;
            return Arrays.asList(
                    change.refreshes(),
                    change.refreshed(),
                    change.refreshed(),
                    lives ? 1L : 0L,
                    lives ? change.life().max() : 0L,
                    lives ? change.used() + change.life().idle() : 0L,
                    time(change.closed()),
                    change.sessionId(),
                    change.realmId());
        });
        List<SessionChange> unknown = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 0) {
                unknown.add(used.get(i));
            }
        }
        return unknown;
    }

    private void writeUsers(List<UserChange> users) {
        Set<String> known = new HashSet<>();
        Parts.of(users.stream().map(UserChange::userId).toList())
                .forEach(part -> known.addAll(
                        em.createQuery("select a.userId from UserActivityEntity a where a.userId in :ids", String.class)
                                .setParameter("ids", part)
                                .getResultList()));
        Batch.run(
                em,
                INSERT_USER,
                users.stream().filter(user -> !known.contains(user.userId())).toList(),
                user -> List.of(user.userId(), user.realmId()));
        Batch.run(em, UPDATE_USER, users, ActivityRows::values);
    }

    private static List<?> values(UserChange user) {
        return Arrays.asList(
                user.lastLogOn(),
                user.lastLogOn(),
                user.lastFailedLogOn(),
                user.lastFailedLogOn(),
                user.lastLockout(),
                user.lastLockout(),
                user.lockedUntil(),
                user.lockedUntil(),
                text(user.createdBy(), NAME),
                user.modifiedAt(),
                text(user.modifiedBy(), NAME),
                user.modifiedAt(),
                user.modifiedAt(),
                user.userId());
    }

    /**
     * About all of a user, or of a realm that is there.
     *
     * @param user the number of the user; null where it is about the realm
     */
    private record Wide(SessionNote note, Integer user) {}

    private Stream<Wide> wide(SessionNote note) {
        RealmModel realm = realms.apply(note.realmId());
        if (realm == null) {
            return Stream.of();
        }
        return Stream.of(
                new Wide(note, note.userId() == null ? null : numbers.numberOf(realm, NumberKind.USER, note.userId())));
    }

    private void unlock(Wide wide) {
        em.createQuery("update UserActivityEntity a set a.lockedUntil = 0L where a.lockedUntil > :time"
                        // Whoever was locked out after it stays so.
                        + " and (a.lastLockout is null or a.lastLockout <= :time) and a.userId in (select"
                        + " u.id from UserEntity u where u.realmId = :realm)")
                .setParameter("time", wide.note().time())
                .setParameter("realm", wide.note().realmId())
                .executeUpdate();
    }

    private void close(Wide wide) {
        String ofUser = wide.user() == null ? "" : " and s.userNumber = :user";
        var close = em.createQuery("update SessionLogEntity s set s.closed = :time where s.realmId = :realm"
                        + " and s.closed is null and s.started <= :time" + ofUser)
                .setParameter("time", wide.note().time())
                .setParameter("realm", wide.note().realmId());
        if (wide.user() != null) {
            close.setParameter("user", wide.user());
        }
        close.executeUpdate();
    }

    private static Long time(long time) {
        return time == 0 ? null : time;
    }

    /** Text that is too long or cannot be stored is left out. */
    private static String text(String text, int most) {
        return text != null && text.length() <= most && StorableText.is(text) ? text : null;
    }
}
