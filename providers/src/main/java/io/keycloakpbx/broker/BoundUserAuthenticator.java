package io.keycloakpbx.broker;

import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.IdpConfirmOverrideLinkAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds the user whom an administrator has bound to the object id or the principal name of a Microsoft account, by a link
 * to the identity provider with that text, in lower case, as its user id. From then on the link holds the provider's id.
 */
@ReliesOn({
    "org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator: what first-broker-login hands from step to step",
    "org.keycloak.authentication.authenticators.broker.IdpConfirmOverrideLinkAuthenticator:"
            + " the note by which the end of first-broker-login puts its link in the place of the one that is there"
})
public final class BoundUserAuthenticator extends BrokerStep {

    @Override
    protected void authenticateImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        UserModel user = IdentityDirectory.isOneDirectory(identity) ? bound(context, identity) : null;
        if (user == null || !user.isEnabled()) {
            context.attempted();
            return;
        }
        // Keycloak adds the link of the provider's own id in a request after this flow, and takes this one away in the
        // same transaction: a user whose browser never sends that request is still bound.
        context.getAuthenticationSession()
                .setAuthNote(IdpConfirmOverrideLinkAuthenticator.OVERRIDE_LINK, Boolean.TRUE.toString());
        context.setUser(user);
        context.success();
    }

    private static UserModel bound(AuthenticationFlowContext context, BrokeredIdentityContext identity) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        String alias = identity.getIdpConfig().getAlias();
        return IdentityDirectory.names(identity).stream()
                .map(name -> session.users()
                        .getUserByFederatedIdentity(realm, new FederatedIdentityModel(alias, name, name)))
                .filter(user -> user != null)
                .findFirst()
                .orElse(null);
    }

    @Override
    public String getId() {
        return "pbx-idp-bound-user";
    }

    @Override
    public String getDisplayType() {
        return "PBX bound user";
    }

    @Override
    public String getHelpText() {
        return "Signs in the user whom an administrator has bound to the Microsoft account's object id or principal name.";
    }
}
