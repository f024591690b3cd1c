package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.operatorrole.TimedPermission;
import io.keycloakpbx.role.BaseRole;
import io.keycloakpbx.role.GrantRights;
import io.keycloakpbx.tenant.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * What of roles and permissions the caller may give to operators: what the caller could give in Keycloak, and nothing that
 * belongs to the platform's people, unless it is one of them.
 */
record RoleGrants(OperatorRequest request) {

    /** Why the caller may not give something. */
    record Lack(String message, ConsoleHint hint) {

        static Lack ofRole(String field, String name) {
            return new Lack("You may not grant role " + name, ConsoleHint.ofRole(field, "pbxErrorMayNotGrant", name));
        }

        private static Lack ofPermission(String field, String value) {
            return new Lack(
                    "You may not grant permission " + value + ", which is the platform's",
                    new ConsoleHint(field, "pbxErrorPlatformPermission", Map.of("permission", value)));
        }
    }

    private RealmModel realm() {
        return request.realm();
    }

    private OperatorRoleProvider roles() {
        return OperatorRoleProvider.of(request.session());
    }

    /** Whether the caller may give a role, with all that it contains now and, while it is switched off, would contain. */
    boolean mayGrant(RoleModel role) {
        return GrantRights.mayGrant(request.auth(), role)
                && RoleUtils.expandCompositeRolesStream(Stream.of(role))
                        .flatMap(one -> roles().role(realm(), one.getId()).stream())
                        .allMatch(custom -> beyondReach(custom).isEmpty());
    }

    /** Why the caller may not give what a custom role is to mean; empty where it may. */
    Optional<Lack> beyondReach(OperatorRole definition) {
        return definition.baseRoles().stream()
                .flatMap(name -> BaseRole.named(name).stream())
                .flatMap(base -> base.in(realm()).stream())
                .filter(role -> !GrantRights.mayGrant(request.auth(), role))
                .map(role -> Lack.ofRole(ConsoleHint.ROLES, role.getName()))
                .findFirst()
                .or(() -> beyondReach(ConsoleHint.PERMISSIONS, definition.permissions().stream()))
                .or(() -> beyondReach(
                        ConsoleHint.CUSTOM_PERMISSIONS,
                        definition.customPermissions().stream()
                                .flatMap(permission -> meaning(permission).stream())
                                .filter(permission -> !permission.disallow())
                                .map(TimedPermission::value)));
    }

    /** A permission by its id alone is the tenant's own of that id; where there is none, nothing comes of it. */
    private Optional<TimedPermission> meaning(TimedPermission permission) {
        return permission.value() == null && permission.id() != null
                ? roles().permission(realm(), permission.id())
                : Optional.of(permission).filter(one -> one.value() != null);
    }

    /** Why the caller may not give a permission; empty where it may. */
    Optional<Lack> beyondReach(TimedPermission permission) {
        return permission.disallow() || permission.value() == null
                ? Optional.empty()
                : beyondReach(ConsoleHint.CUSTOM_PERMISSIONS, Stream.of(permission.value()));
    }

    private Optional<Lack> beyondReach(String field, Stream<String> values) {
        return Tenant.isSystemLevel(request.auth().adminAuth().getRealm())
                ? Optional.empty()
                : values.filter(roles()::isReserved).findFirst().map(value -> Lack.ofPermission(field, value));
    }
}
