package io.keycloakpbx.securitykey;

import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A new key as a link, told this once.
 *
 * @param id names the key to administrators
 * @param actionUrl where the key's action starts
 * @param qrCode the same as a PNG, Base64
 * @param expiresAt RFC 3339, UTC, whole seconds
 */
@Schema(
        name = "SecurityKeyLink",
        description = "A new key as a link, told this once",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "actionUrl", "qrCode", "expiresAt"})
record SecurityKeyLinkRepresentation(
        String id,
        @Schema(format = "uri") String actionUrl,
        @Schema(description = "The URL as a QR code: a PNG, Base64") String qrCode,
        @Schema(format = "date-time") String expiresAt) {

    static SecurityKeyLinkRepresentation of(IssuedSecurityKey key, String actionUrl) {
        return new SecurityKeyLinkRepresentation(
                key.id(),
                actionUrl,
                Base64.getEncoder().encodeToString(SecurityKeyQrCode.png(actionUrl)),
                key.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    @Override
    public String toString() {
        return "SecurityKeyLinkRepresentation";
    }
}
