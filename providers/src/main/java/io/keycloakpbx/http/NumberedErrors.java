package io.keycloakpbx.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** CostGuard's shape of a refusal in JSON: {@code {"errors":[{"field","loggingNumber","message"}]}}. */
@Schema(
        name = "SecurityKeyErrors",
        description = "CostGuard's shape of a refusal",
        additionalProperties = Schema.False.class,
        requiredProperties = "errors")
public record NumberedErrors(List<Entry> errors) {

    /**
     * Gives refusals this shape; the number is the refusal's code, or that of its status.
     *
     * @param numbers the numbers of statuses
     * @param otherwise the number of all others
     */
    public static RefusalRenderer renderer(Map<Response.Status, Integer> numbers, int otherwise) {
        return refusal -> refusal.response(
                MediaType.APPLICATION_JSON_TYPE,
                new NumberedErrors(List.of(new Entry(
                        refusal.field() == null ? "" : refusal.field(),
                        refusal.code() == null
                                ? numbers.getOrDefault(refusal.status(), otherwise)
                                : Integer.parseInt(refusal.code()),
                        refusal.text()))));
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
    public record Entry(String field, int loggingNumber, String message) {}
}
