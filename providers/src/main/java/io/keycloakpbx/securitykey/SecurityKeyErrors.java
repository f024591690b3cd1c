package io.keycloakpbx.securitykey;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The contract's shape of every refusal: {@code {"errors":[{"field","loggingNumber","message"}]}}. */
@Schema(
        name = "SecurityKeyErrors",
        description = "CostGuard's shape of a refusal",
        additionalProperties = Schema.False.class,
        requiredProperties = "errors")
record SecurityKeyErrors(List<Entry> errors) {

    /** Gives refusals this shape; the number is the refusal's code, or that of its status. */
    static final RefusalRenderer RENDERER = refusal ->
            refusal.response(MediaType.APPLICATION_JSON_TYPE, new SecurityKeyErrors(List.of(Entry.of(refusal))));

    /** The contract's answer to a failed validation, whatever the reason. */
    static final Refusal INVALID_KEY =
            Refusal.invalid("keyCode", "The security key is not valid.").withCode("500101");

    private static final int INVALID_REQUEST = 500_100;
    private static final int UNAUTHORIZED = 500_102;
    private static final int FORBIDDEN = 500_103;
    private static final int TOO_MANY = 500_104;

    /** The caller must not do what a member of the request asks for. */
    static Refusal forbidden(String field, String text) {
        Refusal refusal = Refusal.of(Response.Status.FORBIDDEN, text);
        return new Refusal(refusal.status(), null, field, text, refusal.headers());
    }

    /**
     * One refusal.
     *
     * @param field the member of the request that is wrong, or empty where it is the request as a whole
     * @param loggingNumber the number of the message
     */
    @JsonPropertyOrder({"field", "loggingNumber", "message"})
    @Schema(
            name = "SecurityKeyErrorEntry",
            additionalProperties = Schema.False.class,
            requiredProperties = {"field", "loggingNumber", "message"})
    record Entry(String field, int loggingNumber, String message) {

        static Entry of(Refusal refusal) {
            return new Entry(
                    refusal.field() == null ? "" : refusal.field(),
                    refusal.code() == null ? number(refusal.status()) : Integer.parseInt(refusal.code()),
                    refusal.text());
        }

        private static int number(Response.Status status) {
            return switch (status) {
                case UNAUTHORIZED -> SecurityKeyErrors.UNAUTHORIZED;
                case FORBIDDEN -> SecurityKeyErrors.FORBIDDEN;
                case TOO_MANY_REQUESTS -> TOO_MANY;
                default -> INVALID_REQUEST;
            };
        }
    }
}
