package io.keycloakpbx.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.services.ErrorResponseException;

/** The shape of a contract's refusals. Each contract has one; a resource refuses in no other way. */
@FunctionalInterface
public interface RefusalRenderer {

    /**
     * The shape of Keycloak's Admin API, {@code {"errorMessage": …, "field": …}}, with what the admin console needs to say the
     * same in its language.
     */
    RefusalRenderer ADMIN = refusal -> refusal.response(
            MediaType.APPLICATION_JSON_TYPE,
            new AdminError(
                    refusal.field(),
                    refusal.text(),
                    refusal.key(),
                    refusal.params().isEmpty() ? null : refusal.params()));

    /** The words alone, as plain text. */
    RefusalRenderer TEXT = refusal -> refusal.response(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"), refusal.text());

    /** The answer. */
    Response render(Refusal refusal);

    /** The answer as an exception, for what has to leave at once: the request's transaction is rolled back. */
    default WebApplicationException thrown(Refusal refusal) {
        return new ErrorResponseException(render(refusal));
    }

    /** Keycloak's own representation has members that are always null here. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "AdminError",
            description = "A refusal in the shape of Keycloak's Admin API",
            additionalProperties = Schema.False.class,
            requiredProperties = "errorMessage")
    record AdminError(
            @Schema(description = "The part of the request that is wrong") String field,
            String errorMessage,
            @Schema(description = "The name of these words among the texts of the admin console") String key,
            @Schema(description = "What goes into the words of that name") Map<String, String> params) {}
}
