package io.keycloakpbx.extension;

/**
 * A PBX server.
 *
 * @param id its UUID
 * @param name its name
 */
public record ServerRepresentation(String id, String name) {

    static ServerRepresentation of(PbxServer server) {
        return new ServerRepresentation(server.id(), server.name());
    }
}
