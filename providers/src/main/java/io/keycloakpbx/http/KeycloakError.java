package io.keycloakpbx.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What Keycloak itself refuses on our paths, before a resource of ours is asked: only described here.
 *
 * @param error what is wrong, such as {@code Realm does not exist}
 * @param description where to look for more
 */
@Schema(
        name = "KeycloakError",
        description = "A refusal of Keycloak itself",
        additionalProperties = Schema.False.class,
        requiredProperties = "error")
public record KeycloakError(String error, @JsonProperty("error_description") String description) {}
