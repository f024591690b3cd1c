package io.keycloakpbx.signin;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a browser goes to sign in with an identity provider. */
@Schema(
        name = "SignInAddress",
        description = "Where a browser goes to sign in",
        additionalProperties = Schema.False.class,
        requiredProperties = "url")
record SignInAddress(@Schema(format = "uri") String url) {}
