package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.UserLock;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.messages.Messages;

/**
 * Signs a user in by a key whose action is {@code SIGN_IN}. In a direct grant flow the key is in the parameters {@code
 * key_code} and {@code key_hash} of the token request, for devices without a browser; without {@code key_code} the
 * authenticator is passed over. In the flow behind an action URL, the key has been taken already.
 */
public final class SecurityKeyAuthenticator implements FlowStep {

    static final String ID = "pbx-security-key";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (isRedeemed(context)) {
            accept(context, context.getUser());
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String keyCode = form.getFirst("key_code");
        if (keyCode == null) {
            context.attempted();
            return;
        }
        String keyHash = form.getFirst("key_hash");
        UserModel user = redeem(context, keyCode, keyHash == null ? "" : keyHash);
        if (user == null) {
            refuse(context, Errors.INVALID_USER_CREDENTIALS);
            return;
        }
        context.getEvent().user(user);
        accept(context, user);
    }

    /** The user whom a key signs in, or null where it does not. */
    private static UserModel redeem(AuthenticationFlowContext context, String keyCode, String keyHash) {
        RealmModel realm = context.getRealm();
        return new SecurityKeyUse(context.getSession(), realm, context.getEvent())
                .take(keyCode, keyHash)
                .map(RedeemedSecurityKey::action)
                .filter(action -> action.name().equals(SecurityKeyAction.SIGN_IN))
                .map(action -> context.getSession().users().getUserById(realm, action.userId()))
                .orElse(null);
    }

    private static void accept(AuthenticationFlowContext context, UserModel user) {
        String error = user == null || !user.isEnabled() || isRedeemed(context) && !isRedeemedFor(context, user)
                ? Errors.USER_DISABLED
                : UserLock.eventError(context, user);
        if (error != null) {
            refuse(context, error);
            return;
        }
        context.setUser(user);
        context.success();
    }

    private static void refuse(AuthenticationFlowContext context, String error) {
        context.getEvent().error(error);
        context.failure(AuthenticationFlowError.INVALID_CREDENTIALS, isRedeemed(context) ? page(context) : json());
    }

    private static Response page(AuthenticationFlowContext context) {
        return context.form()
                .setError(Messages.ACCOUNT_TEMPORARILY_DISABLED)
                .createErrorPage(Response.Status.FORBIDDEN);
    }

    /** The same answer as to a wrong password, whatever the reason. */
    private static Response json() {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, "Invalid user credentials"))
                .build();
    }

    private static boolean isRedeemed(AuthenticationFlowContext context) {
        return context.getAuthenticationSession().getAuthNote(SecurityKeyActionTokenHandler.REDEEMED_FOR) != null;
    }

    /** Another action token can have changed the user of the authentication session since. */
    private static boolean isRedeemedFor(AuthenticationFlowContext context, UserModel user) {
        return user.getId()
                .equals(context.getAuthenticationSession().getAuthNote(SecurityKeyActionTokenHandler.REDEEMED_FOR));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "One-time security key";
    }

    @Override
    public String getReferenceCategory() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Signs in by a one-time key with the action SIGN_IN: key_code and key_hash of a direct grant, or an action"
                + " URL.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }
}
