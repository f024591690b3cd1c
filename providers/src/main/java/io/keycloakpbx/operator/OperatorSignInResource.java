package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/** What Prisma SD-WAN's API for operators has for who is not signed in yet, at {@code /realms/{realm}/v2.0}. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@APIResponse(responseCode = "400", ref = "RefusedOperator")
@APIResponse(responseCode = "403", ref = "RefusedOperator")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class OperatorSignInResource {

    private final KeycloakSession session;
    private final RealmEndpoint endpoint;

    OperatorSignInResource(KeycloakSession session) {
        this.session = session;
        this.endpoint = new RealmEndpoint(session, OperatorErrors.REFUSALS, "POST", "OPTIONS");
    }

    /** Answers a browser that asks which requests other origins may send. */
    @OPTIONS
    @Path("{path: .*}")
    @Operation(hidden = true)
    public Response preflight() {
        return endpoint.preflight();
    }

    /** Logs in: 200 with a token. */
    @POST
    @Path("api/login")
    @Operation(operationId = "loginOperator", summary = "Logs in with email address and password")
    @RequestBodySchema(OperatorBody.Login.class)
    @APIResponseSchema(value = LoginRepresentation.class, responseCode = "200", responseDescription = "A token")
    @APIResponse(responseCode = "401", ref = "RefusedOperator")
    public Response login(byte[] body) {
        return answered(body, OperatorError.LOGIN_INVALID_REQUEST, (realm, sent) -> new OperatorLogin(session, realm)
                .run(sent));
    }

    /** Verifies an email address with the token of the mail. */
    @POST
    @Path("api/accounts/verify")
    @Operation(operationId = "verifyOperator", summary = "Verifies an email address with the token of the mail")
    @RequestBodySchema(OperatorBody.ByMail.class)
    @APIResponseSchema(value = DoneRepresentation.class, responseCode = "200", responseDescription = "Verified")
    public Response verify(byte[] body) {
        return answered(body, OperatorError.SIGNUP_INVALID_VERIFICATION_REQUEST, (realm, sent) -> new PasswordByMail(
                        session, realm)
                .verify(sent));
    }

    /** Sets a new password with the token of the mail. */
    @POST
    @Path("api/accounts/password/reset")
    @Operation(operationId = "resetOperatorPassword", summary = "Sets a new password with the token of the mail")
    @RequestBodySchema(OperatorBody.ByMail.class)
    @APIResponseSchema(value = DoneRepresentation.class, responseCode = "200", responseDescription = "Set")
    public Response reset(byte[] body) {
        return answered(
                body,
                OperatorError.OPERATOR_PASSWORD_RESET_INVALID_REQUEST,
                (realm, sent) -> new PasswordByMail(session, realm).reset(sent));
    }

    /** Mails a link for choosing a new password; 200 whether or not there is such an operator. */
    @POST
    @Path("api/tenants/{tenant_id}/login/password/forgot")
    @Operation(
            operationId = "forgotOperatorPassword",
            summary = "Mails a link for choosing a new password, whether or not there is such an operator")
    @RequestBodySchema(OperatorBody.Forgotten.class)
    @APIResponseSchema(value = DoneRepresentation.class, responseCode = "200", responseDescription = "Taken")
    public Response forgot(@PathParam("tenant_id") String tenantId, byte[] body) {
        return answered(body, OperatorError.OPERATOR_PASSWORD_RESET_INVALID_REQUEST, (realm, sent) -> {
            String email = sent.requiredString("email", OperatorData.MAX_EMAIL);
            sent.refuseViolations();
            OperatorRequest.requireTenant(realm, tenantId);
            ForgottenOperatorPassword.request(session, realm, email);
            return Response.ok(new DoneRepresentation(null)).build();
        });
    }

    /**
     * Answers with the outcome of an operation.
     *
     * @param error the code of a body that is not what the operation takes
     */
    private Response answered(byte[] in, OperatorError error, BiFunction<RealmModel, Body, Response> operation) {
        RealmModel realm = endpoint.requireServed();
        if (Tenant.of(realm).isEmpty()) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_TENANT_DATA);
        }
        try {
            Body body = JsonBody.read(in).collecting();
            return ContextRealm.call(session, realm, () -> {
                OperatorLogin.client(realm)
                        .ifPresent(client -> session.getContext().setClient(client));
                Cors.builder()
                        .auth()
                        .allowedMethods("POST")
                        .checkAllowedOrigins(session, session.getContext().getClient())
                        .add();
                return operation.apply(realm, body);
            });
        } catch (InvalidBodyException e) {
            OperatorProblems problems = new OperatorProblems();
            e.violations().forEach(violation -> problems.say(error, violation.message()));
            throw OperatorErrors.refused(problems.items());
        } catch (ForbiddenException e) {
            // Nothing has been done yet.
            throw OperatorErrors.REFUSALS.thrown(Refusal.of(
                    Response.Status.FORBIDDEN,
                    "The client " + OperatorLogin.CLIENT_ID + " does not list this web origin"));
        }
    }
}
