package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.NumberedErrors;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What is refused of security keys, in CostGuard's shape. */
final class SecurityKeyErrors {

    private static final int INVALID_REQUEST = 500_100;
    private static final int UNAUTHORIZED = 500_102;
    private static final int FORBIDDEN = 500_103;
    private static final int TOO_MANY = 500_104;

    /** Gives refusals the contract's shape. */
    static final RefusalRenderer RENDERER = NumberedErrors.renderer(
            Map.of(
                    Response.Status.UNAUTHORIZED,
                    UNAUTHORIZED,
                    Response.Status.FORBIDDEN,
                    FORBIDDEN,
                    Response.Status.TOO_MANY_REQUESTS,
                    TOO_MANY),
            INVALID_REQUEST);

    /** The contract's answer to a failed validation, whatever the reason. */
    static final Refusal INVALID_KEY =
            Refusal.invalid("keyCode", "The security key is not valid.").withCode("500101");

    private SecurityKeyErrors() {}

    /** The caller must not do what a member of the request asks for. */
    static Refusal forbidden(String field, String text) {
        Refusal refusal = Refusal.of(Response.Status.FORBIDDEN, text);
        return new Refusal(refusal.status(), null, field, text, refusal.headers());
    }
}
