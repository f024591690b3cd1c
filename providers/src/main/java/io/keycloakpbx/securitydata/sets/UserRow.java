package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import java.time.Instant;

/**
 * A user as the set {@code User} has it, and those that are made of it.
 *
 * @param number the property {@code UserID}
 * @param id Keycloak's
 * @param owner whose the user is
 * @param isService whether it is a service account, or counts as one
 * @param description and what follows: attributes of the user
 */
public record UserRow(
        int number,
        String id,
        Owner owner,
        String userName,
        String email,
        String firstName,
        String lastName,
        boolean enabled,
        Instant created,
        Instant modified,
        String createdBy,
        String modifiedBy,
        Instant lastLogOn,
        Instant lastFailedLogOn,
        Instant lastLockout,
        boolean isLockedOut,
        Status status,
        boolean isService,
        Instant lastPasswordChange,
        boolean mustChangePassword,
        String description,
        Instant activationDate,
        Instant expirationDate,
        boolean canChangePassword,
        boolean passwordDoesNotExpire,
        boolean bypassIpAllowList) {

    /** What keeps a user from signing in, or that nothing does: the first that holds. */
    public enum Status {
        /** By an administrator. */
        DISABLED("Disabled"),
        /** The account has ended. */
        EXPIRED("Expired"),
        /** The account has not begun. */
        PENDING("Pending"),
        /** By wrong passwords, for a time or until an administrator ends it. */
        LOCKED("Locked"),
        ACTIVE("Active");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** The property {@code AccountStatus}. */
        public String text() {
            return text;
        }
    }
}
