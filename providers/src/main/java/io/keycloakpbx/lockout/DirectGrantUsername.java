package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.tenant.SipUserName;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.directgrant.ValidateUsername;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;

/** Keycloak's step of the direct grant that finds the user, with one answer and one time for all whom it lets not go on. */
@ReliesOn("org.keycloak.authentication.authenticators.directgrant.ValidateUsername: what it asks and notes")
public final class DirectGrantUsername extends ValidateUsername {

    static final String ID = "pbx-direct-grant-username";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String typed = retrieveUsername(context);
        if (typed == null) {
            super.authenticate(context);
            return;
        }
        context.getEvent().detail(Details.USERNAME, typed);
        UserModel user = SipUserName.find(context.getSession(), context.getRealm(), typed);
        // Brute-force detection finds the user by it, and knows no SIP addresses.
        context.getAuthenticationSession()
                .setAuthNote(
                        AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME,
                        SipUserName.resolve(context.getSession(), context.getRealm(), typed));
        String locked = user == null ? null : UserLock.eventError(context, user);
        if (user == null) {
            fail(context, Errors.USER_NOT_FOUND);
        } else if (user.getServiceAccountClientLink() != null) {
            context.getEvent().detail(Details.REASON, "User is a service account");
            fail(context, Errors.INVALID_USER);
        } else if (locked != null || !user.isEnabled()) {
            PasswordWork.spend(context.getSession(), context.getRealm());
            context.getEvent().user(user).error(locked == null ? Errors.USER_DISABLED : locked);
            // No failure that brute-force detection counts.
            context.forceChallenge(refusal());
        } else {
            context.setUser(user);
            context.success();
        }
    }

    private void fail(AuthenticationFlowContext context, String eventError) {
        PasswordWork.spend(context.getSession(), context.getRealm());
        context.getEvent().error(eventError);
        context.failure(AuthenticationFlowError.INVALID_USER, refusal());
    }

    private Response refusal() {
        return errorResponse(
                Response.Status.BAD_REQUEST.getStatusCode(),
                OAuthErrorException.INVALID_GRANT,
                "Invalid user credentials");
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX user name";
    }

    @Override
    public String getHelpText() {
        return "Finds the user of the form parameter 'username'. Unknown, locked and disabled users are refused alike.";
    }
}
