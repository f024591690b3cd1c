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
 * @param managingUser who manages it, or null for nobody
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
        @Schema(nullable = true) Owner managingUser,
        @JsonProperty("default") boolean isDefault,
        @JsonUnwrapped ExtensionSettings settings) {

    /**
     * Who manages an extension.
     *
     * @param id the Keycloak id
     * @param username the user name, or null where the caller may not view the user or the user is gone
     * @param displayName the name for people, or null likewise
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "ExtensionOwner",
            description = "Who manages an extension",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "username", "displayName"})
    public record Owner(
            String id, @Schema(nullable = true) String username, @Schema(nullable = true) String displayName) {

        static Owner of(String id, PbxUserName name) {
            return name == null ? new Owner(id, null, null) : new Owner(id, name.username(), name.displayName());
        }
    }

    /** An extension in a list, with the names of those users that the caller is shown. */
    static ManagedExtensionRepresentation of(ManagedExtension managed, Map<String, PbxUserName> names) {
        String owner = managed.managingUserId();
        Extension extension = managed.extension();
        return new ManagedExtensionRepresentation(
                extension.id(),
                extension.serverId(),
                managed.serverName(),
                owner == null ? null : Owner.of(owner, names.get(owner)),
                managed.isDefault(),
                extension.settings());
    }
}
