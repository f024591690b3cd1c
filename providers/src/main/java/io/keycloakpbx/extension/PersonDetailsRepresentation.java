package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.role.BuiltInRole;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * A user, as a page about the user alone tells of one.
 *
 * @param person what a list tells, on the same level
 * @param role the strongest built-in role, or null where the user has none
 * @param locked whether wrong passwords keep the user out now
 * @param lockedUntil until when, in RFC 3339, or null where nothing but an administrator ends it, or the user is not locked
 * @param canManage whether the caller may change the user
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "PersonDetails",
        description = "A user with extensions, role and lock",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "id",
            "username",
            "displayName",
            "email",
            "enabled",
            "extensions",
            "role",
            "locked",
            "lockedUntil",
            "canManage"
        })
record PersonDetailsRepresentation(
        @JsonUnwrapped PersonRepresentation person,
        @Schema(nullable = true) String role,
        boolean locked,
        @Schema(nullable = true) String lockedUntil,
        boolean canManage) {

    static PersonDetailsRepresentation of(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            List<OwnedExtension> extensions,
            boolean canManage) {
        // Whom too many guesses lock for good, Keycloak disables besides.
        boolean locked = UserLock.isLocked(session, realm, user)
                || session.getProvider(BruteForceProtector.class).isPermanentlyLockedOut(session, realm, user);
        return new PersonDetailsRepresentation(
                PersonRepresentation.of(Person.of(user), extensions),
                BuiltInRole.of(realm, user),
                locked,
                locked
                        ? UserLock.until(session, realm, user)
                                .map(Instant::toString)
                                .orElse(null)
                        : null,
                canManage);
    }
}
