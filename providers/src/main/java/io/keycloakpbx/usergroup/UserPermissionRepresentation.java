package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user with what is said of each permission for this user alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "UserPermission",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "permissions"})
record UserPermissionRepresentation(
        int id, String lastName, String firstName, List<SettingRepresentation> permissions) {

    /** What the items of its lists are called in XML. */
    static final Map<String, String> ITEMS = Map.of("users", "user", "permissions", "setting");

    @Schema(name = "UserPermissionDocument", additionalProperties = Schema.False.class, requiredProperties = "user")
    record One(UserPermissionRepresentation user) {}

    @Schema(
            name = "UserPermissionListDocument",
            additionalProperties = Schema.False.class,
            requiredProperties = "user-permission")
    record Many(@JsonProperty("user-permission") Page page) {}

    @Schema(
            name = "UserPermissionList",
            additionalProperties = Schema.False.class,
            requiredProperties = {"metadata", "users"})
    record Page(MetadataRepresentation metadata, List<UserPermissionRepresentation> users) {}

    /** What a client sends: the permissions that change. */
    @Schema(name = "UserPermissionChange", requiredProperties = "user")
    record Sent(UserGroupPermissionRepresentation.Settings user) {}

    static UserPermissionRepresentation of(
            GroupUser user, List<PbxPermission> permissions, Map<String, PermissionValue> said) {
        return new UserPermissionRepresentation(
                user.number(), user.lastName(), user.firstName(), SettingRepresentation.of(permissions, said));
    }
}
