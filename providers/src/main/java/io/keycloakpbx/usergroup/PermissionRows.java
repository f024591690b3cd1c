package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.jpa.entities.GroupEntity;

/** What Keycloak's tables say of many groups and users of a realm at once, and of what was locked just before. */
@ReliesOn("org.keycloak.models.jpa.entities: attributes, memberships and roles of many groups and users at once")
final class PermissionRows {

    /** How many of the highest names are looked at, for some may be none. */
    private static final int MOST_MENTIONED = 1000;

    /** Names with more digits are nobody's: no realm counts so far. */
    private static final int NAME_DIGITS = 9;

    /** What is read of a group. */
    private static final List<String> GROUP_ATTRIBUTES = Stream.concat(
                    PermissionValues.ATTRIBUTES.stream(), Stream.of(GroupWeight.ATTRIBUTE))
            .toList();

    private static final String ATTRIBUTES_OF_GROUPS_OF =
            "select a.group.id, a.name, a.value from UserGroupMembershipEntity m, GroupAttributeEntity a"
                    + " where m.user.id = :user and a.group.id = m.groupId and a.name in ('"
                    + String.join("', '", GROUP_ATTRIBUTES) + "') order by a.id";

    private final EntityManager em;
    private final String realmId;

    PermissionRows(KeycloakSession session, RealmModel realm) {
        this.em = Database.entities(session);
        this.realmId = realm.getId();
    }

    private <T> List<T> find(String query, Class<T> type, Collection<String> ids) {
        List<T> found = new ArrayList<>();
        Parts.of(ids)
                .forEach(part -> found.addAll(em.createQuery(query, type)
                        .setParameter("realm", realmId)
                        .setParameter("ids", part)
                        .getResultList()));
        return found;
    }

    /** The values and the weight of groups, by attribute, by the group's id. */
    Map<String, Map<String, List<String>>> attributesOfGroups(Collection<String> groupIds) {
        return attributes(
                "select a.group.id, a.name, a.value from GroupAttributeEntity a"
                        + " where a.group.realm = :realm and a.group.id in :ids and a.name in :names order by a.id",
                groupIds,
                GROUP_ATTRIBUTES);
    }

    /**
     * The same of the groups that a user of Keycloak's own database is directly in. The query has one parameter whatever their
     * number, so its plan is made once: a token waits for it.
     */
    Map<String, Map<String, List<String>>> attributesOfGroupsOf(String userId) {
        return byAttribute(
                em
                        .createQuery(ATTRIBUTES_OF_GROUPS_OF, Object[].class)
                        .setParameter("user", userId)
                        .getResultList()
                        .stream());
    }

    /** The values of users likewise. */
    Map<String, Map<String, List<String>>> attributesOfUsers(Collection<String> userIds) {
        return attributes(
                "select a.user.id, a.name, a.value, a.longValue from UserAttributeEntity a"
                        + " where a.user.realmId = :realm and a.user.id in :ids and a.name in :names order by a.id",
                userIds,
                PermissionValues.ATTRIBUTES);
    }

    private Map<String, Map<String, List<String>>> attributes(
            String query, Collection<String> ids, List<String> names) {
        return byAttribute(Parts.of(ids).stream()
                .flatMap(part -> em
                        .createQuery(query, Object[].class)
                        .setParameter("realm", realmId)
                        .setParameter("ids", part)
                        .setParameter("names", names)
                        .getResultList()
                        .stream()));
    }

    /** Long values of users are in a column of their own. */
    private static Map<String, Map<String, List<String>>> byAttribute(Stream<Object[]> rows) {
        Map<String, Map<String, List<String>>> attributes = new HashMap<>();
        rows.forEach(row -> attributes
                .computeIfAbsent((String) row[0], id -> new HashMap<>())
                .computeIfAbsent((String) row[1], name -> new ArrayList<>())
                .add(Stream.of(row)
                        .skip(2)
                        .filter(Objects::nonNull)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse("")));
        return attributes;
    }

    /** Which of some users the database alone knows: those of no directory. */
    Set<String> localUsers(Collection<String> userIds) {
        return new HashSet<>(find(
                "select u.id from UserEntity u where u.realmId = :realm and u.federationLink is null and u.id in :ids",
                String.class,
                userIds));
    }

    /** Which of some groups have a role themselves. */
    Set<String> groupsWithRole(Collection<String> groupIds, Optional<RoleModel> role) {
        return role.map(has -> withRole(
                        "select m.group.id from GroupRoleMappingEntity m"
                                + " where m.group.realm = :realm and m.group.id in :ids and m.roleId in :roles",
                        groupIds,
                        Set.of(has.getId())))
                .orElse(Set.of());
    }

    /** Which of some users have a role themselves. */
    Set<String> usersWithRole(Collection<String> userIds, Optional<RoleModel> role) {
        return role.map(has -> usersWithOneOf(userIds, Set.of(has.getId()))).orElse(Set.of());
    }

    private Set<String> usersWithOneOf(Collection<String> userIds, Set<String> roles) {
        return withRole(
                "select m.user.id from UserRoleMappingEntity m"
                        + " where m.user.realmId = :realm and m.user.id in :ids and m.roleId in :roles",
                userIds,
                roles);
    }

    private Set<String> withRole(String query, Collection<String> ids, Set<String> roles) {
        Set<String> found = new HashSet<>();
        Parts.of(ids)
                .forEach(part -> found.addAll(em.createQuery(query, String.class)
                        .setParameter("realm", realmId)
                        .setParameter("ids", part)
                        .setParameter("roles", roles)
                        .getResultList()));
        return found;
    }

    /**
     * Who is in which groups.
     *
     * @param byUser the ids of the groups that each user is directly in
     * @param groups these groups and all above them, by id
     */
    record Memberships(Map<String, Set<String>> byUser, Map<String, Row> groups) {

        /** A group; one at the top level has no parent. */
        record Row(String id, String name, String parentId) {}

        Set<String> groupsOf(String userId) {
            return byUser.getOrDefault(userId, Set.of());
        }

        /** The names of the groups at the top level, by id. */
        Map<String, String> topLevelNames() {
            return groups.values().stream()
                    .filter(group -> group.parentId() == null)
                    .collect(Collectors.toMap(Row::id, Row::name));
        }

        /** Whether a user is in one of some groups or below it. */
        private boolean isBelow(String userId, Set<String> some) {
            return groupsOf(userId).stream()
                    .anyMatch(id -> Stream.iterate(groups.get(id), Objects::nonNull, row -> groups.get(row.parentId()))
                            .anyMatch(row -> some.contains(row.id())));
        }
    }

    /** The memberships of some users. */
    Memberships memberships(Collection<String> userIds) {
        Map<String, Set<String>> byUser = new HashMap<>();
        find(
                        "select m.user.id, m.groupId from UserGroupMembershipEntity m"
                                + " where m.user.realmId = :realm and m.user.id in :ids",
                        Object[].class,
                        userIds)
                .forEach(row -> byUser.computeIfAbsent((String) row[0], id -> new HashSet<>())
                        .add((String) row[1]));
        Map<String, Memberships.Row> groups = new HashMap<>();
        Set<String> wanted = byUser.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Set<String> asked = new HashSet<>();
        while (!wanted.isEmpty()) {
            asked.addAll(wanted);
            find(
                            "select g.id, g.name, g.parentId from GroupEntity g"
                                    + " where g.realm = :realm and g.type = 0 and g.id in :ids",
                            Object[].class,
                            wanted)
                    .forEach(row -> groups.put((String) row[0], row(row)));
            wanted = groups.values().stream()
                    .map(Memberships.Row::parentId)
                    .filter(parent -> parent != null && !asked.contains(parent))
                    .collect(Collectors.toSet());
        }
        return new Memberships(byUser, groups);
    }

    private static Memberships.Row row(Object[] row) {
        String parent = (String) row[2];
        return new Memberships.Row(
                (String) row[0], (String) row[1], GroupEntity.TOP_PARENT_ID.equals(parent) ? null : parent);
    }

    /** Which of some users have a role, by whatever other role or group. */
    Set<String> holders(RoleModel role, Collection<String> userIds, Memberships memberships) {
        if (role == null) {
            return Set.of();
        }
        Set<String> roles = withThoseThatContainIt(role.getId());
        Set<String> holders = usersWithOneOf(userIds, roles);
        Set<String> groups = new HashSet<>(em.createQuery(
                        "select m.group.id from GroupRoleMappingEntity m"
                                + " where m.group.realm = :realm and m.roleId in :roles",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("roles", roles)
                .getResultList());
        userIds.stream().filter(id -> memberships.isBelow(id, groups)).forEach(holders::add);
        return holders;
    }

    private Set<String> withThoseThatContainIt(String roleId) {
        Set<String> all = new HashSet<>(Set.of(roleId));
        Set<String> last = all;
        while (!last.isEmpty()) {
            List<String> above = em.createQuery(
                            "select distinct c.parentRole.id from CompositeRoleEntity c where c.childRole.id in :roles",
                            String.class)
                    .setParameter("roles", last)
                    .getResultList();
            last = above.stream().filter(id -> !all.contains(id)).collect(Collectors.toSet());
            all.addAll(last);
        }
        return all;
    }

    /** The custom permissions of the realm. */
    List<CustomPermission> customPermissions() {
        Map<String, String> names = new HashMap<>();
        Map<String, Map<String, String>> configs = new HashMap<>();
        em.createQuery(
                        "select c.id, c.name, k.name, k.value from ComponentEntity c left join ComponentConfigEntity k"
                                + " on k.component.id = c.id where c.realm.id = :realm and c.parentId = :realm"
                                + " and c.providerType = :type and c.providerId = :provider",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("type", CustomPermission.TYPE)
                .setParameter("provider", CustomPermission.PROVIDER_ID)
                .getResultList()
                .forEach(row -> {
                    names.put((String) row[0], (String) row[1]);
                    if (row[2] != null) {
                        configs.computeIfAbsent((String) row[0], id -> new HashMap<>())
                                .put((String) row[2], (String) row[3]);
                    }
                });
        return names.entrySet().stream()
                .map(component -> custom(
                        component.getKey(), component.getValue(), configs.getOrDefault(component.getKey(), Map.of())))
                .toList();
    }

    /** The highest number that the attributes of the realm's groups and users mention in the name of a permission; or 0. */
    int highestMentioned() {
        return Math.max(
                highestMentioned("GroupAttributeEntity a where a.group.realm = :realm"),
                highestMentioned("UserAttributeEntity a where a.user.realmId = :realm"));
    }

    /** The longest values are the highest numbers, or no names at all. */
    private int highestMentioned(String attributes) {
        return em
                .createQuery(
                        "select a.value from " + attributes + " and a.name in :names and a.value like :pattern"
                                + " and length(a.value) <= :length group by a.value"
                                + " order by length(a.value) desc, a.value desc",
                        String.class)
                .setParameter("realm", realmId)
                .setParameter("names", PermissionValues.ATTRIBUTES)
                .setParameter("pattern", CustomPermission.PREFIX + "%")
                .setParameter("length", CustomPermission.PREFIX.length() + NAME_DIGITS)
                .setMaxResults(MOST_MENTIONED)
                .getResultList()
                .stream()
                .filter(CustomPermission::isName)
                .mapToInt(CustomPermission::number)
                .max()
                .orElse(0);
    }

    private static CustomPermission custom(String id, String name, Map<String, String> config) {
        return new CustomPermission(
                id,
                name,
                config.get(CustomPermission.LABEL),
                config.get(CustomPermission.DESCRIPTION),
                Boolean.parseBoolean(config.get(CustomPermission.DEFAULT_VALUE)));
    }
}
