package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.OwnSettings;
import io.keycloakpbx.tenant.Tenant;
import java.util.Locale;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.IdpCreateUserIfUniqueAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.ExistingUserInfo;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Makes a user of somebody who signs in with an identity provider for the first time, where the realm has it so
 * ({@link OwnSettings#IDENTITY_PROVIDERS_CREATE_USERS}). Whoever has the user name or the address of a user that exists has
 * to show that user's password instead, in the next step of the flow.
 */
@ReliesOn("org.keycloak.authentication.authenticators.broker.IdpCreateUserIfUniqueAuthenticator:"
        + " how a user is made and looked for")
public final class CreateUserAuthenticator extends IdpCreateUserIfUniqueAuthenticator implements FlowStep {

    private static final int MAX_USERNAME_LENGTH = 64;

    @Override
    protected void authenticateImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        if (OwnSettings.IDENTITY_PROVIDERS_CREATE_USERS.of(context.getRealm())) {
            super.authenticateImpl(context, serialized, identity);
            return;
        }
        ExistingUserInfo existing =
                checkExistingUser(context, getUsername(context, serialized, identity), serialized, identity);
        if (existing == null) {
            BrokerStep.refuse(context, Errors.USER_NOT_FOUND, "pbxUnknownIdentity");
            return;
        }
        context.getAuthenticationSession().setAuthNote(EXISTING_USER_INFO, existing.serialize());
        context.attempted();
    }

    /** The local part of the provider's user name, without what a PBX user name may not have. */
    @Override
    protected String getUsername(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        String name = super.getUsername(context, serialized, identity);
        if (name == null || !Tenant.is(context.getRealm())) {
            return name;
        }
        int at = name.indexOf('@');
        String local =
                (at > 0 ? name.substring(0, at) : name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.'-]+", "-");
        String fitting = (local.length() > MAX_USERNAME_LENGTH ? local.substring(0, MAX_USERNAME_LENGTH) : local)
                .replaceAll("^[.-]+|[.-]+$", "");
        return fitting.isEmpty() ? null : fitting;
    }

    @Override
    public String getId() {
        return "pbx-idp-create-user";
    }

    @Override
    public String getDisplayType() {
        return "PBX create user";
    }

    @Override
    public String getHelpText() {
        return "Makes a new user where the realm attribute " + OwnSettings.IDENTITY_PROVIDERS_CREATE_USERS.name()
                + " is true and nobody has the name or address.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.ALTERNATIVE, Requirement.DISABLED};
    }
}
