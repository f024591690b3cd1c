package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A key that is brought back: only described here. */
@Schema(
        name = "SecurityKeyProof",
        description = "A key that is brought back",
        requiredProperties = {"keyCode", "keyHash", "purpose"})
record SecurityKeyProof(
        @Schema(minLength = 1, maxLength = SecurityKeyResource.MAX_NAME) String keyCode,
        @Schema(minLength = 1, maxLength = SecurityKeyResource.MAX_NAME) String keyHash,
        @Schema(minLength = 1, maxLength = SecurityKeyProvider.MAX_PURPOSE) String purpose) {}
