package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.operatorrole.OperatorRole;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A custom role as a sign-up or an operator names it: one that there is, by id or by name, or one that is to be made.
 *
 * @param id of one that there is, or null
 * @param name of a custom or base role, or what the new one is to be called, or null
 * @param definition what the new one is to be, or null
 */
record CustomRoleInput(String id, String name, OperatorRole definition) {

    private static final int MAX_NAME = 256;

    private static final List<String> DEFINITION =
            List.of("permissions", "disallow_permissions", "custom_permissions", "roles");

    /** What a request says of one: only described here. */
    @Schema(
            name = "OperatorCustomRole",
            description = "A custom role that there is, by id or name, or a new one with what it is to be")
    record Sent(
            @Schema(maxLength = 255) String id,
            @Schema(minLength = 1, maxLength = MAX_NAME) String name,
            @Schema(maxItems = 7) List<CustomRoleRepresentation.Role> roles,
            @Schema(maxItems = 100) List<CustomRoleRepresentation.Permission> permissions,
            @JsonProperty("disallow_permissions") @Schema(maxItems = 100)
                    List<CustomRoleRepresentation.Permission> disallowPermissions,
            @JsonProperty("custom_permissions") @Schema(maxItems = 100)
                    List<CustomPermissionRepresentation.Sent> customPermissions,
            Boolean disabled,
            Boolean inactive) {}

    /**
     * Reads one.
     *
     * @param body one that collects
     * @param tenantId the tenant that permissions must name
     */
    static CustomRoleInput read(Body body, String tenantId, OperatorProblems problems) {
        String id = body.optionalString("id", MAX_NAME);
        String name = body.optionalString("name", MAX_NAME);
        if (id == null && DEFINITION.stream().anyMatch(body::has)) {
            return new CustomRoleInput(null, name, new RoleDefinition(body, tenantId).role(null));
        }
        if (id == null && name == null) {
            problems.say(OperatorError.AUTH_ROLE_INVALID_ROLE_NAME, "A custom role needs an id or a name");
        }
        return new CustomRoleInput(id, name, null);
    }
}
