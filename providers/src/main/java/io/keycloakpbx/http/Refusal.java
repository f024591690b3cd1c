package io.keycloakpbx.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request is refused, before it takes the shape of a contract: a {@link RefusalRenderer} gives it that.
 *
 * @param status the status of the answer
 * @param code the contract's code, or null where the status says enough
 * @param field the part of the request that is wrong, or null where it is the request as a whole
 * @param text says in words for the caller what is wrong and, where it can, who or what helps
 * @param key the name of the same words among the texts of the admin console, which has them in more languages, or null where
 *     it does not
 * @param params what goes into those words, by the names that they have for it
 * @param headers what the answer carries besides, by name
 */
public record Refusal(
        Response.Status status,
        String code,
        String field,
        String text,
        String key,
        Map<String, String> params,
        Map<String, String> headers) {

    /** The challenge of resources that take access tokens (RFC 6750). */
    public static final String BEARER = "Bearer";

    public Refusal {
        params = Map.copyOf(params);
        headers = Map.copyOf(headers);
    }

    /** A refusal in words that the admin console does not have. */
    public Refusal(Response.Status status, String code, String field, String text, Map<String, String> headers) {
        this(status, code, field, text, null, Map.of(), headers);
    }

    /** A refusal with a status and words alone. */
    public static Refusal of(Response.Status status, String text) {
        return new Refusal(status, null, null, text, Map.of());
    }

    /** A part of the request breaks its rule. */
    public static Refusal invalid(String field, String text) {
        return new Refusal(Response.Status.BAD_REQUEST, null, field, text, Map.of());
    }

    /** A body breaks its rule. */
    public static Refusal invalid(InvalidBodyException e) {
        return invalid(e.member(), e.getMessage());
    }

    /** No valid access token came with the request. */
    public static Refusal unauthorized() {
        return of(Response.Status.UNAUTHORIZED, "A valid access token is required.")
                .with(HttpHeaders.WWW_AUTHENTICATE, BEARER);
    }

    /** The caller lacks a role that would do. */
    public static Refusal lacksRole(String role) {
        return of(Response.Status.FORBIDDEN, "You do not have access: this needs the role " + role + ".")
                .withKey("pbxErrorLacksRole", Map.of("role", role));
    }

    /** The request may be sent again, not sooner than in some seconds. */
    public static Refusal tooEarly(Response.Status status, String text, long retryAfterSeconds) {
        return of(status, text).with(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
    }

    /** The same with the contract's code. */
    public Refusal withCode(String contractCode) {
        return new Refusal(status, contractCode, field, text, key, params, headers);
    }

    /** The same with the part of the request that is wrong. */
    public Refusal withField(String wrong) {
        return new Refusal(status, code, wrong, text, key, params, headers);
    }

    /** The same with the name of its words among the texts of the admin console, and what goes into them. */
    public Refusal withKey(String consoleKey, Map<String, String> consoleParams) {
        return new Refusal(status, code, field, text, consoleKey, consoleParams, headers);
    }

    /** The same with one header more. */
    public Refusal with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, code, field, text, key, params, more);
    }

    /** The answer with a contract's shape of this refusal as its body; never to be kept by a cache. */
    public Response response(MediaType type, Object body) {
        Response.ResponseBuilder response = Response.status(status).type(type).entity(body);
        headers.forEach(response::header);
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
