package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRoleException.Violation;
import io.keycloakpbx.role.BaseRole;
import java.util.Map;
import org.keycloak.models.RoleModel;

/**
 * What the admin console is told of a refusal besides its code, where the code alone does not say it.
 *
 * @param field the member that it is about, by the name that the console's resources have for it; null for what the code says
 * @param key the name of the words among the console's texts; null for what the code says
 * @param params what goes into these words
 */
record ConsoleHint(String field, String key, Map<String, String> params) {

    static final String ROLES = "roles";
    static final String CUSTOM_ROLES = "customRoles";
    static final String PERMISSIONS = "permissions";
    static final String CUSTOM_PERMISSIONS = "customPermissions";

    private static final String BASE_ROLES = "baseRoles";
    private static final String ROLE = "role";
    private static final String ROLES_GONE = "pbxErrorRolesGone";

    /** What is said of the base roles of a role in other words than of those of an operator. */
    private static final Map<String, String> OF_BASE_ROLES = Map.of(
            OperatorError.AUTH_ROLE_INVALID.name(),
            ROLES_GONE,
            OperatorError.OPERATOR_INVALID_ROLE_LIST_SIZE.name(),
            "pbxErrorRoleRoles");

    /** Of a rule that a role breaks; null where its code says enough. */
    static ConsoleHint of(Violation violation) {
        if (violation.member() == null) {
            return null;
        }
        return violation.member().equals(BASE_ROLES)
                ? new ConsoleHint(ROLES, OF_BASE_ROLES.get(violation.code()), Map.of())
                : new ConsoleHint(violation.member(), null, Map.of());
    }

    /** A role of a list is not there, or not any more. */
    static ConsoleHint ofGone(String field) {
        return new ConsoleHint(field, ROLES_GONE, Map.of());
    }

    /** Of one of the roles that an operator has, or is to have. */
    static ConsoleHint of(RoleModel role, String key) {
        return new ConsoleHint(BaseRole.of(role).isPresent() ? ROLES : CUSTOM_ROLES, key, Map.of(ROLE, role.getName()));
    }

    /** Of a role by its name. */
    static ConsoleHint ofRole(String field, String key, String name) {
        return new ConsoleHint(field, key, Map.of(ROLE, name));
    }
}
