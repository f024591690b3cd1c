package io.keycloakpbx.sts;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.NumberedErrors;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.telemetry.SignInTimer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * The login that gives a security token as a JSON string (contract costguard 5.5): a simple web token for clients that have opted
 * in, else the access token.
 */
final class SwtLogin {

    /** What tokens of the login are for (contract costguard 5.1). */
    static final String APPLIES_TO = "http://idibilling.com/webservices";

    /** Gives refusals CostGuard's shape. */
    static final RefusalRenderer ERRORS = NumberedErrors.renderer(
            Map.of(Response.Status.UNAUTHORIZED, 500_201, Response.Status.FORBIDDEN, 500_203), 500_200);

    private static final SignInTimer TIMER = new SignInTimer("swt");

    private static final String ENVIRONMENT = "environment";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String PRIMARY = "primary";
    private static final String ACT_AS = "actAs";
    private static final int MAX_LENGTH = 1_024;

    /**
     * How long an access token lives at most, in seconds, where somebody acts for the user: unlike the other kinds it does not end with
     * the session of who acts, which Keycloak does not look at.
     */
    private static final int ACTED_LIFESPAN = 300;

    private static final int MAX_ENVIRONMENT_LENGTH = 255;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String environment;

    /** What is sent: only described here. */
    @Schema(name = "SecurityTokenLogin", requiredProperties = PRIMARY)
    record Login(
            Credentials primary,
            @Schema(
                            nullable = true,
                            maxLength = MAX_ENVIRONMENT_LENGTH,
                            description = "The environment's name; it wins over that of the path")
                    String environment,
            @Schema(nullable = true, description = "For whom the first one acts, with that one's password")
                    Credentials actAs) {}

    /** Name and password. */
    @Schema(
            name = "SecurityTokenCredentials",
            requiredProperties = {USERNAME, PASSWORD})
    record Credentials(
            @Schema(
                            minLength = 1,
                            maxLength = MAX_LENGTH,
                            description = "Domain\\User, or a user name of the path's realm")
                    String username,
            @Schema(minLength = 1, maxLength = MAX_LENGTH) String password) {

        static Credentials of(Body body) {
            return new Credentials(
                    body.requiredString(USERNAME, MAX_LENGTH), body.requiredString(PASSWORD, MAX_LENGTH));
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /**
     * A login.
     *
     * @param realm the realm of the path, which is served
     * @param environment of the path
     */
    SwtLogin(KeycloakSession session, RealmModel realm, String environment) {
        this.session = session;
        this.realm = realm;
        this.environment = environment;
    }

    /** Signs in; the answer is never an exception, or failures would not be counted. */
    Response login(InputStream body) {
        try {
            return answer(outcome(JsonBody.read(body)));
        } catch (InvalidBodyException e) {
            RealmEndpoint.letAnyOriginRead();
            return ERRORS.render(Refusal.invalid(e));
        }
    }

    private TokenSignIn.Outcome outcome(JsonBody body) {
        Body primary = body.optionalObject(PRIMARY);
        if (primary == null) {
            body.violation(PRIMARY, PRIMARY + " is required");
        }
        Credentials first = Credentials.of(primary);
        Body actAs = body.optionalObject(ACT_AS);
        Optional<Credentials> second = Optional.ofNullable(actAs).map(Credentials::of);
        String in = body.optionalString(ENVIRONMENT, MAX_ENVIRONMENT_LENGTH);
        TokenSignIn signIn = new TokenSignIn(TIMER, session, realm, in == null ? environment : in);
        return second.map(other -> signIn.signIn(
                        first.username(), first.password(), other.username(), other.password(), APPLIES_TO))
                .orElseGet(() -> signIn.signIn(first.username(), first.password(), APPLIES_TO));
    }

    private Response answer(TokenSignIn.Outcome outcome) {
        if (outcome instanceof TokenSignIn.Outcome.SignedIn in) {
            return Response.ok(JsonSerialization.valueAsString(token(in)), MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        if (outcome instanceof TokenSignIn.Outcome.NoScope) {
            return ERRORS.render(new Refusal(
                    Response.Status.UNAUTHORIZED,
                    null,
                    ENVIRONMENT,
                    "You do not have access to this environment or it does not exist.",
                    Map.of()));
        }
        if (outcome instanceof TokenSignIn.Outcome.OtherOrigin) {
            return ERRORS.render(
                    Refusal.of(Response.Status.FORBIDDEN, "The application does not list this web origin."));
        }
        if (outcome instanceof TokenSignIn.Outcome.Denied denied) {
            return ERRORS.render(Refusal.of(Response.Status.FORBIDDEN, denied.text()));
        }
        return ERRORS.render(Refusal.of(
                Response.Status.UNAUTHORIZED,
                outcome instanceof TokenSignIn.Outcome.MoreToDo more
                        ? more.text()
                        : "The user name or the password is not valid."));
    }

    private String token(TokenSignIn.Outcome.SignedIn in) {
        TokenSession of = in.session();
        if (SimpleWebTokens.isFor(of.party().client())) {
            return new SimpleWebTokens(session, of.realm()).issue(of);
        }
        return in.accessToken() == null ? of.accessToken(ACTED_LIFESPAN) : in.accessToken();
    }
}
