package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a key is made from: only described here. */
@Schema(
        name = "NewSecurityKey",
        description = "What a key is made from",
        requiredProperties = {"purpose", "value", "lifeSpan"})
record SecurityKeyBody(
        @Schema(minLength = 1, maxLength = SecurityKeyProvider.MAX_PURPOSE) String purpose,
        @Schema(minLength = 1, maxLength = SecurityKeyProvider.MAX_VALUE) String value,
        @Schema(minimum = "1", description = "Seconds, up to the maximum of the purpose") long lifeSpan,
        @Schema(maxLength = SecurityKeyResource.MAX_NAME, description = "What a browser may do with the key")
                String action,
        @Schema(maxLength = SecurityKeyResource.MAX_NAME) String clientId,
        @Schema(maxLength = SecurityKeyResource.MAX_REDIRECT_URI) String redirectUri) {}
