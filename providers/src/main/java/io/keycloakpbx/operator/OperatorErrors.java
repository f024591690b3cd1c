package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.services.ErrorResponseException;

/** The envelope of what the contract refuses, with each violation of a body. */
@Schema(
        name = "OperatorError",
        description = "Prisma SD-WAN's shape of a refusal",
        additionalProperties = Schema.False.class,
        requiredProperties = "_error")
record OperatorErrors(@JsonProperty("_error") List<Item> errors) {

    /** One violation. */
    @Schema(
            name = "OperatorErrorItem",
            additionalProperties = Schema.False.class,
            requiredProperties = {"code", "message"})
    record Item(String code, String message) {

        static Item of(OperatorError error) {
            return new Item(error.name(), error.text());
        }

        static Item of(OperatorError error, String message) {
            return new Item(error.name(), message);
        }
    }

    /** The shape of refusals. What comes without a code is refused for who asks, or what is asked for. */
    static final RefusalRenderer REFUSALS = refusal -> refusal.response(
            MediaType.APPLICATION_JSON_TYPE,
            new OperatorErrors(List.of(new Item(
                    refusal.code() != null ? refusal.code() : codeOf(refusal).name(), refusal.text()))));

    private static OperatorError codeOf(Refusal refusal) {
        return switch (refusal.status()) {
            case FORBIDDEN, UNAUTHORIZED -> OperatorError.OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS;
            case NOT_FOUND -> OperatorError.SESSION_SUBJECT_NOT_FOUND;
            default -> OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST;
        };
    }

    /** Refuses with a code and its own text; the request's transaction is rolled back. */
    static WebApplicationException refused(OperatorError error) {
        return refused(error, error.text());
    }

    /** Refuses with a code; the request's transaction is rolled back. */
    static WebApplicationException refused(OperatorError error, String message) {
        return REFUSALS.thrown(new Refusal(error.status(), error.name(), null, message, Map.of()));
    }

    /** Refuses a body with all that is wrong with it; the request's transaction is rolled back. */
    static WebApplicationException refused(List<Item> violations) {
        return new ErrorResponseException(Refusal.of(
                        OperatorError.valueOf(violations.get(0).code()).status(),
                        violations.get(0).message())
                .response(MediaType.APPLICATION_JSON_TYPE, new OperatorErrors(List.copyOf(violations))));
    }
}
