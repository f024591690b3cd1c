package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.usergroup.PbxPermission.Kind;
import io.keycloakpbx.usergroup.PermissionException.Reason;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleMapperModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;

/** Keeps values in attributes of groups and users, and custom permissions as components of the realm. */
final class JpaPbxPermissionProvider implements PbxPermissionProvider {

    private static final String SUPERADMIN = BuiltInPermission.SUPERADMIN.permissionName();

    /** Custom permissions are not counted on from higher numbers. */
    private static final int MAX_NUMBER = 999_999_999;

    private final KeycloakSession session;

    JpaPbxPermissionProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public List<PbxPermission> permissions(RealmModel realm) {
        return Stream.concat(
                        Arrays.stream(BuiltInPermission.values()).map(BuiltInPermission::permission),
                        CustomPermission.of(realm).map(CustomPermission::permission))
                .sorted(Comparator.comparing(PbxPermission::name))
                .toList();
    }

    /** What attributes can speak of. */
    private Set<String> inAttributes(RealmModel realm) {
        return inAttributes(permissions(realm));
    }

    private static Set<String> inAttributes(Collection<PbxPermission> permissions) {
        return permissions.stream()
                .map(PbxPermission::name)
                .filter(name -> !name.equals(SUPERADMIN))
                .collect(Collectors.toSet());
    }

    @Override
    public Map<String, Map<String, PermissionValue>> ofGroups(RealmModel realm, Collection<String> groupIds) {
        requireFew(groupIds);
        PermissionRows rows = new PermissionRows(session, realm);
        return values(realm, groupIds, rows.attributesOfGroups(groupIds), rows.groupsWithRole(groupIds, admin(realm)));
    }

    @Override
    public Map<String, Map<String, PermissionValue>> ofUsers(RealmModel realm, Collection<String> userIds) {
        requireFew(userIds);
        PermissionRows rows = new PermissionRows(session, realm);
        Set<String> local = rows.localUsers(userIds);
        Map<String, Map<String, PermissionValue>> values =
                values(realm, local, rows.attributesOfUsers(local), rows.usersWithRole(local, admin(realm)));
        Set<String> known = inAttributes(realm);
        users(realm, userIds, local).forEach(user -> values.put(user.getId(), own(user, known, admin(realm))));
        return values;
    }

    private Map<String, Map<String, PermissionValue>> values(
            RealmModel realm,
            Collection<String> ids,
            Map<String, Map<String, List<String>>> attributes,
            Set<String> administrators) {
        Set<String> known = inAttributes(realm);
        Map<String, Map<String, PermissionValue>> values = new HashMap<>();
        ids.forEach(id -> {
            Map<String, PermissionValue> said =
                    PermissionValues.of(attributes.getOrDefault(id, Map.of())).among(known);
            if (administrators.contains(id)) {
                said.put(SUPERADMIN, PermissionValue.ENABLE);
            }
            values.put(id, said);
        });
        return values;
    }

    /** Users whom the database alone does not know: a directory may have its own mind about attributes, groups and roles. */
    private Stream<UserModel> users(RealmModel realm, Collection<String> ids, Set<String> local) {
        return ids.stream()
                .filter(id -> !local.contains(id))
                .distinct()
                .map(id -> UserId.find(session, realm, id))
                .filter(user -> user != null);
    }

    private static Map<String, PermissionValue> own(UserModel user, Set<String> known, Optional<RoleModel> admin) {
        Map<String, PermissionValue> values = PermissionValues.of(
                        user.getAttributeStream(PermissionValues.ENABLE).toList(),
                        user.getAttributeStream(PermissionValues.DISABLE).toList())
                .among(known);
        if (admin.filter(user::hasDirectRole).isPresent()) {
            values.put(SUPERADMIN, PermissionValue.ENABLE);
        }
        return values;
    }

    private static Optional<RoleModel> admin(RealmModel realm) {
        return Optional.ofNullable(realm.getRole(Administrators.ROLE));
    }

    @Override
    public Map<String, Optional<PermissionValue>> setOfGroup(
            RealmModel realm,
            GroupModel group,
            Map<String, Optional<PermissionValue>> changes,
            Map<String, Optional<PermissionValue>> expected) {
        requireKnown(realm, changes);
        Optional<PermissionValue> superadmin = changes.get(SUPERADMIN);
        if (superadmin != null && !isEnabled(superadmin) && Administrators.is(realm, group)) {
            throw new PermissionException(
                    Reason.ADMINISTRATORS_GROUP, SUPERADMIN, Administrators.GROUP + " group keeps " + SUPERADMIN);
        }
        if (!RowLock.group(session, group.getId())) {
            throw gone("group");
        }
        PermissionRows rows = new PermissionRows(session, realm);
        List<String> ids = List.of(group.getId());
        PermissionValues before =
                PermissionValues.of(rows.attributesOfGroups(ids).getOrDefault(group.getId(), Map.of()));
        // Under the lock, so that of two at once one alone has changed it.
        boolean isAdministrator = isAbout(SUPERADMIN, changes, expected)
                && !rows.groupsWithRole(ids, admin(realm)).isEmpty();
        requireExpected(before, isAdministrator, changes, expected);
        Map<String, Optional<PermissionValue>> changed = write(realm, before, isAdministrator, changes, values -> {
            group.setAttribute(PermissionValues.ENABLE, List.copyOf(values.enabled()));
            group.setAttribute(PermissionValues.DISABLE, List.copyOf(values.disabled()));
        });
        setSuperadmin(realm, group, changed.get(SUPERADMIN));
        return changed;
    }

    @Override
    public Map<String, Optional<PermissionValue>> setOfUser(
            RealmModel realm,
            UserModel user,
            Map<String, Optional<PermissionValue>> changes,
            Map<String, Optional<PermissionValue>> expected) {
        requireKnown(realm, changes);
        if (!RowLock.user(session, user.getId()) && StorageId.isLocalStorage(user.getId())) {
            throw gone("user");
        }
        PermissionRows rows = new PermissionRows(session, realm);
        List<String> ids = List.of(user.getId());
        PermissionValues before;
        boolean ofADirectory = rows.localUsers(ids).isEmpty();
        if (ofADirectory) {
            // Of a directory: what it keeps, only it can tell, also where the user has a row here.
            before = PermissionValues.of(
                    user.getAttributeStream(PermissionValues.ENABLE).toList(),
                    user.getAttributeStream(PermissionValues.DISABLE).toList());
        } else {
            before = PermissionValues.of(rows.attributesOfUsers(ids).getOrDefault(user.getId(), Map.of()));
        }
        boolean isAdministrator = isAbout(SUPERADMIN, changes, expected)
                && (ofADirectory
                        ? admin(realm).filter(user::hasDirectRole).isPresent()
                        : !rows.usersWithRole(ids, admin(realm)).isEmpty());
        requireExpected(before, isAdministrator, changes, expected);
        try {
            Map<String, Optional<PermissionValue>> changed = write(realm, before, isAdministrator, changes, values -> {
                user.setAttribute(PermissionValues.ENABLE, List.copyOf(values.enabled()));
                user.setAttribute(PermissionValues.DISABLE, List.copyOf(values.disabled()));
            });
            setSuperadmin(realm, user, changed.get(SUPERADMIN));
            return changed;
        } catch (ReadOnlyException | ModelException e) {
            if (!ofADirectory) {
                throw e;
            }
            throw new PermissionException(
                    Reason.READ_ONLY, "The user's directory keeps this, and lets nobody change it here");
        }
    }

    private static boolean isAbout(
            String name,
            Map<String, Optional<PermissionValue>> changes,
            Map<String, Optional<PermissionValue>> expected) {
        return changes.containsKey(name) || expected.containsKey(name);
    }

    private void requireKnown(RealmModel realm, Map<String, Optional<PermissionValue>> changes) {
        Set<String> known = permissions(realm).stream().map(PbxPermission::name).collect(Collectors.toSet());
        changes.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new PermissionException(Reason.UNKNOWN_PERMISSION, name, "Unknown permission " + name);
                });
        if (changes.containsKey(SUPERADMIN) && admin(realm).isEmpty()) {
            throw new PermissionException(
                    Reason.UNKNOWN_PERMISSION,
                    SUPERADMIN,
                    "The realm has no role " + Administrators.ROLE + ", and so no " + SUPERADMIN);
        }
    }

    /** Refuses what somebody wants who has not seen what others have changed since. What is as it shall be is as it shall be. */
    private static void requireExpected(
            PermissionValues before,
            boolean isAdministrator,
            Map<String, Optional<PermissionValue>> changes,
            Map<String, Optional<PermissionValue>> expected) {
        Map<String, PermissionValue> said = before.among(expected.keySet());
        said.remove(SUPERADMIN);
        if (expected.containsKey(SUPERADMIN) && isAdministrator) {
            said.put(SUPERADMIN, PermissionValue.ENABLE);
        }
        new TreeMap<>(expected).forEach((name, seen) -> {
            Optional<PermissionValue> now = Optional.ofNullable(said.get(name));
            if (!now.equals(seen) && !now.equals(changes.get(name))) {
                throw new OvertakenPermissionException(name, seen.orElse(null), now.orElse(null));
            }
        });
    }

    /** Writes what differs, and tells it. */
    private Map<String, Optional<PermissionValue>> write(
            RealmModel realm,
            PermissionValues before,
            boolean isAdministrator,
            Map<String, Optional<PermissionValue>> changes,
            Consumer<PermissionValues> writing) {
        Map<String, Optional<PermissionValue>> inAttributes = new HashMap<>(changes);
        inAttributes.remove(SUPERADMIN);
        requireOneVoicemailServer(realm, before.with(inAttributes), inAttributes.keySet());
        Map<String, Optional<PermissionValue>> changed = before.differing(inAttributes);
        if (!changed.isEmpty()) {
            writing.accept(before.with(changed));
        }
        Optional<PermissionValue> superadmin = changes.get(SUPERADMIN);
        if (superadmin != null && isEnabled(superadmin) != isAdministrator) {
            changed.put(SUPERADMIN, superadmin);
        }
        return changed;
    }

    /** Whoever changes something else need not mend what the attributes have said before. */
    private void requireOneVoicemailServer(RealmModel realm, PermissionValues values, Set<String> changed) {
        List<String> servers = permissions(realm).stream()
                .filter(permission -> permission.kind() == Kind.VOICEMAIL_SERVER)
                .map(PbxPermission::name)
                .toList();
        if (servers.stream().noneMatch(changed::contains)) {
            return;
        }
        Map<String, PermissionValue> said = values.among(Set.copyOf(servers));
        List<String> enabled = servers.stream()
                .filter(name -> said.get(name) == PermissionValue.ENABLE)
                .toList();
        if (enabled.size() > 1) {
            throw new PermissionException(
                    Reason.TWO_VOICEMAIL_SERVERS,
                    enabled.stream().filter(changed::contains).findFirst().orElse(null),
                    "Only one of " + String.join(" and ", servers) + " can be enabled");
        }
    }

    private static void setSuperadmin(RealmModel realm, RoleMapperModel holder, Optional<PermissionValue> value) {
        if (value == null) {
            return;
        }
        admin(realm).ifPresent(role -> {
            if (isEnabled(value)) {
                holder.grantRole(role);
            } else {
                holder.deleteRoleMapping(role);
            }
        });
    }

    private static boolean isEnabled(Optional<PermissionValue> value) {
        return value.filter(PermissionValue.ENABLE::equals).isPresent();
    }

    private static PermissionException gone(String what) {
        return new PermissionException(Reason.GONE, "The " + what + " has been removed");
    }

    @Override
    public List<PermissionState> states(RealmModel realm, GroupModel group) {
        List<PbxPermission> permissions = permissions(realm);
        String id = group.getId();
        // What it weighs, and its number, do not depend on what it says.
        PermissionResolver.Group weighed = groups(
                        realm,
                        Map.of(id, group.getName()),
                        inAttributes(permissions),
                        new PermissionRows(session, realm).attributesOfGroups(List.of(id)))
                .getOrDefault(id, new PermissionResolver.Group(id, group.getName(), 0, 0, Map.of()));
        boolean administrators = hasAdminOtherwise(realm, group);
        boolean international = hasRole(realm, group, BuiltInRole.STANDARD_INTERNATIONAL_USER);
        return PermissionResolver.states(
                permissions,
                ofGroups(realm, List.of(id)).getOrDefault(id, Map.of()),
                said -> new PermissionResolver.User(
                        administrators || said.containsKey(SUPERADMIN),
                        international,
                        Map.of(),
                        List.of(new PermissionResolver.Group(
                                id, weighed.name(), weighed.weight(), weighed.number(), said))));
    }

    @Override
    public List<PermissionState> states(RealmModel realm, UserModel user) {
        List<PbxPermission> permissions = permissions(realm);
        Collection<PermissionResolver.Group> groups = groups(realm, user, inAttributes(permissions));
        boolean administrator = hasAdminOtherwise(realm, user)
                || user.getGroupsStream().anyMatch(group -> hasRole(realm, group, BuiltInRole.ADMIN));
        boolean international = hasRole(realm, user, BuiltInRole.STANDARD_INTERNATIONAL_USER);
        return PermissionResolver.states(
                permissions,
                ofUsers(realm, List.of(user.getId())).getOrDefault(user.getId(), Map.of()),
                said -> new PermissionResolver.User(
                        administrator || said.containsKey(SUPERADMIN), international, said, groups));
    }

    /** Whether roles that a group or a user has directly contain the administrators' role. */
    private static boolean hasAdminOtherwise(RealmModel realm, RoleMapperModel holder) {
        return admin(realm)
                .filter(admin -> holder.getRoleMappingsStream()
                        .anyMatch(role -> !role.getId().equals(admin.getId()) && role.hasRole(admin)))
                .isPresent();
    }

    @Override
    public EffectivePermissions effective(RealmModel realm, UserModel user) {
        List<PbxPermission> permissions = permissions(realm);
        Set<String> known = inAttributes(permissions);
        return PermissionResolver.resolve(
                permissions,
                new PermissionResolver.User(
                        hasRole(realm, user, BuiltInRole.ADMIN),
                        hasRole(realm, user, BuiltInRole.STANDARD_INTERNATIONAL_USER),
                        own(user, known, Optional.empty()),
                        groups(realm, user, known)));
    }

    /** Those of a user's groups that say anything. */
    private Collection<PermissionResolver.Group> groups(RealmModel realm, UserModel user, Set<String> known) {
        Map<String, String> names = user.getGroupsStream()
                .filter(group -> group.getType() == GroupModel.Type.REALM && group.getParentId() == null)
                .collect(Collectors.toMap(GroupModel::getId, GroupModel::getName, (one, same) -> one));
        return groups(realm, names, known, attributesOfGroups(realm, user, names))
                .values();
    }

    private Map<String, Map<String, List<String>>> attributesOfGroups(
            RealmModel realm, UserModel user, Map<String, String> groupNames) {
        if (groupNames.isEmpty()) {
            return Map.of();
        }
        PermissionRows rows = new PermissionRows(session, realm);
        // The groups of a user of a directory may be in no table.
        return StorageId.isLocalStorage(user.getId()) && user.getFederationLink() == null
                ? rows.attributesOfGroupsOf(user.getId())
                : rows.attributesOfGroups(groupNames.keySet());
    }

    private static boolean hasRole(RealmModel realm, RoleMapperModel holder, BuiltInRole builtIn) {
        RoleModel role = realm.getRole(builtIn.roleName());
        return role != null && holder.hasRole(role);
    }

    /** Those of some groups that say anything. */
    private Map<String, PermissionResolver.Group> groups(
            RealmModel realm,
            Map<String, String> names,
            Set<String> known,
            Map<String, Map<String, List<String>>> attributes) {
        Map<String, Map<String, PermissionValue>> said = new HashMap<>();
        names.keySet().forEach(id -> {
            Map<String, PermissionValue> values =
                    PermissionValues.of(attributes.getOrDefault(id, Map.of())).among(known);
            if (!values.isEmpty()) {
                said.put(id, values);
            }
        });
        Map<String, Integer> weights = new HashMap<>();
        said.keySet().forEach(id -> attributes.get(id).getOrDefault(GroupWeight.ATTRIBUTE, List.of()).stream()
                .findFirst()
                .flatMap(GroupWeight::parse)
                .ifPresent(weight -> weights.put(id, weight)));
        // Numbers decide where weights do not.
        boolean decided =
                weights.size() == said.size() && Set.copyOf(weights.values()).size() == weights.size();
        Map<String, Integer> numbers = decided ? Map.of() : numbers(realm, said.keySet());
        Map<String, PermissionResolver.Group> groups = new HashMap<>();
        said.forEach((id, values) -> {
            int number = numbers.getOrDefault(id, 0);
            groups.put(
                    id,
                    new PermissionResolver.Group(id, names.get(id), weights.getOrDefault(id, number), number, values));
        });
        return groups;
    }

    private Map<String, Integer> numbers(RealmModel realm, Collection<String> groupIds) {
        NumberProvider numbers = session.getProvider(NumberProvider.class);
        Map<String, Integer> all = new HashMap<>();
        if (!groupIds.isEmpty()) {
            // Older groups first: whose number is asked for first must not make it weigh less.
            numbers.numberAll(realm, NumberKind.GROUP);
        }
        Parts.of(groupIds).forEach(part -> all.putAll(numbers.numbersOf(realm, NumberKind.GROUP, part)));
        return all;
    }

    @Override
    public Map<String, EffectivePermissions> effective(RealmModel realm, Collection<String> userIds) {
        requireFew(userIds);
        PermissionRows rows = new PermissionRows(session, realm);
        Set<String> local = rows.localUsers(userIds);
        List<PbxPermission> permissions = permissions(realm);
        Set<String> known = inAttributes(permissions);
        Map<String, Map<String, List<String>>> own = rows.attributesOfUsers(local);
        PermissionRows.Memberships memberships = rows.memberships(local);
        Map<String, String> names = memberships.topLevelNames();
        Map<String, PermissionResolver.Group> groups =
                groups(realm, names, known, rows.attributesOfGroups(names.keySet()));
        Set<String> administrators = rows.holders(realm.getRole(BuiltInRole.ADMIN.roleName()), local, memberships);
        Set<String> international =
                rows.holders(realm.getRole(BuiltInRole.STANDARD_INTERNATIONAL_USER.roleName()), local, memberships);
        Map<String, EffectivePermissions> effective = new HashMap<>();
        local.forEach(id -> effective.put(
                id,
                PermissionResolver.resolve(
                        permissions,
                        new PermissionResolver.User(
                                administrators.contains(id),
                                international.contains(id),
                                PermissionValues.of(own.getOrDefault(id, Map.of()))
                                        .among(known),
                                memberships.groupsOf(id).stream()
                                        .map(groups::get)
                                        .filter(group -> group != null)
                                        .toList()))));
        users(realm, userIds, local).forEach(user -> effective.put(user.getId(), effective(realm, user)));
        return effective;
    }

    private static void requireFew(Collection<?> asked) {
        if (asked.size() > MAX_ASKED) {
            throw new IllegalArgumentException("at most " + MAX_ASKED + " at once");
        }
    }

    @Override
    public PbxPermission create(RealmModel realm, String label, String description, boolean enabledByDefault) {
        CustomPermission unnamed =
                new CustomPermission(null, null, CustomPermissionRules.label(label), description, enabledByDefault);
        CustomPermissionRules.check(unnamed, CustomPermission.of(realm).toList());
        NumberProvider numbers = session.getProvider(NumberProvider.class);
        // Before the realm is locked: the first number writes a row that belongs to it, in a transaction of its own.
        int number = numbers.allocate(realm, NumberKind.CUSTOM_PERMISSION, 1);
        List<CustomPermission> others = lockedPermissions(realm);
        CustomPermissionRules.check(unnamed, others);
        int highest = highest(realm, others);
        if (number <= highest) {
            // An import has brought names that this realm has not counted.
            int skipped = highest - number;
            number = numbers.allocate(realm, NumberKind.CUSTOM_PERMISSION, skipped + 1) + skipped;
        }
        CustomPermission permission = new CustomPermission(
                null, CustomPermission.name(number), unnamed.label(), description, enabledByDefault);
        ComponentModel component = new ComponentModel();
        permission.writeTo(realm, component);
        realm.addComponentModel(component);
        return permission.permission();
    }

    /**
     * The highest number of a permission of the realm, or that a group or user still mentions. What is said of a permission
     * that is gone must not come to be said of a new one.
     */
    private int highest(RealmModel realm, List<CustomPermission> permissions) {
        return Math.max(
                new PermissionRows(session, realm).highestMentioned(),
                permissions.stream()
                        .map(CustomPermission::name)
                        .filter(CustomPermission::isName)
                        .mapToInt(CustomPermission::number)
                        // A component can have been named beyond all counting.
                        .filter(number -> number <= MAX_NUMBER)
                        .max()
                        .orElse(0));
    }

    @Override
    public Optional<PbxPermission> update(
            RealmModel realm, String name, String label, String description, boolean enabledByDefault) {
        List<CustomPermission> all = lockedPermissions(realm);
        CustomPermission before = all.stream()
                .filter(permission -> permission.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new PermissionException(Reason.UNKNOWN_PERMISSION, "Unknown custom permission " + name));
        CustomPermission after = new CustomPermission(
                before.componentId(), name, CustomPermissionRules.label(label), description, enabledByDefault);
        CustomPermissionRules.check(
                after, all.stream().filter(other -> other != before).toList());
        if (after.equals(before)) {
            return Optional.empty();
        }
        ComponentModel component = realm.getComponent(before.componentId());
        if (component == null) {
            throw gone("permission");
        }
        // The session's may be everybody's.
        ComponentModel changed = new ComponentModel(component);
        after.writeTo(realm, changed);
        realm.updateComponent(changed);
        return Optional.of(after.permission());
    }

    @Override
    public boolean remove(RealmModel realm, String name) {
        return lockedPermissions(realm).stream()
                .filter(permission -> permission.name().equals(name))
                .findFirst()
                .map(permission -> realm.getComponent(permission.componentId()))
                .map(component -> {
                    realm.removeComponent(component);
                    return true;
                })
                .orElse(false);
    }

    /** The custom permissions of a realm whose row is locked: two changes at once must not make two of one label. */
    private List<CustomPermission> lockedPermissions(RealmModel realm) {
        if (!RowLock.components(session, realm)) {
            throw gone("realm");
        }
        return new PermissionRows(session, realm).customPermissions();
    }

    @Override
    public void close() {}
}
