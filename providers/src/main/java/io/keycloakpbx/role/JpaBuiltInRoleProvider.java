package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The built-in roles and the base roles of operators stay as they are, nobody's role is called like one of them in another
 * case, nobody in a tenant holds one of the system level, and reserved base roles are given by the system level only.
 */
@ReliesOn("org.keycloak.models.jpa.entities: the tables of roles, groups and of who holds them, whatever way the rows"
        + " came")
final class JpaBuiltInRoleProvider implements GuardedObjectProvider {

    /** Composites of a client's role are that client's affair, but may give a role of the system level as well. */
    private static final Set<ResourceType> RESOURCE_TYPES = Set.of(
            ResourceType.REALM_ROLE,
            ResourceType.REALM_ROLE_MAPPING,
            ResourceType.CLIENT_ROLE,
            ResourceType.CLIENT_ROLE_MAPPING);

    /** How often a role r is marked as a base role. A tenant may have a role of its own by the name of one. */
    private static final String MARKS =
            "(select count(a.id) from RoleAttributeEntity a where a.role.id = r.id and a.name = '" + BaseRole.MARK
                    + "' and a.value = '" + BaseRole.MARKED + "')";

    private static final List<String> NAMES = Stream.concat(BuiltInRole.names().stream(), BaseRole.names().stream())
            .toList();

    /** The names of base roles have lower-case letters only. */
    private static final List<String> LOWER_CASE_NAMES = Stream.concat(
                    BuiltInRole.lowerCaseNames().stream(), BaseRole.names().stream())
            .toList();

    private static final String IMITATIONS =
            " from RoleEntity r where r.clientRole = false and lower(r.name) in :reserved and r.name not in :names";

    /** What a role is besides its name and description: attributes, and the roles that it contains. */
    private static final List<String> PARTS = List.of(
            "select a.role.id, a.name, a.value from RoleAttributeEntity a where a.role.id in :roles",
            "select c.parentRole.id, 'role', c.childRole.id from CompositeRoleEntity c where c.parentRole.id in"
                    + " :roles");

    /** Who holds a role r: users, users of another store, groups, roles that contain it, each new user of the realm. */
    private static final List<Holding> HOLDINGS = List.of(
            new Holding("m.user.id", "UserRoleMappingEntity m where m.roleId = r.id"),
            new Holding("m.userId", "FederatedUserRoleMappingEntity m where m.realmId = r.realmId and m.roleId = r.id"),
            new Holding("m.group.id", "GroupRoleMappingEntity m where m.roleId = r.id"),
            new Holding("m.parentRole.id", "CompositeRoleEntity m where m.childRole.id = r.id"),
            new Holding("m.id", "RealmEntity m where m.id = r.realmId and m.defaultRoleId = r.id"));

    private record Holding(String holder, String from) {

        String query(String selected) {
            return "select " + selected + " from RoleEntity r, " + from
                    + " and r.clientRole = false and r.name in :names";
        }

        String ofRoles() {
            return "select " + holder + ", r.id from RoleEntity r, " + from + " and r.id in :roles";
        }
    }

    private final KeycloakSession session;

    JpaBuiltInRoleProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Set<ResourceType> resourceTypes() {
        return RESOURCE_TYPES;
    }

    @Override
    public List<KeptObject> kept(RealmModel realm) {
        List<Object[]> roles = em().createQuery(
                        "select r.id, r.name, r.description from RoleEntity r"
                                + " where r.realmId = :realm and r.clientRole = false"
                                + " and (r.name in :builtIn or r.name in :base and " + MARKS + " > 0)",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("builtIn", BuiltInRole.names())
                .setParameter("base", BaseRole.names())
                .getResultList();
        if (roles.isEmpty()) {
            return List.of();
        }
        List<String> ids = roles.stream().map(row -> (String) row[0]).toList();
        Map<String, Set<String>> parts = new HashMap<>();
        for (String query : PARTS) {
            em().createQuery(query, Object[].class)
                    .setParameter("roles", ids)
                    .getResultList()
                    .forEach(row -> parts.computeIfAbsent((String) row[0], id -> new TreeSet<>())
                            .add(List.of(row[1], String.valueOf(row[2])).toString()));
        }
        return roles.stream()
                .map(row -> new KeptObject(
                        (String) row[0], "Role " + row[1], state(row, parts.getOrDefault((String) row[0], Set.of()))))
                .toList();
    }

    private static String state(Object[] role, Set<String> parts) {
        return List.of(role[1], String.valueOf(role[2]), parts).toString();
    }

    @Override
    public List<UnwantedObject> unwanted(RealmModel realm) {
        List<UnwantedObject> unwanted = new ArrayList<>();
        em().createQuery("select r.id, r.name" + IMITATIONS + " and r.realmId = :realm", Object[].class)
                .setParameter("reserved", LOWER_CASE_NAMES)
                .setParameter("names", NAMES)
                .setParameter("realm", realm.getId())
                .getResultList()
                .forEach(role -> unwanted.add(imitation((String) role[0], (String) role[1])));
        for (Holding holding : HOLDINGS) {
            em().createQuery(holding.query(holding.holder() + ", r.id") + " and r.realmId = :realm", Object[].class)
                    .setParameter("names", BuiltInRole.systemLevelNames())
                    .setParameter("realm", realm.getId())
                    .getResultList()
                    .forEach(row -> unwanted.add(held((String) row[0], (String) row[1])));
        }
        return unwanted;
    }

    private static UnwantedObject imitation(String id, String name) {
        String builtIn =
                BuiltInRole.named(name).map(BuiltInRole::roleName).orElseGet(() -> name.toLowerCase(Locale.ROOT));
        return new UnwantedObject(
                id + " " + name,
                "Role name " + name + " is reserved for the built-in role " + builtIn,
                "Rename or remove role " + name);
    }

    private static UnwantedObject held(String holder, String role) {
        String names = String.join(" and ", BuiltInRole.systemLevelNames());
        return new UnwantedObject(
                holder + " " + role,
                BuiltInRole.systemLevelReason(),
                "Take " + names + " from the users, groups and roles that have them");
    }

    /**
     * A role by the name of a base role where there was none, one that comes to be the base role, and new holdings of reserved
     * roles and of roles that contain them.
     */
    @Override
    public List<UnwantedObject> reserved(RealmModel realm) {
        List<UnwantedObject> reserved = new ArrayList<>();
        Set<String> carriers = new HashSet<>();
        em().createQuery(
                        "select r.id, r.name, " + MARKS + " from RoleEntity r"
                                + " where r.realmId = :realm and r.clientRole = false and r.name in :base",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("base", BaseRole.names())
                .getResultList()
                .forEach(row -> {
                    String id = (String) row[0];
                    String name = (String) row[1];
                    boolean isBaseRole = (Long) row[2] > 0;
                    reserved.add(reserved(isBaseRole ? "is" : "named", id, name, nameReason(name)));
                    if (isBaseRole
                            && BaseRole.named(name).filter(BaseRole::isReserved).isPresent()) {
                        carriers.add(id);
                    }
                });
        session.getAllProviders(GuardedObjectProvider.class)
                .forEach(provider -> carriers.addAll(provider.reservedRoles(realm)));
        if (carriers.isEmpty()) {
            return reserved;
        }
        withThoseThatContainThem(realm, carriers);
        for (Holding holding : HOLDINGS) {
            em().createQuery(holding.ofRoles(), Object[].class)
                    .setParameter("roles", carriers)
                    .getResultList()
                    .forEach(row -> reserved.add(
                            reserved(holding.from(), (String) row[0], (String) row[1], BaseRole.reservedReason())));
        }
        Set<String> groups = groupsWith(carriers);
        membershipOfGroups(realm, groups)
                .forEach((group, how) -> reserved.add(reserved(how, group, "", BaseRole.reservedReason())));
        mappersTo(realm, carriers, groups)
                .forEach(given ->
                        reserved.add(reserved("mapper", given.mapper(), given.target(), BaseRole.reservedReason())));
        return reserved;
    }

    private static String nameReason(String name) {
        return "Role name " + name
                + " is reserved for the base role of operators, which an upgrade of the tenant to the"
                + " template brings";
    }

    private static UnwantedObject reserved(String how, String holder, String role, String reason) {
        return new UnwantedObject(
                String.join(" ", how, holder, role), reason, "Ask an administrator of the master realm");
    }

    /** Adds the roles that contain some roles, at any depth; not the default role, which all users have. */
    private void withThoseThatContainThem(RealmModel realm, Set<String> roles) {
        String defaultRole =
                realm.getDefaultRole() == null ? null : realm.getDefaultRole().getId();
        Collection<String> level = List.copyOf(roles);
        while (!level.isEmpty()) {
            level = idsOf(
                            "select distinct c.parentRole.id from CompositeRoleEntity c where c.childRole.id in :ids",
                            level)
                    .filter(parent -> !parent.equals(defaultRole))
                    .filter(roles::add)
                    .toList();
        }
    }

    private Set<String> groupsWith(Set<String> roles) {
        return idsOf("select m.group.id from GroupRoleMappingEntity m where m.roleId in :ids", roles)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Stream<String> idsOf(String query, Collection<String> of) {
        return Parts.of(of).stream()
                .flatMap(part ->
                        em().createQuery(query, String.class).setParameter("ids", part).getResultList().stream());
    }

    /**
     * By which groups users come to have some roles without a mapping of those: groups below, which are added to those given, and
     * groups of all new users.
     */
    private Map<String, String> membershipOfGroups(RealmModel realm, Set<String> groups) {
        Map<String, String> how = new HashMap<>();
        Collection<String> level = List.copyOf(groups);
        while (!level.isEmpty()) {
            level = idsOf("select g.id from GroupEntity g where g.parentId in :ids", level)
                    .filter(groups::add)
                    .toList();
            level.forEach(group -> how.put(group, "below"));
        }
        if (!groups.isEmpty()) {
            realm.getDefaultGroupsStream()
                    .map(GroupModel::getId)
                    .filter(groups::contains)
                    .forEach(group -> how.put(group, "default"));
        }
        return how;
    }

    /**
     * The mappers of identity providers that give some roles, or put users into some groups. They name them: what has the name of
     * one that was not there, or is no more, is what they give.
     */
    private List<Mapped> mappersTo(RealmModel realm, Set<String> roles, Set<String> groups) {
        return em()
                .createQuery(
                        "select m.id, key(c), value(c) from IdentityProviderMapperEntity m join m.config c"
                                + " where m.realmId = :realm and key(c) in :names",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("names", List.of(MapperGuard.ROLE, MapperGuard.GROUP))
                .getResultList()
                .stream()
                .flatMap(row -> {
                    String name = (String) row[2];
                    Optional<String> target = row[1].equals(MapperGuard.ROLE)
                            ? MapperGuard.role(session, realm, name)
                                    .map(RoleModel::getId)
                                    .filter(roles::contains)
                            : MapperGuard.group(session, realm, name)
                                    .map(GroupModel::getId)
                                    .filter(groups::contains);
                    return target.map(id -> new Mapped((String) row[0], id)).stream();
                })
                .toList();
    }

    /** A mapper and what it gives. */
    private record Mapped(String mapper, String target) {}

    @Override
    public boolean hasUnwanted(RealmModel realm, UserModel user) {
        return BuiltInRole.systemLevelNames().stream()
                .map(realm::getRole)
                .anyMatch(role -> role != null && user.hasRole(role));
    }

    @Override
    public Set<String> realmsWithUnwanted() {
        Set<String> realms = new HashSet<>(em().createQuery("select r.realmId" + IMITATIONS, String.class)
                .setParameter("reserved", LOWER_CASE_NAMES)
                .setParameter("names", NAMES)
                .getResultList());
        for (Holding holding : HOLDINGS) {
            realms.addAll(em().createQuery(holding.query("distinct r.realmId"), String.class)
                    .setParameter("names", BuiltInRole.systemLevelNames())
                    .getResultList());
        }
        return realms;
    }

    private EntityManager em() {
        return Database.entities(session);
    }

    @Override
    public void close() {}
}
