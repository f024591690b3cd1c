package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What administrators see of a key: nothing that opens it and nothing of its value.
 *
 * @param id names the key
 * @param action what it opens, or null
 * @param issuer the client id of the client that asked for it
 * @param issuerUserId the id of the user or service account that asked for it
 * @param createdAt when it was issued, in milliseconds since 1970 UTC
 * @param expiresAt when it expires, in milliseconds since 1970 UTC
 */
@Schema(
        name = "SecurityKeySummary",
        description = "A key, without what opens it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "purpose", "issuer", "issuerUserId", "createdAt", "expiresAt"})
public record SecurityKeySummary(
        String id, String purpose, String action, String issuer, String issuerUserId, long createdAt, long expiresAt) {}
