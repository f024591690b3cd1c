package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a group or a user says of a permission.
 *
 * @param value what it says, or null where it says nothing and the default applies
 * @param defaultValue whether the permission is given by default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "PermissionSetting",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "label", "defaultValue"})
record SettingRepresentation(String name, String label, PermissionValue value, boolean defaultValue) {

    /** What a client sends. The label and the default do not matter. */
    @Schema(name = "NewPermissionSetting", requiredProperties = "name")
    record Sent(
            String name,
            @Schema(description = "ENABLE or DISABLE in any case, or empty for the default") String value) {}

    /** What is said of each permission. */
    static List<SettingRepresentation> of(List<PbxPermission> permissions, Map<String, PermissionValue> said) {
        return permissions.stream()
                .map(permission -> new SettingRepresentation(
                        permission.name(),
                        permission.label(),
                        said.get(permission.name()),
                        permission.enabledByDefault()))
                .toList();
    }
}
