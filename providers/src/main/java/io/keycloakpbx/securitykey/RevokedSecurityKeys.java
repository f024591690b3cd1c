package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to a revocation of several keys.
 *
 * @param revoked how many they were
 */
@Schema(
        name = "RevokedSecurityKeys",
        description = "How many keys were revoked",
        additionalProperties = Schema.False.class,
        requiredProperties = "revoked")
public record RevokedSecurityKeys(@Schema(minimum = "0") int revoked) {}
