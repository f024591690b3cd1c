package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

    private static final int RETRY_SECONDS = 1;
    /** No more violations are told. */
    private static final int MAX_ITEMS = 100;

    OperatorErrors {
        errors = List.copyOf(errors.subList(0, Math.min(errors.size(), MAX_ITEMS)));
    }

    /**
     * One violation.
     *
     * @param hint what the admin console is told besides, or null; no part of the contract
     */
    @Schema(
            name = "OperatorErrorItem",
            additionalProperties = Schema.False.class,
            requiredProperties = {"code", "message"})
    record Item(String code, String message, @JsonIgnore @Schema(hidden = true) ConsoleHint hint) {

        Item(String code, String message) {
            this(code, message, null);
        }

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
                    refusal.code() != null ? refusal.code() : codeOf(refusal).name(),
                    refusal.text(),
                    refusal.field() == null && refusal.key() == null
                            ? null
                            : new ConsoleHint(refusal.field(), refusal.key(), refusal.params())))));

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

    /** Refuses with a code and its own text; what has been done until then is kept. */
    static Response answer(OperatorError error) {
        return answer(error, error.text());
    }

    /** Refuses with a code; what has been done until then is kept. */
    static Response answer(OperatorError error, String message) {
        return REFUSALS.render(new Refusal(error.status(), error.name(), null, message, Map.of()));
    }

    /** Refuses what comes at a bad time. */
    static WebApplicationException busy() {
        return REFUSALS.thrown(Refusal.tooEarly(
                        Response.Status.SERVICE_UNAVAILABLE,
                        "Too many changes at the same time, try again.",
                        RETRY_SECONDS)
                .withKey("pbxErrorBusy", Map.of()));
    }

    /** Refuses a body with all that is wrong with it; the request's transaction is rolled back. */
    static WebApplicationException refused(List<Item> violations) {
        boolean forbidden = violations.stream()
                .allMatch(item -> item.code().equals(OperatorError.OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS.name()));
        return new ErrorResponseException(Refusal.of(
                        forbidden ? Response.Status.FORBIDDEN : Response.Status.BAD_REQUEST,
                        violations.get(0).message())
                .response(MediaType.APPLICATION_JSON_TYPE, new OperatorErrors(violations)));
    }
}
