package io.keycloakpbx.operator;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.tenant.NewPassword;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** The password of whoever calls. It takes no right but to be a user of the tenant. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class OwnPasswordResource {

    private final OperatorRequest request;

    OwnPasswordResource(OperatorRequest request) {
        this.request = request;
    }

    /** Changes the caller's password, and ends the caller's other sessions. */
    @POST
    @Operation(
            operationId = "changeOperatorPassword",
            summary = "Changes the caller's password, and ends the caller's other sessions")
    @RequestBodySchema(OperatorBody.PasswordChange.class)
    @APIResponseSchema(value = DoneRepresentation.class, responseCode = "200", responseDescription = "Changed")
    public Response change(InputStream in) {
        request.requireTenant();
        RealmModel realm = request.realm();
        UserModel user = request.auth().adminAuth().getUser();
        if (!request.auth().adminAuth().getRealm().getId().equals(realm.getId())
                || user.getServiceAccountClientLink() != null) {
            throw OperatorErrors.refused(
                    OperatorError.OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS,
                    "Users of the tenant change their own passwords here, and nobody else");
        }
        OperatorProblems problems = new OperatorProblems();
        String oldPassword;
        String password;
        try {
            Body body = JsonBody.read(in).collecting();
            oldPassword = body.requiredString("oldPassword", OperatorInput.MAX_PASSWORD);
            password = OperatorInput.password(body, OperatorError.ACCOUNT_INVALID_PASSWORD_CHANGE, problems);
            body.refuseViolations();
        } catch (InvalidBodyException e) {
            e.violations()
                    .forEach(violation ->
                            problems.say(OperatorError.ACCOUNT_INVALID_PASSWORD_CHANGE, violation.message()));
            throw OperatorErrors.refused(problems.items());
        }
        problems.refuse();
        return change(realm, user, oldPassword, password);
    }

    /** Refusals are returned: what brute-force detection has counted, and the event, are kept. */
    private Response change(RealmModel realm, UserModel user, String oldPassword, String password) {
        KeycloakSession session = request.session();
        String sessionId = request.auth().adminAuth().getToken().getSessionId();
        EventBuilder event = TenantEvent.of(session, realm, EventType.UPDATE_CREDENTIAL)
                .client(request.auth().adminAuth().getClient())
                .user(user)
                .session(sessionId)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE);
        if (!OldPassword.isRight(session, realm, user, oldPassword)) {
            event.error(Errors.INVALID_USER_CREDENTIALS);
            return OperatorErrors.answer(OperatorError.ACCOUNT_INVALID_OLD_PASSWORD);
        }
        Optional<NewPassword.Rejection> rejection = NewPassword.set(session, realm, user, password);
        if (rejection.isPresent()) {
            event.detail(Details.REASON, rejection.get().reason()).error(Errors.PASSWORD_REJECTED);
            return OperatorErrors.answer(
                    OperatorError.ACCOUNT_INVALID_PASSWORD_CHANGE,
                    rejection.get().words());
        }
        OtherSessions.end(session, realm, user, sessionId, "password_changed");
        event.success();
        return Response.ok(new DoneRepresentation(user.getEmail())).build();
    }
}
