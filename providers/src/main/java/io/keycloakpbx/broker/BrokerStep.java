package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;

/** What the bundle's steps of the first-broker-login flow share. */
@ReliesOn("org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator:"
        + " what first-broker-login hands from step to step")
abstract class BrokerStep extends AbstractIdpAuthenticator implements AuthenticatorFactory {

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
    public final boolean requiresUser() {
        return false;
    }

    @Override
    public final boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public final Authenticator create(KeycloakSession session) {
        return this;
    }

    @Override
    public final String getReferenceCategory() {
        return null;
    }

    @Override
    public final boolean isConfigurable() {
        return false;
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public final boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public final Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    public final void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory factory) {}
}
