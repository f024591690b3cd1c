package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** What the bundle's steps of the first-broker-login flow share. */
@ReliesOn("org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator:"
        + " what first-broker-login hands from step to step")
abstract class BrokerStep extends AbstractIdpAuthenticator implements FlowStep {

    @Override
    protected final void actionImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        authenticateImpl(context, serialized, identity);
    }

    /** Ends the sign-in with an error page and an event. */
    static void refuse(AuthenticationFlowContext context, String eventError, String message) {
        context.getEvent().error(eventError);
        context.failure(
                AuthenticationFlowError.IDENTITY_PROVIDER_ERROR,
                context.form().setError(message).createErrorPage(Response.Status.FORBIDDEN));
    }

    @Override
    public final Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }
}
