package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * {@code /realms/{realm}/security-keys}: generate and validate of the CostGuard security API, for callers with the
 * client roles {@code issue-security-keys} and {@code validate-security-keys}.
 */
@Tag(name = "Security keys")
public final class SecurityKeyResource {

    private static final String PNG = "image/png";
    static final int MAX_NAME = 255;
    static final int MAX_REDIRECT_URI = 2000;

    private final KeycloakSession session;
    private final RealmEndpoint endpoint;
    private final CallRate rate;

    SecurityKeyResource(KeycloakSession session, CallRate rate) {
        this.session = session;
        this.endpoint = new RealmEndpoint(session, SecurityKeyErrors.RENDERER, "POST", "OPTIONS");
        this.rate = rate;
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response preflight() {
        return endpoint.preflight();
    }

    @OPTIONS
    @Path("validate")
    @Operation(hidden = true)
    public Response preflightValidate() {
        return preflight();
    }

    /**
     * Generates a key for {@code purpose} and {@code value} that lives {@code lifeSpan} seconds. With {@code action},
     * the answer has the URL that starts it, or is that URL as a QR code where the caller accepts {@code image/png}.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, PNG})
    @Operation(operationId = "issueSecurityKey", summary = "Generates a one-time key")
    @RequestBodySchema(SecurityKeyBody.class)
    @APIResponse(
            responseCode = "200",
            description = "The key, or its action's URL as a QR code",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SecurityKeyRepresentation.class)),
                @Content(mediaType = PNG, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @SecurityRequirement(name = "bearer")
    @SecurityRequirement(name = "wrap")
    @APIResponse(responseCode = "400", ref = "RefusedKey")
    @APIResponse(responseCode = "401", ref = "RefusedKey")
    @APIResponse(responseCode = "403", ref = "RefusedKey")
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    @APIResponse(responseCode = "429", ref = "RefusedKey")
    public Response generate(byte[] body) {
        SecurityKeyCaller caller = SecurityKeyCaller.require(session, endpoint, SecurityKeyRights.ISSUE);
        requireRate(caller);
        RealmModel realm = session.getContext().getRealm();
        boolean qrCode = wantsPng();
        SecurityKeyRequest request;
        try {
            request = request(caller, JsonBody.read(body), qrCode);
        } catch (InvalidBodyException e) {
            return SecurityKeyErrors.RENDERER.render(Refusal.invalid(e));
        }
        if (request.action() != null) {
            SecurityKeyFlow.ensure(session, realm);
        }
        IssuedSecurityKey key = provider().issue(realm, request);
        SecurityKeyEvents.issued(session, caller, request, key);
        String actionUrl = request.action() == null
                ? null
                : SecurityKeyActionToken.of(key, request.action()).url(session, realm);
        return qrCode
                ? noStore(Response.ok(SecurityKeyQrCode.png(actionUrl), PNG))
                : noStore(Response.ok(
                        SecurityKeyRepresentation.of(key, request.purpose(), actionUrl),
                        MediaType.APPLICATION_JSON_TYPE));
    }

    private SecurityKeyRequest request(SecurityKeyCaller caller, JsonBody json, boolean qrCode) {
        String purpose = json.requiredString("purpose", SecurityKeyProvider.MAX_PURPOSE);
        String value = json.requiredString("value", SecurityKeyProvider.MAX_VALUE);
        SecurityKeyPurpose rules = SecurityKeyPurpose.of(session.getContext().getRealm(), purpose);
        requireRole(caller, rules.issueRole());
        long lifeSpan =
                json.requiredInteger("lifeSpan", 1, rules.maxLifeSpan(session).toSeconds());
        String action = json.optionalString("action", MAX_NAME);
        if (action == null && qrCode) {
            throw SecurityKeyErrors.RENDERER.thrown(Refusal.invalid("action", "A QR code shows the URL of an action."));
        }
        SecurityKeyAction resolved = action == null
                ? null
                : new SecurityKeyActionRequest(
                                action,
                                json.optionalString("clientId", MAX_NAME),
                                json.optionalString("redirectUri", MAX_REDIRECT_URI),
                                SecurityKeyErrors.RENDERER)
                        .resolve(session, caller, rules, value);
        return new SecurityKeyRequest(
                purpose,
                value,
                Duration.ofSeconds(lifeSpan),
                resolved,
                SecurityKeyIssuer.ofRealm(caller.clientId(), caller.userId()));
    }

    /** The {@linkplain SecurityKeyReturn way back} of a browser that a key has signed in. */
    @GET
    @Path(SecurityKeyReturn.PATH)
    @Operation(
            operationId = "returnFromSecurityKey",
            summary = "Sends a browser that a key has signed in back to its app")
    @APIResponse(responseCode = "303", description = "To a redirect URI of the client, or to the account console")
    @APIResponse(responseCode = "403", ref = "RefusedKey")
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    public Response back(
            @QueryParam(OIDCLoginProtocol.CLIENT_ID_PARAM) String clientId,
            @QueryParam(OIDCLoginProtocol.REDIRECT_URI_PARAM) String redirectUri) {
        URI target = new SecurityKeyReturn(clientId, redirectUri).target(session, endpoint.requireServed());
        return noStore(Response.seeOther(target));
    }

    /**
     * Validates a key and answers its value. The key is used up by any attempt that names it, also by one that fails;
     * all failures have the same answer. Links of administrators are no keys here.
     */
    @POST
    @Path("validate")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "validateSecurityKey", summary = "Validates a key, which uses it up")
    @RequestBodySchema(SecurityKeyProof.class)
    @APIResponseSchema(value = SecurityKeyValue.class, responseCode = "200", responseDescription = "The key's value")
    @SecurityRequirement(name = "bearer")
    @SecurityRequirement(name = "wrap")
    @APIResponse(responseCode = "400", ref = "RefusedKey")
    @APIResponse(responseCode = "401", ref = "RefusedKey")
    @APIResponse(responseCode = "403", ref = "RefusedKey")
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    @APIResponse(responseCode = "429", ref = "RefusedKey")
    public Response validate(byte[] body) {
        SecurityKeyCaller caller = SecurityKeyCaller.require(session, endpoint, SecurityKeyRights.VALIDATE);
        requireRate(caller);
        RealmModel realm = session.getContext().getRealm();
        String keyCode;
        String keyHash;
        String purpose;
        try {
            JsonBody json = JsonBody.read(body);
            keyCode = json.requiredString("keyCode", MAX_NAME);
            keyHash = json.requiredString("keyHash", MAX_NAME);
            purpose = json.requiredString("purpose", SecurityKeyProvider.MAX_PURPOSE);
        } catch (InvalidBodyException e) {
            return SecurityKeyErrors.RENDERER.render(Refusal.invalid(e));
        }
        requireRole(caller, SecurityKeyPurpose.of(realm, purpose).validateRole());
        SecurityKeyAttempt attempt = provider().redeem(realm, keyCode, keyHash, purpose);
        // A link of an administrator proves nothing to a portal: the administrator has it, code and secret.
        if (attempt instanceof RedeemedSecurityKey key && !key.issuer().isAdministrator()) {
            SecurityKeyEvents.validated(session, caller, key);
            return noStore(Response.ok(new SecurityKeyValue(key.value()), MediaType.APPLICATION_JSON_TYPE));
        }
        SecurityKeyEvents.refused(session, caller, purpose, attempt);
        return SecurityKeyErrors.RENDERER.render(SecurityKeyErrors.INVALID_KEY);
    }

    private void requireRate(SecurityKeyCaller caller) {
        long retryAfter = rate == null ? 0 : rate.acquire(caller.rateKey());
        if (retryAfter > 0) {
            SecurityKeyMetrics.LIMITED.count(session.getContext().getRealm());
            throw SecurityKeyErrors.RENDERER.thrown(
                    Refusal.tooEarly(Response.Status.TOO_MANY_REQUESTS, "Too many requests.", retryAfter));
        }
    }

    private static void requireRole(SecurityKeyCaller caller, String role) {
        if (role != null && !caller.rights().hasRole(role)) {
            throw SecurityKeyErrors.RENDERER.thrown(SecurityKeyErrors.forbidden(
                    "purpose", "You do not have access to this purpose: it needs the role " + role + "."));
        }
    }

    private boolean wantsPng() {
        for (MediaType accepted : session.getContext().getRequestHeaders().getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (accepted.isCompatible(MediaType.valueOf(PNG))) {
                return true;
            }
        }
        return false;
    }

    private static Response noStore(Response.ResponseBuilder response) {
        return response.header("Cache-Control", "no-store").build();
    }

    private SecurityKeyProvider provider() {
        return session.getProvider(SecurityKeyProvider.class);
    }
}
