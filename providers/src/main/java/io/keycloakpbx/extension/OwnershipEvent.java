package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.UserModel;

/**
 * The representation of the admin event of a change of managing user.
 *
 * @param serverId the server
 * @param extensionId the extension
 * @param extension its number
 * @param oldManagingUser who had it, or null
 * @param newManagingUser who has it now, or null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OwnershipEvent(
        String serverId, String extensionId, String extension, Party oldManagingUser, Party newManagingUser) {

    /**
     * A user in an event.
     *
     * @param id the Keycloak id
     * @param username the user name, or null where the user is gone
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "User",
            description = "A user",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "username"})
    public record Party(String id, @Schema(nullable = true) String username) {}

    /** The type of the event's resource. */
    public String type() {
        return ExtensionRequest.EXTENSION_TYPE;
    }

    /** The path of the event's resource. */
    public String path() {
        return ExtensionRequest.path(serverId, extensionId) + RecordedChange.OWNER;
    }

    static OwnershipEvent of(ExtensionOwnership extension, Party oldUser, Party newUser) {
        return new OwnershipEvent(
                extension.serverId(), extension.extensionId(), extension.extension(), oldUser, newUser);
    }

    static Party party(String userId, Map<String, String> usernames) {
        return userId == null ? null : new Party(userId, usernames.get(userId));
    }

    /** A user as a party, or null for no user; the model is null where the user is gone. */
    static Party party(String userId, UserModel user) {
        return userId == null ? null : new Party(userId, user == null ? null : user.getUsername());
    }
}
