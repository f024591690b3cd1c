package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Hibernate;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.query.QueryFlushMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.IdentityProviderEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RoleEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Locks of rows of Keycloak's own, until the end of the session's transaction: changes that first read what they change wait
 * for each other there. What the session knows of the row and what belongs to it is read anew; Keycloak's caches may be
 * behind, so ask the database. They forget clients, identity providers and roles that are locked, and realms by {@link #components}:
 * what the session has of these, or takes, answers from the row.
 */
@ReliesOn({
    "org.keycloak.models.jpa.entities: the rows of realms, groups, users, credentials, clients, identity providers, roles and"
            + " components",
    "org.keycloak.models.cache.CacheRealmProvider: forgets what is known of a client, an identity provider, a role or a realm"
})
public final class RowLock {

    private RowLock() {}

    /**
     * Locks a realm, and tells whether it is there. Of what the session knows, the components are read anew, and the realm's
     * own values are not.
     */
    public static boolean realm(KeycloakSession session, String id) {
        if (!locks(session, id, "update RealmEntity r set r.name = r.name where r.id = :id")) {
            return false;
        }
        String mark = RowLock.class.getName() + '/' + id;
        // An import of many components locks at each, and nobody else has had the row in between.
        if (session.getAttribute(mark) == null) {
            readComponentsAnew(Database.entities(session), id);
            session.setAttribute(mark, Boolean.TRUE);
        }
        return true;
    }

    /**
     * Locks a realm whose components are about to change, as {@link #realm} does. The cache forgets the realm, so that what
     * the session has of it answers from the rows.
     */
    public static boolean components(KeycloakSession session, RealmModel realm) {
        String id = realm.getId();
        String name = realm.getName();
        if (!realm(session, id)) {
            return false;
        }
        cache(session).registerRealmInvalidation(id, name);
        return true;
    }

    /**
     * Locks a realm whose own values are about to change, as {@link #components} does, and has these read anew, too: where no cache
     * had the realm, the session has read it before the lock. All components are read once more on the way.
     */
    public static boolean values(KeycloakSession session, RealmModel realm) {
        if (!components(session, realm)) {
            return false;
        }
        EntityManager em = Database.entities(session);
        known(em.unwrap(SessionImplementor.class), RealmEntity.class, Function.identity(), realm.getId())
                .forEach(known -> {
                    forget(em, known.getAttributes());
                    em.refresh(known);
                });
        return true;
    }

    /**
     * Holds a realm until the end of the session's transaction: whoever removes it waits for that, and whoever changes it does not.
     * For who waits for another session that makes rows of the realm. That one would wait for the removal, and the removal
     * for rows of this transaction, a circle of which the database does not know all. Tells whether the realm is there, on
     * PostgreSQL; H2 has no such locks, and waits for two seconds at most.
     */
    static boolean holdsRealm(KeycloakSession session, String id) {
        EntityManager em = Database.entities(session);
        SessionImplementor own = em.unwrap(SessionImplementor.class);
        return !(own.getJdbcServices().getDialect() instanceof PostgreSQLDialect)
                || !own.createNativeQuery(
                                Batch.named(em, "select 1 from {REALM} where ID = :id for key share"), Integer.class)
                        .setParameter("id", id)
                        // It is about no entity, and must not be what writes what the session has changed.
                        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                        .getResultList()
                        .isEmpty();
    }

    /** A refresh of the realm fails at a component that has gone, and reads each setting of all the others. */
    private static void readComponentsAnew(EntityManager em, String realmId) {
        SessionImplementor own = em.unwrap(SessionImplementor.class);
        known(own, ComponentEntity.class, ComponentEntity::getRealm, realmId).forEach(em::detach);
        known(own, RealmEntity.class, Function.identity(), realmId)
                .forEach(realm -> readComponentsAnew(own, realm.getComponents(), realmId));
    }

    private static <T> Collection<T> known(
            SessionImplementor own, Class<T> type, Function<T, RealmEntity> realm, String realmId) {
        // The session's getManagedEntities fails where it knows nothing.
        return Arrays.stream(own.getPersistenceContextInternal().reentrantSafeEntityEntries())
                .map(Map.Entry::getKey)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(one -> realm.apply(one) != null
                        && realmId.equals(realm.apply(one).getId()))
                .toList();
    }

    /** As if the set were loaded now: what is no more in it is no orphan to be deleted. One that is not loaded will be. */
    private static void readComponentsAnew(SessionImplementor own, Set<ComponentEntity> known, String realmId) {
        if (known instanceof PersistentCollection<?> loaded && loaded.wasInitialized()) {
            List<ComponentEntity> there = own.createQuery(
                            "select c from ComponentEntity c where c.realm.id = :realm", ComponentEntity.class)
                    .setParameter("realm", realmId)
                    // All is written, and the set is of what the session no longer knows.
                    .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                    .getResultList();
            known.clear();
            known.addAll(there);
            own.getPersistenceContextInternal().getCollectionEntry(loaded).postInitialize(loaded, own);
            loaded.clearDirty();
        }
    }

    /** Locks a group, and tells whether it is there. */
    public static boolean group(KeycloakSession session, String id) {
        return locked(
                session,
                GroupEntity.class,
                id,
                "update GroupEntity g set g.name = g.name where g.id = :id",
                GroupEntity::getAttributes);
    }

    /** Locks a client, and tells whether it is there. */
    public static boolean client(KeycloakSession session, String id) {
        if (!locks(session, id, "update ClientEntity c set c.enabled = c.enabled where c.id = :id")) {
            return false;
        }
        readClientAnew(session, id);
        return true;
    }

    /** Locks those of some clients that are there, and tells which. */
    public static Set<String> clients(KeycloakSession session, Collection<String> ids) {
        lock(session, ids, "update ClientEntity c set c.enabled = c.enabled where c.id in :ids");
        EntityManager em = Database.entities(session);
        Set<String> there = Parts.of(ids).stream()
                .flatMap(part -> em
                        .createQuery("select c.id from ClientEntity c where c.id in :ids", String.class)
                        .setParameter("ids", part)
                        .getResultList()
                        .stream())
                .collect(Collectors.toSet());
        there.forEach(id -> readClientAnew(session, id));
        return there;
    }

    private static void readClientAnew(KeycloakSession session, String id) {
        EntityManager em = Database.entities(session);
        ClientEntity client = em.find(ClientEntity.class, id);
        forget(em, client.getAttributes());
        forget(em, client.getProtocolMappers());
        em.refresh(client);
        cache(session).registerClientInvalidation(id, client.getClientId(), client.getRealmId());
    }

    /** Locks an identity provider, and tells whether it is there. */
    public static boolean identityProvider(KeycloakSession session, String internalId) {
        if (!locks(
                session,
                internalId,
                "update IdentityProviderEntity p set p.enabled = p.enabled where p.internalId = :id")) {
            return false;
        }
        EntityManager em = Database.entities(session);
        em.refresh(em.find(IdentityProviderEntity.class, internalId));
        cache(session).registerInvalidation(internalId);
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
        forget(em, role.getAttributes());
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
        if (!locks(session, id, "update ComponentEntity c set c.name = c.name where c.id = :id")) {
            return false;
        }
        EntityManager em = Database.entities(session);
        ComponentEntity component = em.find(ComponentEntity.class, id);
        forget(em, component.getComponentConfigs());
        // A refresh takes what belongs to the component along, and each change makes that new.
        component.getComponentConfigs().clear();
        em.refresh(component);
        return true;
    }

    /** Locks a user of Keycloak's own database, and tells whether there is one. */
    public static boolean user(KeycloakSession session, String id) {
        return locked(
                session,
                UserEntity.class,
                id,
                "update UserEntity u set u.enabled = u.enabled where u.id = :id",
                UserEntity::getAttributes);
    }

    /**
     * Locks guesses at a user's secrets, by the row of the user's number: what is counted can disable the user meanwhile. Who wants
     * the user's row as well takes it afterwards, when nothing more is counted. The cache forgets the user, secrets included.
     */
    public static void guesses(KeycloakSession session, RealmModel realm, UserModel user) {
        EntityManager em = Database.entities(session);
        int number = session.getProvider(NumberProvider.class).numberOf(realm, NumberKind.USER, user.getId());
        em.flush();
        em.createQuery("update NumberEntity n set n.keycloakId = n.keycloakId"
                        + " where n.realmId = :realm and n.kind = :kind and n.number = :number")
                .setParameter("realm", realm.getId())
                .setParameter("kind", NumberKind.USER.code())
                .setParameter("number", number)
                .executeUpdate();
        UserEntity row = em.find(UserEntity.class, user.getId());
        // Who is in a directory only has no row.
        if (row != null) {
            em.refresh(row);
        }
        if (user instanceof CachedUserModel cached) {
            // Who comes second finds what the one before has set.
            cached.invalidate();
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
    private static <T> boolean locked(
            KeycloakSession session, Class<T> type, String id, String update, Function<T, Collection<?>> attributes) {
        if (!locks(session, id, update)) {
            return false;
        }
        EntityManager em = Database.entities(session);
        T entity = em.find(type, id);
        forget(em, attributes.apply(entity));
        em.refresh(entity);
        return true;
    }

    /** With the row alone, the values of these would stay as they were, and one that has gone could not be written. */
    private static void forget(EntityManager em, Collection<?> parts) {
        if (Hibernate.isInitialized(parts)) {
            parts.forEach(em::detach);
        }
    }

    private static boolean locks(KeycloakSession session, String id, String update) {
        EntityManager em = Database.entities(session);
        em.flush();
        return em.createQuery(update).setParameter("id", id).executeUpdate() == 1;
    }
}
