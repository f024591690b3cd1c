package io.keycloakpbx.extension;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The user that a request body names: only described here, {@link PbxUserInput} reads it. */
@Schema(name = "PbxUserBody", description = "A user that is made, or who is to have an extension")
record PbxUserBody(
        @Schema(maxLength = 255, description = "The Keycloak id of a user that is there") String id,
        @Schema(maxLength = 255) String username,
        @Schema(maxLength = 255) String password,
        Boolean enabled,
        @Schema(defaultValue = "true") Boolean full,
        @Schema(maxLength = 255) String displayName) {}
