package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * A step behind the first factor, which lets nobody go on from an address that the user may not sign in from, nor before or
 * after the time in which the user may. Steps that take a password refuse it there themselves, as a wrong one; what is left is who came by a key or by a token.
 */
@ReliesOn(
        "org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType: the flow path of the token endpoint")
public final class AllowedAddressesAuthenticator implements FlowStep {

    static final String ID = "pbx-allowed-addresses";

    /** The path of the token endpoint's flow, whose client wants JSON and no page. */
    private static final String TOKEN_ENDPOINT = "token";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        SessionRefusal refusal = SessionRefusal.ofSignIn(context.getSession(), context.getUser());
        if (refusal == null) {
            context.success();
            return;
        }
        context.getEvent()
                .user(context.getUser())
                .detail(Details.REASON, refusal.reason())
                .error(Errors.ACCESS_DENIED);
        // No failure that brute-force detection counts: nothing was guessed.
        context.forceChallenge(
                TOKEN_ENDPOINT.equals(context.getFlowPath())
                        ? Response.status(Response.Status.BAD_REQUEST)
                                .type(MediaType.APPLICATION_JSON)
                                .entity(new OAuth2ErrorRepresentation(
                                        OAuthErrorException.INVALID_GRANT, "Invalid user credentials"))
                                .build()
                        : context.form().setError(refusal.messageKey()).createErrorPage(Response.Status.FORBIDDEN));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX allowed addresses";
    }

    @Override
    public String getHelpText() {
        return "Refuses a user who may not sign in from the client's address, or not at this time.";
    }
}
