package io.keycloakpbx.securitykey;

import io.keycloakpbx.extension.PbxUserName;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What administrators see of a key: nothing that opens it and nothing of its value.
 *
 * @param id names the key
 * @param action what it opens, or null
 * @param user whom the action is for, or null where it has none, where nothing tells any more, or where the caller may not view
 *     the user
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
        String id,
        String purpose,
        String action,
        SecurityKeyUser user,
        String issuer,
        String issuerUserId,
        long createdAt,
        long expiresAt) {

    /** The same with the user's name, and without the user where the names have none: the caller may not know. */
    SecurityKeySummary named(Map<String, PbxUserName> names) {
        PbxUserName name = user == null ? null : names.get(user.id());
        return new SecurityKeySummary(
                id,
                purpose,
                action,
                name == null ? null : new SecurityKeyUser(user.id(), name.username()),
                issuer,
                issuerUserId,
                createdAt,
                expiresAt);
    }
}
