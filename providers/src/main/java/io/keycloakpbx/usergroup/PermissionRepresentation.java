package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A permission. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Permission",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "label", "defaultValue", "type", "builtIn"})
record PermissionRepresentation(
        String name, String label, String description, boolean defaultValue, PbxPermission.Kind type, boolean builtIn) {

    /** What the items of its lists are called in XML. */
    static final Map<String, String> ITEMS = Map.of("permissions", "permission");

    @Schema(name = "PermissionDocument", additionalProperties = Schema.False.class, requiredProperties = "permission")
    record One(PermissionRepresentation permission) {}

    @Schema(
            name = "PermissionListDocument",
            additionalProperties = Schema.False.class,
            requiredProperties = "permission")
    record Many(@JsonProperty("permission") Page page) {}

    @Schema(
            name = "PermissionList",
            additionalProperties = Schema.False.class,
            requiredProperties = {"metadata", "permissions"})
    record Page(MetadataRepresentation metadata, List<PermissionRepresentation> permissions) {}

    /** What a client sends. The name and the type of a permission are given. */
    @Schema(name = "NewPermissionDocument", requiredProperties = "permission")
    record Sent(Settings permission) {}

    @Schema(name = "NewPermission", requiredProperties = "label")
    record Settings(
            @Schema(minLength = 1, maxLength = 255) String label,
            @Schema(maxLength = 255) String description,
            Boolean defaultValue) {}

    static PermissionRepresentation of(PbxPermission permission) {
        return new PermissionRepresentation(
                permission.name(),
                permission.label(),
                permission.description(),
                permission.enabledByDefault(),
                permission.kind(),
                permission.builtIn());
    }
}
