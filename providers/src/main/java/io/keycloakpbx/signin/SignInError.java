package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.http.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The error envelope of the contract (portsip 1.3). {@code detail} is left out where there is none. */
@Schema(
        name = "SignInError",
        description = "PortSIP's shape of a refusal",
        additionalProperties = Schema.False.class,
        requiredProperties = "errors")
record SignInError(List<Item> errors) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "SignInErrorItem",
            additionalProperties = Schema.False.class,
            requiredProperties = {"code", "message"})
    record Item(String code, String message, @Schema(implementation = Detail.class) Object detail) {}

    /** What a detail may have: only described here. */
    @Schema(name = "SignInErrorDetail", additionalProperties = Schema.False.class)
    record Detail(
            @Schema(description = "The member that is wrong") String field,
            @Schema(description = "What is wrong with it") String message,
            @Schema(description = "For the next step of the sign-in") String token,
            @JsonProperty("retry_after") @Schema(description = "Seconds") Integer retryAfter,
            @Schema(description = "Keycloak's required actions") List<String> actions) {}

    /** The contract's answer to an address from which too many sign-ins have failed. */
    static Response denied(String address, Instant until) {
        return response(
                Response.Status.FORBIDDEN,
                "DENIED",
                "the client IP address " + address + " has been blocked until " + until,
                null);
    }

    /** The envelope of what the shared rooms refuse. */
    static Response render(Refusal refusal) {
        return switch (refusal.status()) {
            case BAD_REQUEST ->
                response(
                        refusal, "VALIDATE_FAILED", "field validation failed", detail(refusal.field(), refusal.text()));
            case UNAUTHORIZED -> response(refusal, "UNAUTHORIZED", "Unauthorized", null);
            default -> response(refusal, refusal.status().name(), refusal.text(), null);
        };
    }

    private static Map<String, String> detail(String field, String problem) {
        Map<String, String> detail = new LinkedHashMap<>();
        if (field != null) {
            detail.put("field", field);
        }
        detail.put("message", problem);
        return detail;
    }

    private static Response response(Refusal refusal, String code, String message, Object detail) {
        String named = refusal.code() == null ? code : refusal.code();
        return refusal.response(
                MediaType.APPLICATION_JSON_TYPE, new SignInError(List.of(new Item(named, message, detail))));
    }

    /** One answer for a wrong password, an unknown user or domain, a locked user and a suspended tenant. */
    static Response signInFailed() {
        return response(Response.Status.BAD_REQUEST, "UNAUTHORIZED", "Login failed, authentication error", null);
    }

    static Response refreshFailed() {
        return response(Response.Status.BAD_REQUEST, "UNKNOWN", "unknown error", null);
    }

    /** A field that breaks its rule; the words are in the detail, as the message is the contract's. */
    static Response invalidField(String field, String problem) {
        return response(
                Response.Status.BAD_REQUEST, "VALIDATE_FAILED", "field validation failed", detail(field, problem));
    }

    static Response unknownDomain() {
        return response(
                Response.Status.NOT_FOUND, "NOT_FOUND", "No tenant information found by the provided SIP domain", null);
    }

    static Response passwordResetRequired(String token) {
        return response(
                Response.Status.BAD_REQUEST,
                "PASSWORD_RESET_REQUIRED",
                "The password must be changed before signing in",
                Map.of("token", token));
    }

    static Response codeNotSent() {
        return response(
                Response.Status.BAD_REQUEST,
                "EMAIL_NOT_SENT",
                "The sign-in code could not be sent; ask the administrator to check the mail settings",
                null);
    }

    /** Asked for too often; the header says in how many seconds to ask again at the earliest. */
    static Response tooEarly(int seconds) {
        return Response.fromResponse(response(
                        Response.Status.TOO_MANY_REQUESTS,
                        "TOO_MANY_REQUESTS",
                        "A sign-in code was sent a moment ago; wait before asking for another one",
                        Map.of("retry_after", seconds)))
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }

    /** The account waits for something that only a browser sign-in can ask for. */
    static Response actionRequired(List<String> actions) {
        return response(
                Response.Status.BAD_REQUEST,
                "ACTION_REQUIRED",
                "The account is not fully set up; sign in with a browser once to complete it",
                Map.of("actions", actions));
    }

    private static Response response(Response.Status status, String code, String message, Object detail) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new SignInError(List.of(new Item(code, message, detail))))
                .build();
    }
}
