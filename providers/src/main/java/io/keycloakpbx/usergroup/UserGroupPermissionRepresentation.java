package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user group with what it says of each permission. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "UserGroupPermission",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "name", "permissions"})
record UserGroupPermissionRepresentation(
        int id, String name, String description, List<SettingRepresentation> permissions) {

    /** What the items of its lists are called in XML. */
    static final Map<String, String> ITEMS = Map.of("groups", "group", "permissions", "setting");

    @Schema(
            name = "UserGroupPermissionDocument",
            additionalProperties = Schema.False.class,
            requiredProperties = "group")
    record One(UserGroupPermissionRepresentation group) {}

    @Schema(
            name = "UserGroupPermissionListDocument",
            additionalProperties = Schema.False.class,
            requiredProperties = "user-group-permission")
    record Many(@JsonProperty("user-group-permission") Page page) {}

    @Schema(
            name = "UserGroupPermissionList",
            additionalProperties = Schema.False.class,
            requiredProperties = {"metadata", "groups"})
    record Page(MetadataRepresentation metadata, List<UserGroupPermissionRepresentation> groups) {}

    /** What a client sends: the permissions that change. */
    @Schema(name = "UserGroupPermissionChange")
    record Sent(Settings group, Settings userGroup) {}

    @Schema(name = "PermissionChanges")
    record Settings(List<SettingRepresentation.Sent> permissions) {}

    static UserGroupPermissionRepresentation of(
            UserGroup group, List<PbxPermission> permissions, Map<String, PermissionValue> said) {
        return new UserGroupPermissionRepresentation(
                group.number(), group.name(), group.description(), SettingRepresentation.of(permissions, said));
    }
}
