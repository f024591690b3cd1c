package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;

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
public record PbxUserRepresentation(
        String id,
        String username,
        String password,
        boolean enabled,
        boolean full,
        String displayName,
        Long lastPasswordChangedAt,
        String permissionDisplayName,
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
