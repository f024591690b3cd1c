package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An extension for the user that manages it.
 *
 * @param id its UUID
 * @param serverId the server's UUID
 * @param serverName the server's name
 * @param isDefault whether it is the user's default extension
 * @param settings its settings, on the same level
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "OwnExtension",
        description = "An extension of the caller",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "serverId", "serverName", "default", "extension", "displayName"})
public record OwnExtensionRepresentation(
        String id,
        String serverId,
        String serverName,
        @JsonProperty("default") boolean isDefault,
        @JsonUnwrapped ExtensionSettings settings) {

    static OwnExtensionRepresentation of(OwnedExtension owned) {
        Extension extension = owned.extension();
        return new OwnExtensionRepresentation(
                extension.id(), extension.serverId(), owned.serverName(), owned.isDefault(), extension.settings());
    }
}
