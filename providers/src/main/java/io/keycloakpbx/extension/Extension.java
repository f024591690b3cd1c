package io.keycloakpbx.extension;

/**
 * An extension of a PBX.
 *
 * @param id a UUID, stable for ever
 * @param serverId the id of its {@link PbxServer}
 * @param settings what is configured of it
 */
public record Extension(String id, String serverId, ExtensionSettings settings) {}
