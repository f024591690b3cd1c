package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;

/** Lets nobody of a foreign Microsoft directory become, or be linked to, a user of the tenant. */
@ReliesOn(
        "org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator: what first-broker-login hands from step to step")
public final class DirectoryAuthenticator extends BrokerStep {

    @Override
    protected void authenticateImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        if (IdentityDirectory.accepts(identity)) {
            context.success();
        } else {
            refuse(context, "foreign_directory", "pbxForeignDirectory");
        }
    }

    @Override
    public String getId() {
        return "pbx-idp-directory";
    }

    @Override
    public String getDisplayType() {
        return "PBX Microsoft directory";
    }

    @Override
    public String getHelpText() {
        return "Refuses users of another Microsoft directory than the one in the identity provider's configuration "
                + "entry " + IdentityDirectory.DIRECTORY_ID + ". Other providers pass.";
    }
}
