package io.keycloakpbx.lockout;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An address that may not sign in for a while.
 *
 * @param failures how many sign-ins have failed
 * @param blockedUntil RFC 3339, UTC, whole seconds
 */
@Schema(
        name = "BlockedAddress",
        description = "An address that may not sign in for a while",
        additionalProperties = Schema.False.class,
        requiredProperties = {"address", "failures", "blockedUntil"})
public record BlockedAddressRepresentation(
        String address, @Schema(minimum = "1") int failures, @Schema(format = "date-time") String blockedUntil) {}
