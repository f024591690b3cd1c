package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import java.io.InputStream;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is sent of a user group. What is left out stays as it is.
 *
 * @param name its name
 * @param description what it is for; empty for nothing
 * @param branch the id of the branch where its users are; empty for none
 */
@Schema(
        name = "PbxGroupSettings",
        description = "What can be set of a user group; what is left out stays as it is",
        additionalProperties = Schema.False.class)
public record PbxGroupSettings(
        @Schema(minLength = 1, maxLength = GroupsRequest.TEXT_LENGTH) String name,
        @Schema(nullable = true, maxLength = GroupsRequest.TEXT_LENGTH, description = "Empty for none")
                String description,
        @Schema(
                        nullable = true,
                        maxLength = GroupsRequest.TEXT_LENGTH,
                        description = "The id of a branch; empty for none")
                String branch) {

    static PbxGroupSettings read(InputStream body) {
        try {
            JsonBody json = JsonBody.read(body);
            json.refuseOthersThan(Set.of(GroupsRequest.NAME, GroupsRequest.DESCRIPTION, GroupsRequest.BRANCH));
            String name = json.optionalString(GroupsRequest.NAME, GroupsRequest.TEXT_LENGTH);
            return new PbxGroupSettings(
                    name == null ? null : GroupsRequest.name(name),
                    json.optionalString(GroupsRequest.DESCRIPTION, GroupsRequest.TEXT_LENGTH),
                    json.optionalString(GroupsRequest.BRANCH, GroupsRequest.TEXT_LENGTH));
        } catch (InvalidBodyException e) {
            throw GroupsRequest.refused(Refusal.invalid(e));
        }
    }

    /** The settings of a group that had others, or null where there was none. */
    UserGroupSettings on(UserGroupSettings before, Branch chosen) {
        return new UserGroupSettings(
                name == null ? before.name() : name,
                GroupsRequest.changed(before == null ? null : before.description(), description),
                branch == null ? before == null ? null : before.branch() : chosen);
    }
}
