package io.keycloakpbx.secondfactor;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.directgrant.AbstractDirectGrantAuthenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** What the bundle's two steps of the direct grant flow share. */
@ReliesOn(
        "org.keycloak.authentication.authenticators.directgrant.AbstractDirectGrantAuthenticator: the refusals of its steps")
public abstract class DirectGrantAuthenticator extends AbstractDirectGrantAuthenticator implements FlowStep {

    /** Session attribute: the session token that the current request presented. */
    public static final String PRESENTED_TOKEN = "pbx.presentedSessionToken";

    /** Refuses with the very answer that Keycloak's own steps give, and counts the failure. */
    public final void refuse(AuthenticationFlowContext context, AuthenticationFlowError error, String eventError) {
        context.getEvent().error(eventError);
        context.failure(
                error,
                errorResponse(
                        Response.Status.BAD_REQUEST.getStatusCode(),
                        OAuthErrorException.INVALID_GRANT,
                        "Invalid user credentials"));
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }
}
