package io.keycloakpbx.securitykey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.keycloakpbx.http.UsDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The contract's answer to generate.
 *
 * @param expirationDate in UTC, such as {@code 9/9/2017 5:35:09 PM}
 * @param actionUrl where the key's action starts, or null where it has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"expirationDate", "keyCode", "keyHash", "purpose", "actionUrl"})
@Schema(
        name = "SecurityKey",
        description = "A new key; its secret is told this once",
        additionalProperties = Schema.False.class,
        requiredProperties = {"expirationDate", "keyCode", "keyHash", "purpose"})
record SecurityKeyRepresentation(
        String expirationDate, String keyCode, String keyHash, String purpose, String actionUrl) {

    static SecurityKeyRepresentation of(IssuedSecurityKey key, String purpose, String actionUrl) {
        return new SecurityKeyRepresentation(
                UsDateTime.text(key.expiresAt()), key.keyCode(), key.keyHash(), purpose, actionUrl);
    }

    @Override
    public String toString() {
        return "SecurityKeyRepresentation";
    }
}
