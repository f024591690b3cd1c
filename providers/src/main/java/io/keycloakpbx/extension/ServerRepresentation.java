package io.keycloakpbx.extension;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A PBX server.
 *
 * @param id its UUID
 * @param name its name
 */
@Schema(
        name = "Server",
        description = "A PBX server",
        requiredProperties = "name",
        additionalProperties = Schema.False.class)
public record ServerRepresentation(
        @Schema(format = "uuid") String id, @Schema(minLength = 1, maxLength = 255) String name) {

    static ServerRepresentation of(PbxServer server) {
        return new ServerRepresentation(server.id(), server.name());
    }
}
