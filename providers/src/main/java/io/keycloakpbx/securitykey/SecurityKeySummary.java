package io.keycloakpbx.securitykey;

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
public record SecurityKeySummary(
        String id, String purpose, String action, String issuer, String issuerUserId, long createdAt, long expiresAt) {}
