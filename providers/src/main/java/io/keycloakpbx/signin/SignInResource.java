package io.keycloakpbx.signin;

import io.keycloakpbx.broker.IdentityDirectory;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * The sign-in API of a PortSIP PBX at {@code /realms/{realm}/api} (contract portsip 1.1). Bodies are read as JSON
 * whatever they claim to be, so that what is wrong with them is said in the contract's envelope.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class SignInResource {

    private static final int MAX_USERNAME_LENGTH = 64;
    private static final int MAX_CODE_LENGTH = 16;
    private static final int MAX_ALIAS_LENGTH = 255;
    private static final int MAX_STATE_LENGTH = 1_000;
    private static final int MAX_CHALLENGE_LENGTH = 128;

    private final KeycloakSession session;

    SignInResource(KeycloakSession session) {
        this.session = session;
    }

    /** Answers a browser that asks which requests other origins may send. */
    @OPTIONS
    @Path("{path: .*}")
    public Response preflight() {
        return Cors.builder()
                .preflight()
                .allowedMethods("GET", "POST", "OPTIONS")
                .auth()
                .add(Response.ok());
    }

    /** The system's public values and, with a SIP domain, those of its tenant; 404 where there is none. */
    @GET
    @Path("info")
    public Response info(@QueryParam("domain") String domain) {
        return served(tenants -> {
            if (domain != null && domain.length() > SipDomain.MAX_LENGTH) {
                return SignInError.invalidField(
                        "domain", "domain must have at most " + SipDomain.MAX_LENGTH + " characters");
            }
            RealmModel realm = tenants.ofDomain(domain);
            if (realm == null || !realm.isEnabled()) {
                return SignInError.unknownDomain();
            }
            SystemInfo info = new SystemInfo(session, tenants);
            return Cors.builder()
                    .allowAllOrigins()
                    .auth()
                    .add(Response.ok(
                            new InfoRepresentation(info.system(info.isForSystemAdministrator()), info.tenant(realm))));
        });
    }

    /** Signs in: 200 with tokens, or with a session token where a second factor is to come. */
    @POST
    @Path("auth/sign_in")
    public Response signIn(@QueryParam("qr") String qr, byte[] body) {
        if (qr != null && !qr.equals("true") && !qr.equals("false")) {
            return uncached(SignInError.invalidField("qr", "qr must be true or false"));
        }
        return withPassword(body, (tokens, role) -> tokens);
    }

    /** Begins a sign-in with an identity provider of the tenant; 200 with the address to open. */
    @POST
    @Path("auth/sign_in/{provider}")
    public Response signInWithProvider(@PathParam("provider") String provider, byte[] in) {
        return withBody(in, body -> {
            if (provider.length() > MAX_ALIAS_LENGTH) {
                return SignInError.invalidField("provider", "provider is too long");
            }
            return new SignIn(session)
                    .withProvider(
                            provider,
                            body.requiredString("domain", SipDomain.MAX_LENGTH),
                            body.requiredString("callback_url", CallbackUrl.MAX_LENGTH),
                            body.optionalString("state", MAX_STATE_LENGTH),
                            body.optionalString("code_challenge", MAX_CHALLENGE_LENGTH),
                            url -> Response.ok(Map.of("url", url.toString())).build());
        });
    }

    /** Begins a sign-in with Microsoft 365; 302 to the address (legacy). */
    @POST
    @Path("login/by_microsoft")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response loginByMicrosoft(MultivaluedMap<String, String> form) {
        String domain = form.getFirst("domain");
        String callbackUrl = form.getFirst("callback_url");
        String state = form.getFirst("state");
        String codeChallenge = form.getFirst("code_challenge");
        if (domain == null || domain.isEmpty() || domain.length() > SipDomain.MAX_LENGTH) {
            return uncached(SignInError.invalidField(
                    "domain", "domain must have 1 to " + SipDomain.MAX_LENGTH + " characters"));
        }
        if (isLonger(callbackUrl, CallbackUrl.MAX_LENGTH)
                || isLonger(state, MAX_STATE_LENGTH)
                || isLonger(codeChallenge, MAX_CHALLENGE_LENGTH)) {
            return uncached(SignInError.invalidField(null, "a member of the form is too long"));
        }
        return uncached(new SignIn(session)
                .withProvider(
                        IdentityDirectory.MICROSOFT_ALIAS,
                        domain,
                        callbackUrl,
                        state,
                        codeChallenge,
                        url -> Response.status(Response.Status.FOUND)
                                .location(url)
                                .build()));
    }

    private static boolean isLonger(String text, int max) {
        return text != null && text.length() > max;
    }

    /** Signs in; 200 with what {@code GET /login} answers. */
    @POST
    @Path("login")
    public Response login(byte[] body) {
        return withPassword(
                body,
                (tokens, role) ->
                        LoginRepresentation.of(tokens.accessToken(), Instant.now(), tokens.expiresIn(), role));
    }

    private Response withPassword(byte[] in, BiFunction<TokensRepresentation, String, Object> tokens) {
        return withBody(in, body -> {
            String username = body.requiredString("username", MAX_USERNAME_LENGTH);
            String password = body.requiredString("password", JsonBody.MAX_BYTES);
            String domain = body.optionalString("domain", SipDomain.MAX_LENGTH);
            if (domain != null && domain.isEmpty()) {
                return SignInError.invalidField("domain", "domain must not be empty");
            }
            return new SignIn(session).withPassword(username, password, domain, tokens);
        });
    }

    /** Mails the code that {@code verify_otp} takes, where the second factor is one that is mailed. */
    @POST
    @Path("auth/send_otp")
    public Response sendOtp(byte[] in) {
        return withBody(
                in, body -> new SignIn(session).sendCode(body.requiredString("token", SessionToken.MAX_LENGTH)));
    }

    /** Finishes a sign-in with the code of the second factor; 200 with tokens. */
    @POST
    @Path("auth/verify_otp")
    public Response verifyOtp(byte[] in) {
        return withBody(in, body -> new SignIn(session)
                .withCode(
                        body.requiredString("token", SessionToken.MAX_LENGTH),
                        body.requiredString("code", MAX_CODE_LENGTH)));
    }

    /** Mails a link for choosing a new password; 200 whether or not there is such a user. */
    @POST
    @Path("auth/forget_password")
    public Response forgetPassword(byte[] in) {
        return withBody(in, body -> {
            String username = body.requiredString("username", MAX_USERNAME_LENGTH);
            String domain = body.optionalString("domain", SipDomain.MAX_LENGTH);
            String callbackUrl = body.requiredString("callback_url", CallbackUrl.MAX_LENGTH);
            if (domain != null && domain.isEmpty()) {
                return SignInError.invalidField("domain", "domain must not be empty");
            }
            return new SignIn(session).forgottenPassword(username, domain, callbackUrl);
        });
    }

    /** Sets a new password: in the place of one that must be changed, or with the token of a forgotten one's mail. */
    @POST
    @Path("auth/reset_password")
    public Response resetPassword(byte[] in) {
        return withBody(in, body -> new PasswordReset(session)
                .reset(
                        body.requiredString("token", SessionToken.MAX_LENGTH),
                        body.requiredString("new_password", JsonBody.MAX_BYTES)));
    }

    /** Exchanges a refresh token, which is used up, for new tokens. */
    @POST
    @Path("auth/refresh_token")
    public Response refreshToken(byte[] in) {
        return withBody(
                in, body -> new SignIn(session).refresh(body.requiredString("refresh_token", JsonBody.MAX_BYTES)));
    }

    /** Ends the session of the bearer token. */
    @POST
    @Path("auth/sign_out")
    public Response signOut() {
        return signedIn(caller -> {
            end(caller);
            return Response.ok().type(MediaType.APPLICATION_JSON).build();
        });
    }

    /** Ends the session of the bearer token (legacy). */
    @POST
    @Path("logout")
    public Response logout() {
        return signedIn(caller -> {
            end(caller);
            return Response.noContent().build();
        });
    }

    private void end(AuthResult caller) {
        RealmModel realm = session.getContext().getRealm();
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.LOGOUT)
                .client(caller.client())
                .user(caller.user())
                .session(caller.session());
        AuthenticationManager.backchannelLogout(session, caller.session(), true);
        event.success();
    }

    /** Who the bearer token is of. */
    @GET
    @Path("auth/user")
    public Response user() {
        return signedIn(caller -> {
            RealmModel realm = session.getContext().getRealm();
            String role = BuiltInRole.of(realm, caller.user());
            return Response.ok(new UserRepresentation(
                            role,
                            role == null || realm.getRole(role) == null
                                    ? null
                                    : realm.getRole(role).getId(),
                            role,
                            Tenant.of(realm)
                                    .map(Tenant::sipDomain)
                                    .map(SipDomain::value)
                                    .orElse(null),
                            // A session that an identity provider began has seen no password of ours.
                            caller.session().getBrokerSessionId() == null,
                            caller.user()
                                    .getRequiredActionsStream()
                                    .anyMatch(RequiredAction.UPDATE_PASSWORD.name()::equals)))
                    .build();
        });
    }

    /** The bearer token that was presented, with its expiry and the user's role (legacy). */
    @GET
    @Path("login")
    public Response presentedToken() {
        return signedIn(caller -> {
            long expiresIn = Math.max(0, caller.token().getExp() - Time.currentTime());
            return Response.ok(LoginRepresentation.of(
                            AppAuthManager.extractAuthorizationHeaderToken(
                                    session.getContext().getRequestHeaders()),
                            Instant.ofEpochSecond(caller.token().getExp() - expiresIn),
                            expiresIn,
                            BuiltInRole.of(session.getContext().getRealm(), caller.user())))
                    .build();
        });
    }

    private Response withBody(byte[] in, Function<JsonBody, Response> operation) {
        try {
            return uncached(operation.apply(JsonBody.read(in)));
        } catch (InvalidBodyException e) {
            return uncached(SignInError.invalidField(e.member(), e.getMessage()));
        }
    }

    /** Runs an operation for the user of the bearer token, in the realm that the token is from; else 401. */
    private Response signedIn(Function<AuthResult, Response> operation) {
        AppAuthManager.AuthHeader header = authorization();
        TenantSelection tenants = new TenantSelection(session);
        RealmModel realm = header == null ? null : tenants.ofToken(header.getToken());
        if (!tenants.serves(realm)) {
            return uncached(SignInError.notSignedIn());
        }
        session.getContext().setRealm(realm);
        AuthResult caller = new AppAuthManager.BearerTokenAuthenticator(session)
                .setRealm(realm)
                .authenticate();
        if (caller == null) {
            return uncached(SignInError.notSignedIn());
        }
        Cors.builder().auth().checkAllowedOrigins(caller.token()).add();
        return uncached(operation.apply(caller));
    }

    /** The one Authorization header with a token of a kind that Keycloak takes; null where it is another or there are more. */
    private AppAuthManager.AuthHeader authorization() {
        try {
            return AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
                    session.getContext().getRequestHeaders());
        } catch (NotAuthorizedException e) {
            return null;
        }
    }

    /** Refuses as Keycloak's own endpoints do where the realm of the base URL is suspended or requires TLS. */
    private Response served(Function<TenantSelection, Response> operation) {
        TenantSelection tenants = new TenantSelection(session);
        if (!tenants.base().isEnabled()) {
            return forbidden("access_denied", "Realm not enabled");
        }
        return uncached(
                tenants.lacksTls(tenants.base())
                        ? forbidden(OAuthErrorException.INVALID_REQUEST, "HTTPS required")
                        : operation.apply(tenants));
    }

    private static Response forbidden(String error, String description) {
        return Response.status(Response.Status.FORBIDDEN)
                .entity(new OAuth2ErrorRepresentation(error, description))
                .build();
    }

    private Response uncached(Response response) {
        if (!response.hasEntity()) {
            session.getProvider(SecurityHeadersProvider.class).options().allowEmptyContentType();
        }
        return Response.fromResponse(response)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
