package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an administrator makes a link of: only described here. */
@Schema(
        name = "NewSecurityKeyLink",
        description = "What an administrator makes a link of",
        additionalProperties = Schema.False.class,
        requiredProperties = {"user", "purpose", "action", "lifeSpan"})
record SecurityKeyLinkBody(
        @Schema(maxLength = SecurityKeyResource.MAX_NAME, description = "The id of a user") String user,
        @Schema(minLength = 1, maxLength = SecurityKeyProvider.MAX_PURPOSE) String purpose,
        @Schema(
                        minLength = 1,
                        maxLength = SecurityKeyResource.MAX_NAME,
                        description = "SIGN_IN, or the alias of a required action of the realm")
                String action,
        @Schema(minimum = "1", description = "Seconds, up to the maximum of the purpose") long lifeSpan,
        @Schema(maxLength = SecurityKeyResource.MAX_NAME) String clientId,
        @Schema(maxLength = SecurityKeyResource.MAX_REDIRECT_URI) String redirectUri) {}
