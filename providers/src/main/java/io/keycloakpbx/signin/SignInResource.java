package io.keycloakpbx.signin;

import io.keycloakpbx.broker.BrokerSignInException;
import io.keycloakpbx.broker.IdentityDirectory;
import io.keycloakpbx.http.FormBody;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.KeycloakError;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * The sign-in API of a PortSIP PBX at {@code /realms/{realm}/api} (contract portsip 1.1). Bodies are read as JSON
 * whatever they claim to be, and everything that is refused is so in the contract's envelope.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@ReliesOn("org.keycloak.services.managers.AuthenticationManager: what is known of the caller of a token")
@Tag(name = "Sign-in")
@APIResponse(responseCode = "403", ref = "RefusedSignIn")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class SignInResource {

    static final int MAX_USERNAME_LENGTH = 64;
    static final int MAX_CODE_LENGTH = 16;
    static final int MAX_ALIAS_LENGTH = 255;
    static final int MAX_STATE_LENGTH = 1_000;
    static final int MAX_CHALLENGE_LENGTH = 128;

    /** All paths below the API. */
    private static final String ANY = "{path: .*}";

    static final Map<String, String> METHODS = Map.ofEntries(
            Map.entry("info", "GET, OPTIONS"),
            Map.entry("login", "GET, POST, OPTIONS"),
            Map.entry("login/by_microsoft", "POST, OPTIONS"),
            Map.entry("logout", "POST, OPTIONS"),
            Map.entry("auth/user", "GET, OPTIONS"),
            Map.entry("auth/sign_in", "POST, OPTIONS"),
            Map.entry("auth/sign_out", "POST, OPTIONS"),
            Map.entry("auth/send_otp", "POST, OPTIONS"),
            Map.entry("auth/verify_otp", "POST, OPTIONS"),
            Map.entry("auth/forget_password", "POST, OPTIONS"),
            Map.entry("auth/reset_password", "POST, OPTIONS"),
            Map.entry("auth/refresh_token", "POST, OPTIONS"));

    private final KeycloakSession session;
    private final RealmEndpoint endpoint;

    SignInResource(KeycloakSession session) {
        this.session = session;
        this.endpoint = new RealmEndpoint(session, SignInError::render, "GET", "POST", "OPTIONS");
    }

    /** Answers a browser that asks which requests other origins may send. */
    @OPTIONS
    @Path(ANY)
    @Operation(hidden = true)
    public Response preflight() {
        return endpoint.preflight();
    }

    /** The system's public values and, with a SIP domain, those of its tenant; 404 where there is none. */
    @GET
    @Path("info")
    @Operation(operationId = "getInfo", summary = "What anybody may know before signing in")
    @SecurityRequirement(name = "bearer")
    @SecurityRequirementsSet
    @APIResponseSchema(
            value = InfoRepresentation.class,
            responseCode = "200",
            responseDescription = "The system's values, and the tenant's")
    @APIResponse(
            responseCode = "404",
            description = "No tenant has this SIP domain, or no realm this name",
            content = @Content(schema = @Schema(anyOf = {SignInError.class, KeycloakError.class})))
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response info(
            @Parameter(schema = @Schema(maxLength = SipDomain.MAX_LENGTH)) @QueryParam("domain") String domain) {
        endpoint.requireServed();
        if (domain != null && domain.length() > SipDomain.MAX_LENGTH) {
            return uncached(SignInError.invalidField(
                    "domain", "domain must have at most " + SipDomain.MAX_LENGTH + " characters"));
        }
        TenantSelection tenants = new TenantSelection(session);
        RealmModel realm = tenants.of(RequestedDomain.of(domain));
        if (realm == null || !realm.isEnabled()) {
            return uncached(SignInError.unknownDomain());
        }
        SystemInfo info = new SystemInfo(session, tenants);
        return uncached(Cors.builder()
                .allowAllOrigins()
                .auth()
                .add(Response.ok(
                        new InfoRepresentation(info.system(info.isForSystemAdministrator()), info.tenant(realm)))));
    }

    /** Signs in: 200 with tokens, or with a session token where a second factor is to come. */
    @POST
    @Path("auth/sign_in")
    @Operation(operationId = "signIn", summary = "Signs in with a password")
    @RequestBodySchema(SignInBody.Password.class)
    @APIResponse(
            responseCode = "200",
            description = "Tokens, or a token for the second factor",
            content = @Content(schema = @Schema(anyOf = {TokensRepresentation.class, TwoFactorRepresentation.class})))
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response signIn(
            @Parameter(description = "Without effect", schema = @Schema(enumeration = {"true", "false"}))
                    @QueryParam("qr")
                    String qr,
            byte[] body) {
        if (qr != null && !qr.equals("true") && !qr.equals("false")) {
            return uncached(SignInError.invalidField("qr", "qr must be true or false"));
        }
        return withPassword(body, (tokens, role) -> tokens);
    }

    /** Begins a sign-in with an identity provider of the tenant; 200 with the address to open. */
    @POST
    @Path("auth/sign_in/{provider}")
    @Operation(operationId = "signInWithProvider", summary = "Begins a sign-in with an identity provider of the tenant")
    @RequestBodySchema(SignInBody.Provider.class)
    @APIResponseSchema(
            value = SignInAddress.class,
            responseCode = "200",
            responseDescription = "The address to open in a browser")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response signInWithProvider(
            @Parameter(schema = @Schema(maxLength = MAX_ALIAS_LENGTH)) @PathParam("provider") String provider,
            byte[] in) {
        return withBody(in, body -> {
            if (provider.length() > MAX_ALIAS_LENGTH) {
                return SignInError.invalidField("provider", "provider is too long");
            }
            return withProvider(
                    provider,
                    body.requiredString("domain", SipDomain.MAX_LENGTH),
                    body.requiredString(CallbackUrl.FIELD, CallbackUrl.MAX_LENGTH),
                    body.optionalString("state", MAX_STATE_LENGTH),
                    body.optionalString("code_challenge", MAX_CHALLENGE_LENGTH),
                    url -> Response.ok(new SignInAddress(url.toString())).build());
        });
    }

    /** Begins a sign-in with Microsoft 365; 302 to the address (legacy). */
    @POST
    @Path("login/by_microsoft")
    @Operation(operationId = "loginByMicrosoft", summary = "Begins a sign-in with Microsoft 365 (legacy)")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(implementation = SignInBody.Microsoft.class)))
    @APIResponse(responseCode = "302", description = "To the identity provider")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response loginByMicrosoft(byte[] in) {
        return answered(() -> {
            FormBody form = FormBody.read(in);
            return withProvider(
                    IdentityDirectory.MICROSOFT_ALIAS,
                    form.requiredString("domain", SipDomain.MAX_LENGTH),
                    form.optionalString(CallbackUrl.FIELD, CallbackUrl.MAX_LENGTH),
                    form.optionalString("state", MAX_STATE_LENGTH),
                    form.optionalString("code_challenge", MAX_CHALLENGE_LENGTH),
                    url -> Response.status(Response.Status.FOUND).location(url).build());
        });
    }

    private Response withProvider(
            String alias,
            String domain,
            String callbackUrl,
            String state,
            String codeChallenge,
            Function<URI, Response> answer) {
        try {
            return answer.apply(new SignIn(session)
                    .withProvider(alias, RequestedDomain.of(domain), callbackUrl, state, codeChallenge));
        } catch (BrokerSignInException e) {
            return SignInError.invalidField(e.field(), e.getMessage());
        }
    }

    /** Signs in; 200 with what {@code GET /login} answers. */
    @POST
    @Path("login")
    @Operation(operationId = "login", summary = "Signs in with a password (legacy)")
    @RequestBodySchema(SignInBody.Password.class)
    @APIResponse(
            responseCode = "200",
            description = "The access token, or a token for the second factor",
            content = @Content(schema = @Schema(anyOf = {LoginRepresentation.class, TwoFactorRepresentation.class})))
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response login(byte[] body) {
        return withPassword(body, LoginRepresentation::of);
    }

    private Response withPassword(byte[] in, BiFunction<TokensRepresentation, String, Object> tokens) {
        return withBody(in, body -> {
            String username = username(body);
            String password = body.requiredString("password", JsonBody.MAX_BYTES);
            return SignInAnswer.of(new SignIn(session).withPassword(username, password, domain(body)), tokens);
        });
    }

    /** A user name as the contract has it, or a SIP or e-mail address, which may be longer. */
    private static String username(JsonBody body) {
        String username = body.requiredString("username", SipUserName.MAX_LENGTH);
        return username.indexOf('@') < 0 ? body.requiredString("username", MAX_USERNAME_LENGTH) : username;
    }

    private static RequestedDomain domain(JsonBody body) {
        String domain = body.optionalString("domain", SipDomain.MAX_LENGTH);
        return RequestedDomain.of("".equals(domain) ? body.requiredString("domain", SipDomain.MAX_LENGTH) : domain);
    }

    /** Mails the code that {@code verify_otp} takes, where the second factor is one that is mailed. */
    @POST
    @Path("auth/send_otp")
    @Operation(operationId = "sendCode", summary = "Mails the code of the second factor")
    @RequestBodySchema(SignInBody.Token.class)
    @APIResponse(responseCode = "200", description = "Mailed, where the second factor is a mailed code")
    @APIResponse(responseCode = "429", ref = "RefusedSignIn")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response sendOtp(byte[] in) {
        return withBody(
                in,
                body -> SignInAnswer.of(
                        new SignIn(session).sendCode(body.requiredString("token", SessionToken.MAX_LENGTH))));
    }

    /** Finishes a sign-in with the code of the second factor; 200 with tokens. */
    @POST
    @Path("auth/verify_otp")
    @Operation(operationId = "verifyCode", summary = "Finishes a sign-in with the code of the second factor")
    @RequestBodySchema(SignInBody.Code.class)
    @APIResponseSchema(value = TokensRepresentation.class, responseCode = "200", responseDescription = "Tokens")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response verifyOtp(byte[] in) {
        return withBody(
                in,
                body -> SignInAnswer.of(new SignIn(session)
                        .withCode(
                                body.requiredString("token", SessionToken.MAX_LENGTH),
                                body.requiredString("code", MAX_CODE_LENGTH))));
    }

    /** Mails a link for choosing a new password; 200 whether or not there is such a user, or such a tenant. */
    @POST
    @Path("auth/forget_password")
    @Operation(
            operationId = "forgetPassword",
            summary = "Mails a link for choosing a new password, whether or not there is such a user")
    @RequestBodySchema(SignInBody.Forgotten.class)
    @APIResponse(responseCode = "200", description = "Taken")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response forgetPassword(byte[] in) {
        return withBody(in, body -> {
            String username = username(body);
            RequestedDomain domain = domain(body);
            String callbackUrl = body.requiredString(CallbackUrl.FIELD, CallbackUrl.MAX_LENGTH);
            return SignInAnswer.of(new SignIn(session).forgottenPassword(username, domain, callbackUrl));
        });
    }

    /** Sets a new password: in the place of one that must be changed, or with the token of a forgotten one's mail. */
    @POST
    @Path("auth/reset_password")
    @Operation(operationId = "resetPassword", summary = "Sets a new password")
    @RequestBodySchema(SignInBody.NewPassword.class)
    @APIResponse(responseCode = "200", description = "Set")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response resetPassword(byte[] in) {
        return withBody(
                in,
                body -> SignInAnswer.of(new SignIn(session)
                        .withNewPassword(
                                body.requiredString("token", SessionToken.MAX_LENGTH),
                                body.requiredString("new_password", JsonBody.MAX_BYTES))));
    }

    /** Exchanges a refresh token, which is used up, for new tokens. */
    @POST
    @Path("auth/refresh_token")
    @Operation(operationId = "refreshToken", summary = "Exchanges a refresh token, which is used up, for new tokens")
    @RequestBodySchema(SignInBody.Refresh.class)
    @APIResponseSchema(value = TokensRepresentation.class, responseCode = "200", responseDescription = "Tokens")
    @APIResponse(responseCode = "400", ref = "RefusedSignIn")
    public Response refreshToken(byte[] in) {
        return withBody(in, body -> new SignIn(session)
                .refresh(body.requiredString("refresh_token", JsonBody.MAX_BYTES))
                .map(tokens -> Response.ok(tokens).build())
                .orElseGet(SignInError::refreshFailed));
    }

    /** Ends the session of the bearer token. */
    @POST
    @Path("auth/sign_out")
    @Operation(operationId = "signOut", summary = "Ends the session of the bearer token")
    @SecurityRequirement(name = "bearer")
    @APIResponse(responseCode = "200", description = "Ended")
    @APIResponse(responseCode = "401", ref = "RefusedSignIn")
    public Response signOut() {
        return signedIn(caller -> {
            end(caller);
            return Response.ok().type(MediaType.APPLICATION_JSON).build();
        });
    }

    /** Ends the session of the bearer token (legacy). */
    @POST
    @Path("logout")
    @Operation(operationId = "logout", summary = "Ends the session of the bearer token (legacy)")
    @SecurityRequirement(name = "bearer")
    @APIResponse(responseCode = "204", description = "Ended")
    @APIResponse(responseCode = "401", ref = "RefusedSignIn")
    public Response logout() {
        return signedIn(caller -> {
            end(caller);
            return Response.noContent().build();
        });
    }

    private void end(AuthResult caller) {
        EventBuilder event = TenantEvent.of(session, session.getContext().getRealm(), EventType.LOGOUT)
                .client(caller.client())
                .user(caller.user())
                .detail(Details.USERNAME, caller.user().getUsername())
                .session(caller.session());
        SignOut.from(session, caller.session());
        event.success();
    }

    /** Who the bearer token is of. */
    @GET
    @Path("auth/user")
    @Operation(operationId = "getSignedInUser", summary = "Who the bearer token is of")
    @SecurityRequirement(name = "bearer")
    @APIResponseSchema(value = UserRepresentation.class, responseCode = "200", responseDescription = "The user")
    @APIResponse(responseCode = "401", ref = "RefusedSignIn")
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
                                    .map(tenant -> tenant.sipDomain().value())
                                    .orElse(null),
                            PasswordCheck.isPassed(session, realm, caller.session()),
                            caller.user()
                                    .getRequiredActionsStream()
                                    .anyMatch(RequiredAction.UPDATE_PASSWORD.name()::equals)))
                    .build();
        });
    }

    /** The bearer token that was presented, with its expiry and the user's role (legacy). */
    @GET
    @Path("login")
    @Operation(
            operationId = "getPresentedToken",
            summary = "The bearer token that was presented, with its expiry (legacy)")
    @SecurityRequirement(name = "bearer")
    @APIResponseSchema(value = LoginRepresentation.class, responseCode = "200", responseDescription = "The token")
    @APIResponse(responseCode = "401", ref = "RefusedSignIn")
    public Response presentedToken() {
        return signedIn(caller -> {
            long expiresIn = Math.max(0, caller.token().getExp() - Time.currentTime());
            return Response.ok(LoginRepresentation.of(
                            RealmEndpoint.presentedToken(session).orElse(null),
                            Instant.ofEpochSecond(caller.token().getExp() - expiresIn),
                            expiresIn,
                            BuiltInRole.of(session.getContext().getRealm(), caller.user())))
                    .build();
        });
    }

    /** No such operation. */
    @GET
    @Path(ANY)
    @Operation(hidden = true)
    public Response otherGet(@PathParam("path") String path) {
        return noOperation(path);
    }

    /** No such operation. */
    @POST
    @Path(ANY)
    @Operation(hidden = true)
    public Response otherPost(@PathParam("path") String path) {
        return noOperation(path);
    }

    /** No such operation. */
    @PUT
    @Path(ANY)
    @Operation(hidden = true)
    public Response otherPut(@PathParam("path") String path) {
        return noOperation(path);
    }

    /** No such operation. */
    @DELETE
    @Path(ANY)
    @Operation(hidden = true)
    public Response otherDelete(@PathParam("path") String path) {
        return noOperation(path);
    }

    /** No such operation. */
    @PATCH
    @Path(ANY)
    @Operation(hidden = true)
    public Response otherPatch(@PathParam("path") String path) {
        return noOperation(path);
    }

    private static Response noOperation(String path) {
        String allowed =
                METHODS.getOrDefault(path, path.matches("auth/sign_in/[^/]+") ? METHODS.get("auth/sign_in") : null);
        return SignInError.render(
                allowed == null
                        ? Refusal.of(Response.Status.NOT_FOUND, "The API has no such operation")
                        : Refusal.of(Response.Status.METHOD_NOT_ALLOWED, "This operation takes " + allowed)
                                .with(HttpHeaders.ALLOW, allowed));
    }

    private Response withBody(byte[] in, Function<JsonBody, Response> operation) {
        return answered(() -> operation.apply(JsonBody.read(in)));
    }

    private Response answered(Supplier<Response> operation) {
        try {
            return uncached(operation.get());
        } catch (InvalidBodyException e) {
            return SignInError.render(Refusal.invalid(e));
        } catch (ForbiddenException e) {
            // Nothing has been done yet.
            return SignInError.render(Refusal.of(
                    Response.Status.FORBIDDEN, "The client " + SignIn.CLIENT_ID + " does not list this web origin"));
        }
    }

    /** Runs an operation for the user of the bearer token, in the realm that the token is from; else 401. */
    private Response signedIn(Function<AuthResult, Response> operation) {
        TenantSelection tenants = new TenantSelection(session);
        RealmModel realm =
                RealmEndpoint.presentedToken(session).map(tenants::ofToken).orElse(null);
        return uncached(
                tenants.serves(realm)
                        ? ContextRealm.call(session, realm, () -> operation.apply(endpoint.requireCaller(realm)))
                        : SignInError.render(Refusal.unauthorized()));
    }

    private Response uncached(Response response) {
        if (!response.hasEntity()) {
            session.getProvider(SecurityHeadersProvider.class).options().allowEmptyContentType();
        }
        return Response.fromResponse(response)
                .header(HttpHeaders.CACHE_CONTROL, null)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
