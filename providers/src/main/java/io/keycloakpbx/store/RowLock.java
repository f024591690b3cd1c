package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.RoleEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Locks of rows of Keycloak's own, until the end of the session's transaction: changes that first read what they change wait
 * for each other there. What the session knows of the row and what belongs to it is read anew; Keycloak's caches may be
 * behind, so ask the database. They forget clients and roles that are locked: what the session has of these, or takes, answers
 * from the row.
 */
@ReliesOn({
    "org.keycloak.models.jpa.entities: the rows of realms, groups, users, credentials, clients, roles and components",
    "org.keycloak.models.cache.CacheRealmProvider: forgets what is known of a client or a role"
})
public final class RowLock {

    private RowLock() {}

    /** Locks a realm, and tells whether it is there. */
    public static boolean realm(KeycloakSession session, String id) {
        return Database.entities(session)
                        .createQuery("update RealmEntity r set r.name = r.name where r.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    /** Locks a group, and tells whether it is there. */
    public static boolean group(KeycloakSession session, String id) {
        return locked(session, GroupEntity.class, id, "update GroupEntity g set g.name = g.name where g.id = :id");
    }

    /** Locks a client, and tells whether it is there. */
    public static boolean client(KeycloakSession session, String id) {
        if (!locks(session, id, "update ClientEntity c set c.enabled = c.enabled where c.id = :id")) {
            return false;
        }
        EntityManager em = Database.entities(session);
        ClientEntity client = em.find(ClientEntity.class, id);
        // With the row alone, the values of these would stay as they were.
        client.getAttributes().forEach(em::detach);
        client.getProtocolMappers().forEach(em::detach);
        em.refresh(client);
        cache(session).registerClientInvalidation(id, client.getClientId(), client.getRealmId());
        return true;
    }

    /** Locks a role of a realm or a client, and tells whether it is there. */
    public static boolean role(KeycloakSession session, String id) {
        return locks(session, id, "update RoleEntity r set r.name = r.name where r.id = :id")
                && isRoleReadAnew(session, id);
    }

    /**
     * Keeps others from changing a role of a realm or a client, and tells whether it is there. Several may do so at once, where
     * the database has shared locks; H2 has none.
     */
    public static boolean sharedRole(KeycloakSession session, String id) {
        return !Database.entities(session)
                        .createQuery("select r from RoleEntity r where r.id = :id", RoleEntity.class)
                        .setParameter("id", id)
                        .setLockMode(LockModeType.PESSIMISTIC_READ)
                        .getResultList()
                        .isEmpty()
                && isRoleReadAnew(session, id);
    }

    private static boolean isRoleReadAnew(KeycloakSession session, String id) {
        EntityManager em = Database.entities(session);
        RoleEntity role = em.find(RoleEntity.class, id);
        em.refresh(role);
        cache(session)
                .registerRoleInvalidation(
                        id, role.getName(), role.isClientRole() ? role.getClientId() : role.getRealmId());
        return true;
    }

    private static CacheRealmProvider cache(KeycloakSession session) {
        return session.getProvider(CacheRealmProvider.class);
    }

    /** Locks a component, and tells whether it is there. */
    public static boolean component(KeycloakSession session, String id) {
        return locked(
                session, ComponentEntity.class, id, "update ComponentEntity c set c.name = c.name where c.id = :id");
    }

    /** Locks a user of Keycloak's own database, and tells whether there is one. */
    public static boolean user(KeycloakSession session, String id) {
        return locked(session, UserEntity.class, id, "update UserEntity u set u.enabled = u.enabled where u.id = :id");
    }

    /**
     * Locks guesses at a user's secrets, by the row of the user's number: what is counted can disable the user meanwhile.
     *
     * @param number the user's
     */
    public static void guesses(KeycloakSession session, RealmModel realm, String userId, int number) {
        EntityManager em = Database.entities(session);
        em.flush();
        em.createQuery("update NumberEntity n set n.keycloakId = n.keycloakId"
                        + " where n.realmId = :realm and n.kind = :kind and n.number = :number")
                .setParameter("realm", realm.getId())
                .setParameter("kind", NumberKind.USER.code())
                .setParameter("number", number)
                .executeUpdate();
        UserEntity user = em.find(UserEntity.class, userId);
        // Who is in a directory only has no row.
        if (user != null) {
            em.refresh(user);
        }
    }

    /**
     * Locks the passwords and other credentials that a user of Keycloak's own database has, whom {@link #user} has locked. Keycloak
     * changes them without a look at the user's row.
     */
    public static void credentials(KeycloakSession session, String userId) {
        EntityManager em = Database.entities(session);
        em.createQuery("select c from CredentialEntity c where c.user.id = :user order by c.id", CredentialEntity.class)
                .setParameter("user", userId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .forEach(em::refresh);
    }

    /** Locks those of some users who are in Keycloak's own database, and reads nothing anew. */
    public static void users(KeycloakSession session, Collection<String> ids) {
        lock(session, ids, "update UserEntity u set u.enabled = u.enabled where u.id in :ids");
    }

    /** Locks those of some groups that are there, and reads nothing anew. */
    public static void groups(KeycloakSession session, Collection<String> ids) {
        lock(session, ids, "update GroupEntity g set g.name = g.name where g.id in :ids");
    }

    /** In the order of the ids, so that two that want the same do not wait for each other. */
    private static void lock(KeycloakSession session, Collection<String> ids, String update) {
        EntityManager em = Database.entities(session);
        em.flush();
        Parts.of(ids.stream().sorted().toList())
                .forEach(
                        part -> em.createQuery(update).setParameter("ids", part).executeUpdate());
    }

    /** By an update that changes nothing: its count tells whether the row is there, and nothing fails where it has gone. */
    private static boolean locked(KeycloakSession session, Class<?> type, String id, String update) {
        if (!locks(session, id, update)) {
            return false;
        }
        EntityManager em = Database.entities(session);
        em.refresh(em.find(type, id));
        return true;
    }

    private static boolean locks(KeycloakSession session, String id, String update) {
        EntityManager em = Database.entities(session);
        em.flush();
        return em.createQuery(update).setParameter("id", id).executeUpdate() == 1;
    }
}
