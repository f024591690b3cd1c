package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whom a key's action is for.
 *
 * @param id the user's id
 * @param username the user's name, or null where nobody has looked for it
 */
@Schema(
        name = "SecurityKeyUser",
        description = "Whom a key's action is for",
        additionalProperties = Schema.False.class,
        requiredProperties = "id")
public record SecurityKeyUser(String id, String username) {}
