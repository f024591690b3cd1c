package io.keycloakpbx.securitykey;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The contract's answer to a validation. */
@Schema(
        name = "SecurityKeyValue",
        description = "The value of a key that was right",
        additionalProperties = Schema.False.class,
        requiredProperties = "value")
record SecurityKeyValue(String value) {

    /** Without the value. */
    @Override
    public String toString() {
        return "SecurityKeyValue";
    }
}
