package io.keycloakpbx.sts;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.SoapException;
import io.keycloakpbx.soap.SoapFault;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.SoapVersion;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * CostGuard's security token service at {@code /realms/{realm}/securitytoken/1x/{environment}} (contract costguard 5.5), in
 * realms that have security data switched on. Messages are read as SOAP whatever their content type says.
 */
@Consumes(MediaType.WILDCARD)
@Tag(name = "Security tokens")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class SecurityTokenResource {

    private static final Logger LOG = Logger.getLogger(SecurityTokenResource.class);

    /** The base URLs of the two editions of the contract mean the same. */
    private static final String BASE = "{edition: 1xa?}/{environment}";

    private static final String SOAP_12 = "application/soap+xml";

    private final KeycloakSession session;
    private final RelyingPartyProvider parties;

    SecurityTokenResource(KeycloakSession session) {
        this.session = session;
        this.parties = RelyingPartyProvider.of(session);
    }

    /** Issues, renews, validates or cancels a token. What is refused is a fault with status 500, as WCF sends it. */
    @POST
    @Path(BASE)
    @Operation(
            operationId = "requestSecurityToken",
            summary = "Issues, renews, validates or cancels a SAML 2.0 token: WS-Trust 1.3 or of February 2005")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = SOAP_12, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "200",
            description = "A RequestSecurityTokenResponse, or a collection of one",
            content = {
                @Content(mediaType = SOAP_12, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "500",
            description = "A SOAP fault",
            content = {
                @Content(mediaType = SOAP_12, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING))
            })
    public Response trust(
            @PathParam("environment") String environment,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body)
            throws IOException {
        RealmModel realm = requireServed(contentType);
        requireEnvironment(realm, environment);
        SoapMessage message;
        try {
            message = SoapMessage.read(body == null ? null : body.readNBytes(SoapMessage.MAX_BYTES + 1));
        } catch (SoapException e) {
            RealmEndpoint.letAnyOriginRead();
            return e.answer(contentType);
        }
        try {
            return new TrustService(session, realm, environment, address()).answer(message);
        } catch (SoapException e) {
            // What a sign-in has counted is kept, so this is no thrown error.
            return SoapAnswer.of(message, e.fault());
        } catch (WebApplicationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A security token request failed", e);
            session.getTransactionManager().setRollbackOnly();
            return SoapAnswer.of(
                    message, new SoapFault(SoapFault.Code.RECEIVER, null, "The server has failed. Its log says more."));
        }
    }

    /** Describes the service, with {@code ?wsdl} or without. */
    @GET
    @Path(BASE)
    @Operation(
            operationId = "getSecurityTokenWsdl",
            summary = "Gets the description of the service, with ?wsdl or without")
    @APIResponse(
            responseCode = "200",
            description = "WSDL 1.1 with WS-Policy",
            content = @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "500",
            description = "A SOAP fault",
            content = @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)))
    public Response wsdl(@PathParam("environment") String environment) {
        RealmModel realm = requireServed(MediaType.TEXT_XML);
        requireEnvironment(realm, environment);
        return Response.ok(TrustWsdl.of(address()))
                .header(HttpHeaders.CONTENT_TYPE, SoapVersion.SOAP_11.contentType())
                .build();
    }

    /** Signs in with JSON, for a token that is a string. The environment of the body goes before that of the path. */
    @POST
    @Path(BASE + "/api/login")
    @Operation(
            operationId = "logInForSecurityToken",
            summary = "Signs in for a JSON web token, or for a simple web token where the client has opted in")
    @RequestBodySchema(SwtLogin.Login.class)
    @APIResponse(
            responseCode = "200",
            description = "The token",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", ref = "RefusedKey")
    @APIResponse(responseCode = "401", ref = "RefusedKey")
    @APIResponse(responseCode = "403", ref = "RefusedKey")
    public Response login(@PathParam("environment") String environment, InputStream body) {
        RealmModel realm = requireServed(SwtLogin.ERRORS);
        return new SwtLogin(session, realm, environment).login(body);
    }

    /** What a browser asks first, of whatever origin: which are listed says the application, which comes later. */
    @OPTIONS
    @Path(BASE)
    @Operation(hidden = true)
    public Response preflight() {
        requireServed(SwtLogin.ERRORS);
        return new RealmEndpoint(session, SwtLogin.ERRORS, HttpMethod.POST).preflight();
    }

    /** The same of the login. */
    @OPTIONS
    @Path(BASE + "/api/login")
    @Operation(hidden = true)
    public Response preflightOfLogin() {
        return preflight();
    }

    private RealmModel requireServed(String contentType) {
        return requireServed(refusal ->
                SoapAnswer.of(SoapVersion.ofContentType(contentType), SoapFault.sender(null, refusal.text())));
    }

    private RealmModel requireServed(RefusalRenderer refusals) {
        if (!parties.isOn(session.getContext().getRealm())) {
            throw new NotFoundException();
        }
        return new RealmEndpoint(session, refusals).requireServed();
    }

    /** At the administration realm it is that of any tenant. */
    private void requireEnvironment(RealmModel realm, String environment) {
        if (!Tenant.isSystemLevel(realm) && !parties.hasEnvironment(realm, environment)) {
            throw new NotFoundException();
        }
    }

    /** Where the service is, as the client knows it. */
    private String address() {
        return session.getContext().getUri().getAbsolutePath().toString();
    }
}
