package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An extension in a list of the tenant's, for who administers it.
 *
 * @param id its UUID
 * @param serverId the server's UUID
 * @param serverName the server's name
 * @param managingUser who manages it, or null
 * @param isDefault whether it is that user's default extension
 * @param settings its settings, on the same level
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "ManagedExtension",
        description = "An extension and whose it is",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "serverId", "serverName", "managingUser", "default", "extension", "displayName"})
public record ManagedExtensionRepresentation(
        String id,
        String serverId,
        String serverName,
        @Schema(nullable = true) OwnershipEvent.Party managingUser,
        @JsonProperty("default") boolean isDefault,
        @JsonUnwrapped ExtensionSettings settings) {

    static ManagedExtensionRepresentation of(ManagedExtension managed, Map<String, String> usernames) {
        Extension extension = managed.extension();
        return new ManagedExtensionRepresentation(
                extension.id(),
                extension.serverId(),
                managed.serverName(),
                OwnershipEvent.party(managed.managingUserId(), usernames),
                managed.isDefault(),
                extension.settings());
    }
}
