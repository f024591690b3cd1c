package io.keycloakpbx.lockout;

/**
 * An address that may not sign in for a while.
 *
 * @param failures how many sign-ins have failed
 * @param blockedUntil RFC 3339, UTC, whole seconds
 */
public record BlockedAddressRepresentation(String address, int failures, String blockedUntil) {}
