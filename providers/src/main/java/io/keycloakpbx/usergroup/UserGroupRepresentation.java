package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user group. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "UserGroup",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "name"})
record UserGroupRepresentation(int id, String name, String description, BranchRepresentation branch) {

    /** What the items of its lists are called in XML. */
    static final Map<String, String> ITEMS = Map.of("groups", "group");

    @Schema(name = "UserGroupDocument", additionalProperties = Schema.False.class, requiredProperties = "group")
    record One(UserGroupRepresentation group) {}

    @Schema(
            name = "UserGroupListDocument",
            additionalProperties = Schema.False.class,
            requiredProperties = "user-group")
    record Many(@JsonProperty("user-group") Page page) {}

    @Schema(
            name = "UserGroupList",
            additionalProperties = Schema.False.class,
            requiredProperties = {"metadata", "groups"})
    record Page(MetadataRepresentation metadata, List<UserGroupRepresentation> groups) {}

    /** What a client sends, under one name or the other. The id of the group and all but the id of its branch do not matter. */
    @Schema(name = "NewUserGroupDocument")
    record Sent(Settings group, Settings userGroup) {}

    @Schema(name = "NewUserGroup", requiredProperties = "name")
    record Settings(
            @Schema(minLength = 1, maxLength = 255) String name,
            @Schema(maxLength = 255) String description,
            BranchId branch) {}

    @Schema(name = "BranchId", requiredProperties = "id")
    record BranchId(int id) {}

    static UserGroupRepresentation of(UserGroup group) {
        return new UserGroupRepresentation(
                group.number(),
                group.name(),
                group.description(),
                group.branch() == null ? null : BranchRepresentation.of(group.branch()));
    }
}
