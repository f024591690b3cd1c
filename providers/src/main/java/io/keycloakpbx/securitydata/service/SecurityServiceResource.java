package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.securitydata.Environments;
import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.SoapException;
import io.keycloakpbx.soap.SoapFault;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.SoapVersion;
import io.keycloakpbx.store.DatabaseFailure;
import io.keycloakpbx.store.TooManyException;
import io.keycloakpbx.tenant.TenantsBusyException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * CostGuard's commands at {@code /realms/{realm}/securityservice} (contract costguard 5.3), by SOAP 1.2 and 1.1 and by JSON,
 * for administrators of the realm and of master. The token can be in the body, so Keycloak's Admin API could not find it.
 */
@Tag(name = "Security service")
public final class SecurityServiceResource {

    private static final Logger LOG = Logger.getLogger(SecurityServiceResource.class);

    private static final int RETRY_SECONDS = 10;
    private static final String ORIGIN = "Invalid origin";
    private static final String NO_TLS = "HTTPS required";

    private static final String SOAP_12 = "application/soap+xml";
    private static final String SOAP_ACTION = "SOAPAction";
    private static final Pattern ACTION = Pattern.compile(";\\s*action\\s*=\\s*\"?([^\";]*)", Pattern.CASE_INSENSITIVE);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String environment;

    /**
     * @param environment the name of the environment in the base URL, or null where it has none
     */
    SecurityServiceResource(KeycloakSession session, String environment) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.environment = environment;
    }

    /** The same of an environment: its base URL has to be there, and changes nothing of what is done. */
    @Path("1x/{environment}")
    public Object environment(@PathParam("environment") String name) {
        if (environment != null) {
            throw new NotFoundException();
        }
        return new SecurityServiceResource(session, name);
    }

    /** What a browser asks first, of whatever origin: which are listed is known by the token, which comes later. */
    @OPTIONS
    @Operation(hidden = true)
    public Response preflight() {
        return new RealmEndpoint(
                        session,
                        refusal -> refusal.response(MediaType.TEXT_PLAIN_TYPE, refusal.text()),
                        HttpMethod.POST)
                .preflight();
    }

    /** The same where the path names the operation. */
    @OPTIONS
    @Path("{operation}")
    @Operation(hidden = true)
    public Response preflight(@PathParam("operation") String operation) {
        return preflight();
    }

    /** Describes the service. */
    @GET
    @Operation(operationId = "getSecurityServiceDescription", summary = "Gets the WSDL of the commands, at ?wsdl")
    @APIResponse(
            responseCode = "200",
            description = "WSDL 1.1, with all structures",
            content = @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    public Response description() {
        boolean asked = session.getContext().getUri().getQueryParameters().keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("wsdl"));
        if (!asked) {
            throw new NotFoundException();
        }
        requireEnvironment();
        return Response.ok(
                        Wsdl.of(session.getContext().getUri().getBaseUri(), realm.getName(), environment),
                        MediaType.TEXT_XML_TYPE.withCharset("UTF-8"))
                .build();
    }

    /** Runs the command that body or headers name. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "callSecurityService",
            summary = "Runs a command of SecurityService1, by SOAP or JSON: the operation is that of the SOAP body, of"
                    + " the action in Content-Type, of SOAPAction or of the path")
    @RequestBody(
            content = {
                @Content(mediaType = SOAP_12, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ServiceDescription.Call.class))
            })
    @SecurityRequirement(name = "bearer")
    @SecurityRequirement(name = "wrap")
    @APIResponse(
            responseCode = "200",
            description = "Messages and the result; by SOAP also where messages refuse it",
            content = {
                @Content(mediaType = SOAP_12, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ServiceDescription.Answer.class))
            })
    @APIResponse(responseCode = "400", ref = "RefusedCommand")
    @APIResponse(responseCode = "401", ref = "RefusedCommand")
    @APIResponse(responseCode = "403", ref = "RefusedCommand")
    @APIResponse(responseCode = "404", ref = "RefusedCommand")
    @APIResponse(responseCode = "409", ref = "RefusedCommand")
    @APIResponse(responseCode = "500", ref = "FailedCommand")
    @APIResponse(responseCode = "503", ref = "RefusedCommand")
    public Response call(InputStream body) {
        return answer(null, body);
    }

    /** Runs the command of the path, where body and headers name none. */
    @POST
    @Path("{operation}")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response call(@PathParam("operation") String operation, InputStream body) {
        return answer(operation, body);
    }

    private Response answer(String ofPath, InputStream body) {
        byte[] bytes = read(body);
        boolean json = isJson(bytes);
        try {
            return answer(ofPath, json ? JsonEnvelope.read(withoutMark(bytes)) : SoapEnvelope.read(bytes));
        } catch (InvalidBodyException e) {
            return json ? JsonEnvelope.malformed(e) : SoapAnswer.of(version(), SoapFault.sender(null, e.getMessage()));
        } catch (SoapException e) {
            return SoapAnswer.of(version(), e.fault());
        }
    }

    private Response answer(String ofPath, Envelope envelope) {
        if (RealmEndpoint.lacksTls(session, realm)) {
            return envelope.refused(Refusal.of(Response.Status.FORBIDDEN, NO_TLS));
        }
        AdminAuth caller = envelope.token().caller(session).orElse(null);
        if (caller == null) {
            return envelope.unauthenticated();
        }
        // The token's client is one of the token's realm.
        if (!ContextRealm.call(
                session, caller.getRealm(), () -> RealmEndpoint.admitsOrigin(caller.getToken(), HttpMethod.POST))) {
            return envelope.refused(Refusal.of(Response.Status.FORBIDDEN, ORIGIN));
        }
        requireEnvironment();
        Command command = envelope.operation()
                .or(this::operationOfHeaders)
                .or(() -> Optional.ofNullable(ofPath))
                .flatMap(Commands::named)
                .orElse(null);
        return command == null ? envelope.unknownOperation() : run(command, caller, envelope);
    }

    private Response run(Command command, AdminAuth caller, Envelope envelope) {
        try {
            CommandCall call =
                    new CommandCall(session, caller, command.itemType(), envelope.request(command.request()));
            return envelope.answer(command, new CommandRun(command, call).outcome());
        } catch (TenantsBusyException e) {
            return busy(envelope, e.getMessage());
        } catch (RuntimeException e) {
            if (DatabaseFailure.isContention(e)) {
                // H2 waits for two seconds; PostgreSQL as long as it takes, but for two that wait for each other.
                return busy(envelope, ServiceTexts.LOCKED);
            }
            LOG.errorf(e, "%s failed in realm %s", command.name(), realm.getName());
            session.getTransactionManager().setRollbackOnly();
            return envelope.failed();
        }
    }

    private Response busy(Envelope envelope, String text) {
        session.getTransactionManager().setRollbackOnly();
        return envelope.refused(Refusal.tooEarly(Response.Status.SERVICE_UNAVAILABLE, text, RETRY_SECONDS));
    }

    private void requireEnvironment() {
        try {
            if (environment != null && !Environments.has(session, realm, environment)) {
                throw new NotFoundException();
            }
        } catch (TooManyException e) {
            throw new NotFoundException(e);
        }
    }

    /** The last part of the action that the headers name. */
    private Optional<String> operationOfHeaders() {
        return header(HttpHeaders.CONTENT_TYPE)
                .map(ACTION::matcher)
                .filter(Matcher::find)
                .map(action -> action.group(1))
                .or(() -> header(SOAP_ACTION))
                .map(action -> action.replace("\"", "").strip())
                .map(action -> action.substring(action.lastIndexOf('/') + 1))
                .filter(action -> !action.isEmpty());
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(session.getContext().getRequestHeaders().getHeaderString(name));
    }

    /** One byte more than is taken, so that what is too long can be told. */
    private static byte[] read(InputStream body) {
        try {
            return body == null ? new byte[0] : body.readNBytes(SoapMessage.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What begins with a brace is JSON, whatever type it claims; what does not begin as XML does goes by its type. */
    private boolean isJson(byte[] bytes) {
        byte[] text = withoutMark(bytes);
        int at = 0;
        while (at < text.length && Character.isWhitespace(text[at])) {
            at++;
        }
        if (at < text.length && (text[at] == '{' || text[at] == '<')) {
            return text[at] == '{';
        }
        return header(HttpHeaders.CONTENT_TYPE)
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON))
                .isPresent();
    }

    /** Without the byte order mark that editors of Windows put in front. */
    private static byte[] withoutMark(byte[] bytes) {
        boolean marked =
                bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    /** The version of SOAP in which a message is answered that says none. */
    private SoapVersion version() {
        return SoapVersion.ofContentType(header(HttpHeaders.CONTENT_TYPE).orElse(null));
    }
}
