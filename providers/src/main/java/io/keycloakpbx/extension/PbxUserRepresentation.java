package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * iSymphony's user JSON.
 *
 * @param id the Keycloak id
 * @param username the user name
 * @param password always null: a verifier never leaves the server
 * @param enabled whether the user may sign in
 * @param full whether the user is a full rather than a lite user
 * @param displayName the name for people
 * @param lastPasswordChangedAt when the password was set, in milliseconds since 1970, or null where there is none
 * @param permissionDisplayName the display name once more
 * @param permissionId the id once more
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "PbxUser",
        description = "A user",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "id",
            "username",
            "password",
            "enabled",
            "full",
            "displayName",
            "lastPasswordChangedAt",
            "permissionDisplayName",
            "permissionId"
        })
public record PbxUserRepresentation(
        String id,
        String username,
        @Schema(nullable = true, description = "Always null") String password,
        boolean enabled,
        boolean full,
        @Schema(nullable = true) String displayName,
        @Schema(nullable = true, description = "Milliseconds since 1970") Long lastPasswordChangedAt,
        @Schema(nullable = true) String permissionDisplayName,
        String permissionId) {

    static PbxUserRepresentation of(PbxUser user) {
        return new PbxUserRepresentation(
                user.id(),
                user.username(),
                null,
                user.enabled(),
                user.full(),
                user.displayName(),
                user.passwordChanged(),
                user.displayName(),
                user.id());
    }
}
