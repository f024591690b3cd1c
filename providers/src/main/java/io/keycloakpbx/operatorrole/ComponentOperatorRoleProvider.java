package io.keycloakpbx.operatorrole;

import io.keycloakpbx.keycloak.LocalId;
import io.keycloakpbx.operatorrole.OperatorRoleException.Violation;
import io.keycloakpbx.role.BaseRole;
import io.keycloakpbx.role.RenamedRole;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.store.StorableText;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Keeps a custom role as a realm role, which Keycloak gives and takes as any other, and a component with the same id, which
 * says what it means.
 */
final class ComponentOperatorRoleProvider implements OperatorRoleProvider {

    private static final Logger LOG = Logger.getLogger(ComponentOperatorRoleProvider.class);

    private static final Comparator<OperatorRole> BY_NAME =
            Comparator.comparing(OperatorRole::name).thenComparing(OperatorRole::id);

    private final KeycloakSession session;

    ComponentOperatorRoleProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public SortedSet<String> permissionsOf(BaseRole role) {
        return BaseRolePermissions.of(role);
    }

    @Override
    public List<OperatorRole> roles(RealmModel realm) {
        return OperatorRoleComponent.of(realm)
                .map(component -> realm.getRoleById(component.getId()))
                .filter(Objects::nonNull)
                .flatMap(role -> custom(realm, role).stream())
                .sorted(BY_NAME)
                .toList();
    }

    @Override
    public Optional<OperatorRole> role(RealmModel realm, String id) {
        return Optional.ofNullable(realm.getRoleById(LocalId.of(id))).flatMap(role -> custom(realm, role));
    }

    @Override
    public Optional<OperatorRole> named(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getRole(StorableText.id(name))).flatMap(role -> custom(realm, role));
    }

    /** What a realm role means, if it is a custom one. One that cannot be read means nothing, and can be replaced. */
    private static Optional<OperatorRole> custom(RealmModel realm, RoleModel role) {
        return OperatorRoleComponent.of(realm, role)
                .map(component -> meaning(realm, role, component).orElseGet(() -> unreadable(role)));
    }

    private static OperatorRole unreadable(RoleModel role) {
        return new OperatorRole(
                role.getId(),
                role.getName(),
                role.getDescription(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                true);
    }

    /** What a component says, with the permissions that it refers to; empty where it cannot be read. */
    private static Optional<OperatorRole> meaning(RealmModel realm, RoleModel role, ComponentModel component) {
        try {
            OperatorRole stored = OperatorRoleComponent.stored(role, component);
            return Optional.of(with(
                    stored,
                    stored.customPermissions().stream()
                            .map(permission -> permission.value() != null ? permission : referredTo(realm, permission))
                            .toList()));
        } catch (OperatorRoleException e) {
            LOG.errorf("Realm %s: custom role %s cannot be read: %s", realm.getId(), role.getId(), e.getMessage());
            return Optional.empty();
        }
    }

    private static TimedPermission referredTo(RealmModel realm, TimedPermission reference) {
        return Optional.ofNullable(reference.id())
                .map(realm::getComponent)
                .filter(OperatorPermissionComponent::is)
                .map(OperatorPermissionComponent::stored)
                .orElseThrow(() -> unknownPermission(reference.id()));
    }

    private static OperatorRoleException unknownPermission(String id) {
        return new OperatorRoleException(
                violationOfReference(id).code(), violationOfReference(id).message());
    }

    private static Violation violationOfReference(String id) {
        return new Violation(OperatorRoleRules.PERMISSION_ID, "There is no permission " + id + " in this tenant");
    }

    private static OperatorRole with(OperatorRole role, List<TimedPermission> permissions) {
        return new OperatorRole(
                role.id(),
                role.name(),
                role.description(),
                role.baseRoles(),
                role.permissions(),
                role.disallowPermissions(),
                permissions,
                role.disabled(),
                role.inactive());
    }

    @Override
    public OperatorRole create(RealmModel realm, OperatorRole role) {
        OperatorRoleRules.refuse(violationsOf(realm, role));
        OperatorRoleRows rows = locked(realm);
        if (rows.count(OperatorRoleComponent.PROVIDER_ID) >= MAX_ROLES) {
            throw new OperatorRoleException(
                    OperatorRoleRules.TOO_MANY_ROLES, "Custom roles set is limited to " + MAX_ROLES + " length");
        }
        RoleModel made = made(realm, role.name());
        made.setDescription(role.description());
        ComponentModel component =
                OperatorRoleComponent.component(realm, keptAs(realm, rows, made.getId(), role, List.of()));
        realm.addComponentModel(component);
        return written(realm, made, component);
    }

    private static RoleModel made(RealmModel realm, String name) {
        try {
            if (realm.getRole(name) == null) {
                return realm.addRole(name);
            }
        } catch (ModelDuplicateException e) {
            // The console has been faster, and is told of like any other role of that name.
            LOG.debugf("Role %s is there already", name);
        }
        throw taken(name);
    }

    private static OperatorRoleException taken(String name) {
        return new OperatorRoleException(
                OperatorRoleRules.ROLE_NAME, "The tenant has a role " + name + " already; choose another name");
    }

    /** Changes of roles and permissions of one realm wait for one another: they refer to each other, and are counted. */
    private OperatorRoleRows locked(RealmModel realm) {
        RowLock.components(session, realm);
        return new OperatorRoleRows(session, realm);
    }

    /** A role as its component keeps it: the realm's own permissions by reference, others with ids that stay. */
    private OperatorRole keptAs(
            RealmModel realm, OperatorRoleRows rows, String id, OperatorRole role, List<TimedPermission> before) {
        Set<String> own = before.stream()
                .filter(permission -> permission.value() != null)
                .map(TimedPermission::id)
                .collect(Collectors.toSet());
        List<Violation> violations = new ArrayList<>();
        List<TimedPermission> kept = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (TimedPermission permission : role.customPermissions()) {
            String known = permission.id() == null ? null : StorableText.id(permission.id());
            boolean isReference = known != null && rows.has(OperatorPermissionComponent.PROVIDER_ID, known);
            if (isReference) {
                referenceTo(realm, permission).ifPresent(violations::add);
                kept.add(reference(known));
            } else if (permission.value() == null) {
                violations.add(violationOfReference(permission.id()));
            } else {
                boolean stays = known != null && own.contains(known) && used.add(known);
                kept.add(permission.withId(stays ? known : KeycloakModelUtils.generateId()));
            }
        }
        if (kept.stream()
                        .filter(permission -> permission.value() == null)
                        .distinct()
                        .count()
                < kept.stream().filter(permission -> permission.value() == null).count()) {
            violations.add(new Violation(
                    "PERMISSIONS_NON_UNIQUE_CUSTOM_PERMISSIONS", "A custom permission is named once in a list"));
        }
        OperatorRoleRules.refuse(violations);
        return new OperatorRole(
                id,
                role.name(),
                role.description(),
                role.baseRoles(),
                role.permissions(),
                role.disallowPermissions(),
                kept,
                role.disabled(),
                role.inactive());
    }

    private static TimedPermission reference(String id) {
        return new TimedPermission(id, null, null, null, false, false, null, false, null, null);
    }

    /** What is sent along with the id of the realm's own permission is as that one is: to change it is another request. */
    private Optional<Violation> referenceTo(RealmModel realm, TimedPermission sent) {
        return sent.value() == null
                        || permission(realm, sent.id()).filter(sent::equals).isPresent()
                ? Optional.empty()
                : Optional.of(new Violation(
                        OperatorRoleRules.PERMISSION_ID,
                        "Permission " + sent.id()
                                + " of this tenant is another; change it there, or leave out the id or all but"
                                + " the id"));
    }

    private static OperatorRole written(RealmModel realm, RoleModel role, ComponentModel component) {
        return meaning(realm, role, component).orElseThrow();
    }

    @Override
    public Optional<OperatorRole> update(RealmModel realm, OperatorRole role) {
        OperatorRoleRules.refuse(violationsOf(realm, role));
        OperatorRoleRows rows = locked(realm);
        String id = StorableText.id(role.id());
        if (!rows.has(OperatorRoleComponent.PROVIDER_ID, id) || !rows.lockRole(id)) {
            return Optional.empty();
        }
        RoleModel there = realm.getRoleById(id);
        ComponentModel component = there == null ? null : realm.getComponent(id);
        if (component == null) {
            return Optional.empty();
        }
        if (!role.name().equals(there.getName())) {
            if (realm.getRole(role.name()) != null) {
                throw taken(role.name());
            }
            RenamedRole.rename(session, realm, there, role.name());
        }
        if (!Objects.equals(role.description(), there.getDescription())) {
            there.setDescription(role.description());
        }
        ComponentModel after = OperatorRoleComponent.component(
                realm, keptAs(realm, rows, id, role, storedPermissions(there, component)));
        realm.updateComponent(after);
        return Optional.of(written(realm, there, after));
    }

    private static List<TimedPermission> storedPermissions(RoleModel role, ComponentModel component) {
        try {
            return OperatorRoleComponent.stored(role, component).customPermissions();
        } catch (OperatorRoleException e) {
            // What cannot be read is replaced.
            return List.of();
        }
    }

    @Override
    public boolean remove(RealmModel realm, String id) {
        OperatorRoleRows rows = locked(realm);
        String known = StorableText.id(id);
        if (!rows.has(OperatorRoleComponent.PROVIDER_ID, known) || !rows.lockRole(known)) {
            return false;
        }
        RoleModel role = realm.getRoleById(known);
        return role != null && realm.removeRole(role);
    }

    @Override
    public List<TimedPermission> permissions(RealmModel realm) {
        return OperatorPermissionComponent.of(realm)
                .flatMap(component -> permission(component).stream())
                .sorted(Comparator.comparing(TimedPermission::value).thenComparing(TimedPermission::id))
                .toList();
    }

    @Override
    public Optional<TimedPermission> permission(RealmModel realm, String id) {
        return Optional.ofNullable(realm.getComponent(StorableText.id(id)))
                .filter(OperatorPermissionComponent::is)
                .flatMap(ComponentOperatorRoleProvider::permission);
    }

    private static Optional<TimedPermission> permission(ComponentModel component) {
        try {
            return Optional.of(OperatorPermissionComponent.stored(component));
        } catch (OperatorRoleException e) {
            LOG.errorf("Permission %s cannot be read", component.getId());
            return Optional.empty();
        }
    }

    @Override
    public TimedPermission createPermission(RealmModel realm, TimedPermission permission) {
        OperatorRoleRules.check(permission);
        if (locked(realm).count(OperatorPermissionComponent.PROVIDER_ID) >= MAX_PERMISSIONS) {
            throw new OperatorRoleException(
                    OperatorRoleRules.TOO_MANY_PERMISSIONS, "A tenant has at most " + MAX_PERMISSIONS + " permissions");
        }
        return OperatorPermissionComponent.stored(
                realm.addComponentModel(OperatorPermissionComponent.component(realm, permission.withId(null))));
    }

    @Override
    public Optional<TimedPermission> updatePermission(RealmModel realm, TimedPermission permission) {
        OperatorRoleRules.check(permission);
        String id = StorableText.id(permission.id());
        if (!locked(realm).has(OperatorPermissionComponent.PROVIDER_ID, id)) {
            return Optional.empty();
        }
        realm.updateComponent(OperatorPermissionComponent.component(realm, permission));
        return Optional.of(permission);
    }

    @Override
    public boolean removePermission(RealmModel realm, String id) {
        OperatorRoleRows rows = locked(realm);
        String known = StorableText.id(id);
        if (!rows.has(OperatorPermissionComponent.PROVIDER_ID, known)) {
            return false;
        }
        if (rows.isReferredTo(known)) {
            throw new OperatorRoleException(OperatorRoleRules.PERMISSION_ID, OperatorRoleRules.IN_USE);
        }
        realm.removeComponent(realm.getComponent(known));
        return true;
    }

    @Override
    public List<Violation> violationsOf(Collection<String> baseRoles) {
        return OperatorRoleRules.violations(baseRoles);
    }

    @Override
    public List<Violation> violationsOf(RealmModel realm, OperatorRole role) {
        List<Violation> violations = new ArrayList<>(OperatorRoleRules.violations(role));
        role.baseRoles().stream()
                .flatMap(name -> BaseRole.named(name).stream())
                .filter(base -> base.in(realm).isEmpty())
                .map(base ->
                        new Violation(OperatorRoleRules.ROLE_INVALID, base.missing(), OperatorRoleRules.BASE_ROLES))
                .forEach(violations::add);
        return violations;
    }

    @Override
    public List<Violation> violationsOf(TimedPermission permission) {
        return OperatorRoleRules.violations(permission);
    }

    @Override
    public boolean isReserved(String permission) {
        return BaseRolePermissions.isReserved(permission);
    }

    @Override
    public List<String> baseRolesOf(RealmModel realm, UserModel user) {
        return user.getRealmRoleMappingsStream()
                .flatMap(role -> BaseRole.of(role).stream())
                .sorted()
                .map(BaseRole::roleName)
                .toList();
    }

    @Override
    public List<OperatorRole> rolesOf(RealmModel realm, UserModel user) {
        return user.getRealmRoleMappingsStream()
                .flatMap(role -> custom(realm, role).stream())
                .sorted(BY_NAME)
                .toList();
    }

    @Override
    public Optional<RoleModel> grantable(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getRole(StorableText.id(name)))
                .filter(role -> BaseRole.of(role).isPresent() || isCustom(realm, role));
    }

    @Override
    public boolean isCustom(RealmModel realm, RoleModel role) {
        return OperatorRoleComponent.of(realm, role).isPresent();
    }

    @Override
    public OperatorPermissions effective(RealmModel realm, UserModel user, Instant at) {
        Set<BaseRole> baseRoles = EnumSet.noneOf(BaseRole.class);
        List<OperatorRole> customRoles = new ArrayList<>();
        Set<RoleModel> seen = new HashSet<>();
        Deque<RoleModel> left = new ArrayDeque<>();
        given(user).filter(seen::add).forEach(left::add);
        boolean readable = true;
        while (!left.isEmpty()) {
            RoleModel role = left.pop();
            BaseRole.of(role).ifPresent(baseRoles::add);
            Optional<ComponentModel> component = OperatorRoleComponent.of(realm, role);
            Optional<OperatorRole> custom = component.flatMap(one -> meaning(realm, role, one));
            readable &= component.isPresent() == custom.isPresent();
            custom.ifPresent(customRoles::add);
            // What is off gives nothing of what it contains, whoever has put that into it.
            if (role.isComposite() && custom.map(OperatorRole::isOn).orElse(true)) {
                role.getCompositesStream().filter(seen::add).forEach(left::add);
            }
        }
        // What cannot be read may have taken something away.
        return readable
                ? OperatorPermissionResolver.resolve(baseRoles, customRoles, at)
                : OperatorPermissionResolver.resolve(Set.of(), List.of(), at);
    }

    /** The roles that a user is given directly and by groups, not what they contain. */
    private static Stream<RoleModel> given(UserModel user) {
        Stream<RoleModel> byGroups = user.getGroupsStream()
                .flatMap(group -> Stream.iterate(group, Objects::nonNull, GroupModel::getParent))
                .map(GroupModel::getRoleMappingsStream)
                .flatMap(Function.identity());
        return Stream.concat(user.getRoleMappingsStream(), byGroups);
    }

    @Override
    public void close() {}
}
