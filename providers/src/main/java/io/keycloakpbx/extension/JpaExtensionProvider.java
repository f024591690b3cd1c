package io.keycloakpbx.extension;

import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hibernate.exception.ConstraintViolationException;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

final class JpaExtensionProvider implements ExtensionProvider {

    private static final String OWNERSHIP = "select new io.keycloakpbx.extension.JpaExtensionProvider$OwnershipRow("
            + "s.id, e.id, e.extension, m.userId, m.defaultUserId) from PbxExtensionEntity e"
            + " join PbxServerEntity s on s.id = e.serverId"
            + " left join ManagingUserEntity m on m.extensionId = e.id where s.realmId = :realm";
    private static final String EXTENSIONS = " from PbxExtensionEntity e join PbxServerEntity s on s.id = e.serverId"
            + " where s.realmId = :realm and s.id = :server";
    private static final String BY_NUMBER = " order by e.extension";

    private static final String SEARCH = "search";
    private static final String NUMBER = "extension";
    private static final String SERVER = "server";
    private static final String MANAGING_USER = "managingUser";
    private static final String FREE = "free";

    /** The beginning of a number or a part of a display name finds an extension. */
    private static final EntityList<PbxExtensionEntity> LIST = EntityList.of(PbxExtensionEntity.class, "id")
            .filter(
                    SEARCH,
                    (cb, query, extension, text) -> cb.or(
                            cb.like(extension.get(NUMBER), Like.startingWith(text), Like.ESCAPE),
                            cb.like(
                                    extension.get("searchName"),
                                    Like.containing(PbxExtensionEntity.forSearch(text)),
                                    Like.ESCAPE)))
            .filter(SERVER, (cb, query, extension, id) -> cb.equal(extension.get("serverId"), id))
            .filter(MANAGING_USER, (cb, query, extension, id) -> cb.exists(managing(cb, query, extension, id)))
            .filter(FREE, (cb, query, extension, free) -> {
                Predicate managed = cb.exists(managing(cb, query, extension, null));
                return Boolean.parseBoolean(free) ? cb.not(managed) : managed;
            })
            .sort(NUMBER, (cb, query, extension) -> extension.get(NUMBER));

    /** That somebody manages an extension; whoever it is where the user is null. */
    private static Subquery<Integer> managing(
            CriteriaBuilder cb, CriteriaQuery<?> query, Root<PbxExtensionEntity> extension, String userId) {
        Subquery<Integer> managing = query.subquery(Integer.class);
        Root<ManagingUserEntity> row = managing.from(ManagingUserEntity.class);
        Predicate same = cb.equal(row.get("extensionId"), extension.get("id"));
        managing.select(cb.literal(1)).where(userId == null ? same : cb.and(same, cb.equal(row.get("userId"), userId)));
        return managing;
    }

    private final EntityManager em;

    JpaExtensionProvider(EntityManager em) {
        this.em = em;
    }

    @Override
    public List<PbxServer> servers(RealmModel realm, int first, int max) {
        TypedQuery<PbxServerEntity> query = em.createQuery(
                "select s from PbxServerEntity s where s.realmId = :realm order by s.name, s.id",
                PbxServerEntity.class);
        query.setParameter("realm", realm.getId());
        return EntityList.page(query, first, max).stream()
                .map(PbxServerEntity::toServer)
                .toList();
    }

    @Override
    public long countServers(RealmModel realm) {
        return em.createQuery("select count(s) from PbxServerEntity s where s.realmId = :realm", Long.class)
                .setParameter("realm", realm.getId())
                .getSingleResult();
    }

    @Override
    public ExtensionCount countExtensions(RealmModel realm) {
        Object[] counted = em.createQuery(
                        "select count(e.id), count(m.extensionId) from PbxExtensionEntity e"
                                + " join PbxServerEntity s on s.id = e.serverId"
                                + " left join ManagingUserEntity m on m.extensionId = e.id where s.realmId = :realm",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .getSingleResult();
        long owned = (Long) counted[1];
        return new ExtensionCount(owned, (Long) counted[0] - owned);
    }

    @Override
    public Optional<PbxServer> server(RealmModel realm, String serverId) {
        return serverEntity(realm, serverId).map(PbxServerEntity::toServer);
    }

    @Override
    public PbxServer createServer(RealmModel realm, String id, String name) {
        PbxServerEntity entity = new PbxServerEntity(idOrNew(id), realm.getId(), name);
        em.persist(entity);
        em.flush();
        return entity.toServer();
    }

    @Override
    public Optional<PbxServer> renameServer(RealmModel realm, String serverId, String name) {
        Optional<PbxServerEntity> entity = serverEntity(realm, serverId);
        entity.ifPresent(server -> {
            server.name = name;
            em.flush();
        });
        return entity.map(PbxServerEntity::toServer);
    }

    @Override
    public boolean removeServer(RealmModel realm, String serverId) {
        return em.createQuery("delete from PbxServerEntity s where s.realmId = :realm and s.id = :server")
                        .setParameter("realm", realm.getId())
                        .setParameter("server", serverId)
                        .executeUpdate()
                > 0;
    }

    @Override
    public List<Extension> extensions(RealmModel realm, String serverId, String after, int max) {
        TypedQuery<PbxExtensionEntity> query = em.createQuery(
                "select e" + EXTENSIONS + (after == null ? "" : " and e.extension > :after") + BY_NUMBER,
                PbxExtensionEntity.class);
        query.setParameter("realm", realm.getId()).setParameter("server", serverId);
        if (after != null) {
            query.setParameter("after", after);
        }
        return EntityList.page(query, 0, max).stream().map(this::detached).toList();
    }

    @Override
    public FoundExtensions search(RealmModel realm, String serverId, String search, int first, int max) {
        EntityList.Found<PbxExtensionEntity> found = LIST.find(
                em,
                (cb, query, extension) -> {
                    Subquery<Integer> server = query.subquery(Integer.class);
                    Root<PbxServerEntity> row = server.from(PbxServerEntity.class);
                    server.select(cb.literal(1))
                            .where(cb.equal(row.get("id"), serverId), cb.equal(row.get("realmId"), realm.getId()));
                    return cb.and(cb.equal(extension.get("serverId"), serverId), cb.exists(server));
                },
                search == null ? Map.of() : Map.of(SEARCH, search),
                List.of(new EntityList.By(NUMBER, false)),
                first,
                max);
        return new FoundExtensions(found.items().stream().map(this::detached).toList(), found.total());
    }

    @Override
    public FoundManagedExtensions search(RealmModel realm, ExtensionQuery wanted, int first, int max) {
        Map<String, String> filters = new HashMap<>();
        filters.put(SEARCH, wanted.search());
        filters.put(SERVER, wanted.serverId());
        filters.put(MANAGING_USER, wanted.managingUserId());
        filters.put(FREE, wanted.free() == null ? null : wanted.free().toString());
        filters.values().removeIf(Objects::isNull);
        EntityList.Found<PbxExtensionEntity> found = LIST.find(
                em,
                (cb, query, extension) -> {
                    Subquery<Integer> server = query.subquery(Integer.class);
                    Root<PbxServerEntity> row = server.from(PbxServerEntity.class);
                    server.select(cb.literal(1))
                            .where(
                                    cb.equal(row.get("id"), extension.get("serverId")),
                                    cb.equal(row.get("realmId"), realm.getId()));
                    return cb.exists(server);
                },
                filters,
                List.of(new EntityList.By(NUMBER, false)),
                first,
                max);
        List<Extension> extensions = found.items().stream().map(this::detached).toList();
        Map<String, Object[]> owners =
                owners(extensions.stream().map(Extension::id).toList());
        return new FoundManagedExtensions(
                extensions.stream()
                        // What has been removed since the first query is left out.
                        .filter(extension -> owners.containsKey(extension.id()))
                        .map(extension -> {
                            Object[] owner = owners.get(extension.id());
                            return new ManagedExtension(
                                    extension, (String) owner[1], (String) owner[2], owner[3] != null);
                        })
                        .toList(),
                found.total());
    }

    /** By extension: its id, the name of its server, who manages it, and whose default it is. */
    private Map<String, Object[]> owners(List<String> ids) {
        Map<String, Object[]> owners = new HashMap<>();
        for (List<String> part : Parts.of(ids)) {
            em.createQuery(
                            "select e.id, s.name, m.userId, m.defaultUserId from PbxExtensionEntity e"
                                    + " join PbxServerEntity s on s.id = e.serverId"
                                    + " left join ManagingUserEntity m on m.extensionId = e.id where e.id in :ids",
                            Object[].class)
                    .setParameter("ids", part)
                    .getResultList()
                    .forEach(row -> owners.put((String) row[0], row));
        }
        return owners;
    }

    /** Long lists would otherwise stay in the session and be checked for changes at each flush. */
    private Extension detached(PbxExtensionEntity entity) {
        em.detach(entity);
        return entity.toExtension();
    }

    @Override
    public Optional<Extension> extension(RealmModel realm, String serverId, String extensionId) {
        return extensionEntity(realm, serverId, extensionId).map(PbxExtensionEntity::toExtension);
    }

    @Override
    public Extension createExtension(RealmModel realm, String serverId, String id, ExtensionSettings settings) {
        PbxExtensionEntity entity = new PbxExtensionEntity(idOrNew(id), serverId, settings);
        em.persist(entity);
        em.flush();
        em.detach(entity);
        return entity.toExtension();
    }

    @Override
    public Optional<Extension> updateExtension(
            RealmModel realm, String serverId, String extensionId, ExtensionSettings settings) {
        Optional<PbxExtensionEntity> entity = extensionEntity(realm, serverId, extensionId);
        entity.ifPresent(extension -> {
            extension.apply(settings);
            em.flush();
            em.detach(extension);
        });
        return entity.map(PbxExtensionEntity::toExtension);
    }

    @Override
    public boolean removeExtension(RealmModel realm, String serverId, String extensionId) {
        return em.createQuery("delete from PbxExtensionEntity e where e.id = :extension and e.serverId in"
                                + " (select s.id from PbxServerEntity s where s.realmId = :realm and s.id = :server)")
                        .setParameter("realm", realm.getId())
                        .setParameter("server", serverId)
                        .setParameter("extension", extensionId)
                        .executeUpdate()
                > 0;
    }

    @Override
    public Optional<ExtensionOwnership> ownership(RealmModel realm, String serverId, String extensionId) {
        return em
                .createQuery(OWNERSHIP + " and s.id = :server and e.id = :extension", OwnershipRow.class)
                .setParameter("realm", realm.getId())
                .setParameter("server", serverId)
                .setParameter("extension", extensionId)
                .getResultList()
                .stream()
                .map(OwnershipRow::toOwnership)
                .findFirst();
    }

    @Override
    public Optional<ExtensionOwnership> ownership(RealmModel realm, String extensionId) {
        return em
                .createQuery(OWNERSHIP + " and e.id = :extension", OwnershipRow.class)
                .setParameter("realm", realm.getId())
                .setParameter("extension", extensionId)
                .getResultList()
                .stream()
                .map(OwnershipRow::toOwnership)
                .findFirst();
    }

    @Override
    public List<ExtensionOwnership> ownerships(RealmModel realm, String serverId) {
        return em
                .createQuery(OWNERSHIP + " and s.id = :server order by e.extension", OwnershipRow.class)
                .setParameter("realm", realm.getId())
                .setParameter("server", serverId)
                .getResultList()
                .stream()
                .map(OwnershipRow::toOwnership)
                .toList();
    }

    /**
     * The lock on the extension's row makes concurrent changes queue up, so that the old user of each is the new user
     * of the one before; the row counts decide all the same, because a removed user's row goes without that lock.
     */
    @Override
    public Optional<OwnershipChange> setManagingUser(ExtensionOwnership extension, String newUserId) {
        String extensionId = extension.extensionId();
        if (!lock(extensionId)) {
            return Optional.empty();
        }
        return Optional.of(change(extensionId, managingUserId(extensionId), newUserId));
    }

    /** Of an extension whose row is locked: who has it is read after that, once. */
    private OwnershipChange change(String extensionId, String oldUserId, String newUserId) {
        OwnershipChange change = new OwnershipChange(oldUserId, newUserId);
        if (!change.changed()) {
            return change;
        }
        if (newUserId == null) {
            em.createQuery("delete from ManagingUserEntity m where m.extensionId = :extension")
                    .setParameter("extension", extensionId)
                    .executeUpdate();
        } else if (oldUserId == null || !reassign(extensionId, oldUserId, newUserId)) {
            ManagingUserEntity entity = new ManagingUserEntity(extensionId, newUserId);
            em.persist(entity);
            em.flush();
            em.detach(entity);
        }
        return change;
    }

    private boolean lock(String extensionId) {
        PbxExtensionEntity locked = em.find(PbxExtensionEntity.class, extensionId, LockModeType.PESSIMISTIC_WRITE);
        if (locked == null) {
            return false;
        }
        em.detach(locked);
        return true;
    }

    @Override
    public Optional<OwnershipChange> replaceManagingUser(
            ExtensionOwnership extension, String expectedUserId, String userId, boolean makeDefault) {
        String extensionId = extension.extensionId();
        if (!lock(extensionId)) {
            return Optional.empty();
        }
        if (makeDefault) {
            // In one order, and before any of them changes: two that give something to each other's user would
            // otherwise wait for each other.
            lockManagingUsers(
                    "m.extensionId = :extension or m.userId = :user", Map.of("extension", extensionId), userId);
        }
        String oldUserId = managingUserId(extensionId);
        if (!Objects.equals(oldUserId, expectedUserId) && !Objects.equals(oldUserId, userId)) {
            return Optional.of(new OwnershipChange(oldUserId, oldUserId));
        }
        try {
            OwnershipChange change = change(extensionId, oldUserId, userId);
            if (makeDefault && !setDefaultExtension(extensionId, userId)) {
                throw new ModelDuplicateException("The user is gone by now");
            }
            return Optional.of(change);
        } catch (ConstraintViolationException e) {
            throw new ModelDuplicateException("The user is gone or has another default extension by now", e);
        }
    }

    private boolean reassign(String extensionId, String oldUserId, String newUserId) {
        return em.createQuery("update ManagingUserEntity m set m.userId = :user, m.userEntityId = :entity,"
                                + " m.userStorageId = :storage, m.defaultUserId = null"
                                + " where m.extensionId = :extension and m.userId = :old")
                        .setParameter("user", newUserId)
                        .setParameter("entity", ManagingUserEntity.entityId(newUserId))
                        .setParameter("storage", ManagingUserEntity.storageId(newUserId))
                        .setParameter("extension", extensionId)
                        .setParameter("old", oldUserId)
                        .executeUpdate()
                == 1;
    }

    private String managingUserId(String extensionId) {
        return em
                .createQuery("select m.userId from ManagingUserEntity m where m.extensionId = :extension", String.class)
                .setParameter("extension", extensionId)
                .getResultList()
                .stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public Optional<ExtensionOwnership> defaultExtension(RealmModel realm, String userId) {
        return em
                .createQuery(OWNERSHIP + " and m.defaultUserId = :user", OwnershipRow.class)
                .setParameter("realm", realm.getId())
                .setParameter("user", userId)
                .getResultList()
                .stream()
                .map(OwnershipRow::toOwnership)
                .findFirst();
    }

    @Override
    public boolean setDefaultExtension(String extensionId, String userId) {
        // Two calls for one user queue up here; without it both could find no default to clear, and one would meet the
        // unique constraint.
        lockManagingUsers("m.userId = :user", Map.of(), userId);
        em.createQuery("update ManagingUserEntity m set m.defaultUserId = null"
                        + " where m.defaultUserId = :user and m.extensionId <> :extension")
                .setParameter("user", userId)
                .setParameter("extension", extensionId)
                .executeUpdate();
        return em.createQuery("update ManagingUserEntity m set m.defaultUserId = :user"
                                + " where m.extensionId = :extension and m.userId = :user")
                        .setParameter("user", userId)
                        .setParameter("extension", extensionId)
                        .executeUpdate()
                == 1;
    }

    private void lockManagingUsers(String which, Map<String, String> parameters, String userId) {
        TypedQuery<ManagingUserEntity> query = em.createQuery(
                "select m from ManagingUserEntity m where " + which + " order by m.extensionId",
                ManagingUserEntity.class);
        parameters.forEach(query::setParameter);
        query.setParameter("user", userId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .forEach(em::detach);
    }

    @Override
    public boolean clearDefaultExtension(String extensionId, String userId) {
        return em.createQuery("update ManagingUserEntity m set m.defaultUserId = null"
                                + " where m.extensionId = :extension and m.defaultUserId = :user")
                        .setParameter("extension", extensionId)
                        .setParameter("user", userId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public List<OwnedExtension> ownedExtensions(RealmModel realm, String userId) {
        return ownedExtensions(realm, List.of(userId)).getOrDefault(userId, List.of());
    }

    @Override
    public Map<String, List<OwnedExtension>> ownedExtensions(RealmModel realm, Collection<String> userIds) {
        Map<String, List<OwnedExtension>> owned = new HashMap<>();
        for (List<String> part : Parts.of(userIds)) {
            em.createQuery(
                            "select e, s.name, m.defaultUserId, m.userId from ManagingUserEntity m"
                                    + " join PbxExtensionEntity e on e.id = m.extensionId"
                                    + " join PbxServerEntity s on s.id = e.serverId"
                                    + " where m.userId in :users and s.realmId = :realm order by s.name, e.extension",
                            Object[].class)
                    .setParameter("users", part)
                    .setParameter("realm", realm.getId())
                    .getResultList()
                    .forEach(row -> owned.computeIfAbsent((String) row[3], id -> new ArrayList<>())
                            .add(new OwnedExtension(
                                    ((PbxExtensionEntity) row[0]).toExtension(), (String) row[1], row[2] != null)));
        }
        return owned;
    }

    @Override
    public Set<String> usedIds(Collection<String> ids) {
        Set<String> used = new HashSet<>();
        for (List<String> part : Parts.of(ids)) {
            used.addAll(em.createQuery("select s.id from PbxServerEntity s where s.id in :ids", String.class)
                    .setParameter("ids", part)
                    .getResultList());
            used.addAll(em.createQuery("select e.id from PbxExtensionEntity e where e.id in :ids", String.class)
                    .setParameter("ids", part)
                    .getResultList());
        }
        return used;
    }

    @Override
    public void removeUser(String userId) {
        em.createQuery("delete from ManagingUserEntity m where m.userId = :user")
                .setParameter("user", userId)
                .executeUpdate();
    }

    @Override
    public void close() {}

    private Optional<PbxServerEntity> serverEntity(RealmModel realm, String serverId) {
        return em
                .createQuery(
                        "select s from PbxServerEntity s where s.realmId = :realm and s.id = :server",
                        PbxServerEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("server", serverId)
                .getResultList()
                .stream()
                .findFirst();
    }

    private Optional<PbxExtensionEntity> extensionEntity(RealmModel realm, String serverId, String extensionId) {
        return em
                .createQuery("select e" + EXTENSIONS + " and e.id = :extension", PbxExtensionEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("server", serverId)
                .setParameter("extension", extensionId)
                .getResultList()
                .stream()
                .findFirst();
    }

    private static String idOrNew(String id) {
        return id == null ? KeycloakModelUtils.generateId() : id;
    }

    /** A row of the ownership query. Public for Hibernate, which builds it. */
    public record OwnershipRow(
            String serverId, String extensionId, String extension, String userId, String defaultUserId) {

        ExtensionOwnership toOwnership() {
            return new ExtensionOwnership(serverId, extensionId, extension, userId, defaultUserId != null);
        }
    }
}
