package io.keycloakpbx.securitykey;

/**
 * An attempt that failed. It used the key up that its code named, which is for events only: who made the attempt learns
 * nothing of it.
 */
public record RefusedSecurityKey(String id, String purpose) implements SecurityKeyAttempt {

    /** The code named no key of the realm. */
    static final RefusedSecurityKey UNKNOWN = new RefusedSecurityKey(null, null);
}
