package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A permission that groups and users can be given or refused.
 *
 * @param enabledByDefault what holds where nothing is said of it
 */
@Schema(
        name = "ListedPermission",
        description = "A permission that groups and users can be given or refused",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "label", "type", "default"})
record ListedPermissionRepresentation(
        String name, String label, PbxPermission.Kind type, @JsonProperty("default") boolean enabledByDefault) {

    static ListedPermissionRepresentation of(PbxPermission permission) {
        return new ListedPermissionRepresentation(
                permission.name(), permission.label(), permission.kind(), permission.enabledByDefault());
    }
}
