package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.EventTable;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.events.jpa.AdminEventEntity;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What has become of an extension, as far as the realm's admin events tell. They have an index of realm and time, and none of
 * the path: no more than the newest {@value #MOST} of the realm are looked at.
 */
@ReliesOn(
        "org.keycloak.events.jpa.AdminEventEntity: what has become of one extension, in one order and counted; Keycloak's"
                + " own query counts nothing, and filters by Keycloak's own types of resources alone")
final class ExtensionHistory {

    private static final int MOST = 100_000;

    private static final String REALM = "realm";
    private static final String EXTENSION = "extension";
    private static final String TIME = "time";
    private static final String PATH = "resourcePath";
    private static final String EXTENSIONS = "/extensions/";

    /** An extension's id tells it apart, whichever server's path it is on. */
    private static final EntityList<AdminEventEntity> LIST = EntityList.of(AdminEventEntity.class, "id")
            .filter(
                    EXTENSION,
                    (cb, query, event, id) -> cb.or(
                            cb.like(event.get(PATH), Like.endingWith(EXTENSIONS + id), Like.ESCAPE),
                            cb.like(
                                    event.get(PATH),
                                    Like.endingWith(EXTENSIONS + id + RecordedChange.OWNER),
                                    Like.ESCAPE),
                            cb.like(
                                    event.get(PATH),
                                    Like.endingWith(EXTENSIONS + id + RecordedChange.DEFAULT),
                                    Like.ESCAPE)))
            .sort(TIME, (cb, query, event) -> event.get(TIME))
            .sort(PATH, (cb, query, event) -> event.get(PATH));

    private final KeycloakSession session;
    private final RealmModel realm;

    /**
     * A part of a history.
     *
     * @param changes the newest first
     * @param total how many there are in all
     * @param since the time of the oldest event that has been looked at, in milliseconds since 1970; null where there is none
     */
    record Found(List<RecordedChange> changes, long total, Long since) {}

    ExtensionHistory(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether what is done from now on will be in the history. */
    boolean isKept() {
        return realm.isAdminEventsEnabled() && EventTable.isUsed(session);
    }

    /** A part of the history of an extension, of one that has been deleted as well. */
    Found find(String extensionId, int first, int max) {
        Long since = EventTable.isUsed(session) ? since() : null;
        if (since == null) {
            return new Found(List.of(), 0, null);
        }
        EntityList.Found<AdminEventEntity> found = LIST.find(
                entities(),
                (cb, query, event) -> cb.and(
                        cb.equal(event.get("realmId"), realm.getId()),
                        cb.greaterThanOrEqualTo(event.get(TIME), since),
                        cb.equal(event.get("resourceType"), ExtensionRequest.EXTENSION_TYPE)),
                Map.of(EXTENSION, extensionId),
                // What one request does goes by the same time: that it is given comes before that it is a default.
                List.of(new EntityList.By(TIME, true), new EntityList.By(PATH, false)),
                first,
                max);
        return new Found(found.items().stream().map(RecordedChange::of).toList(), found.total(), since);
    }

    private Long since() {
        return entities()
                .createQuery(
                        "select min(s.time) from (select e.time as time from AdminEventEntity e where e.realmId = :realm"
                                + " order by e.time desc limit " + MOST + ") s",
                        Long.class)
                .setParameter(REALM, realm.getId())
                .getSingleResult();
    }

    /**
     * When an administrator has deleted users.
     *
     * @param since the time of the oldest event that is looked at, or null for none
     * @return by the users' ids, in milliseconds since 1970; of whom no event tells is left out
     */
    Map<String, Long> deletions(Collection<String> userIds, Long since) {
        Map<String, Long> deletions = new HashMap<>();
        if (since == null) {
            return deletions;
        }
        String users = "users/";
        Parts.of(userIds).forEach(part -> entities()
                .createQuery(
                        "select e.resourcePath, max(e.time) from AdminEventEntity e where e.realmId = :realm"
                                + " and e.time >= :since and e.resourceType = :type and e.operationType = :operation"
                                + " and e.resourcePath in :paths group by e.resourcePath",
                        Object[].class)
                .setParameter(REALM, realm.getId())
                .setParameter("since", since)
                .setParameter("type", ResourceType.USER.name())
                .setParameter("operation", OperationType.DELETE.name())
                .setParameter("paths", part.stream().map(id -> users + id).toList())
                .getResultList()
                .forEach(row -> deletions.put(((String) row[0]).substring(users.length()), (Long) row[1])));
        return deletions;
    }

    private EntityManager entities() {
        return Database.entities(session);
    }
}
