package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.keycloak.ReliesOn;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.models.UserModel;

/** The refusal of a password on a page of Keycloak's. */
@ReliesOn(
        "org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator: that only a password which was looked"
                + " at is a failure")
final class RefusedPassword {

    private RefusedPassword() {}

    /**
     * Does the work of a hash where the page has refused without it.
     *
     * @param valid what the page found, which is returned
     */
    static boolean takesItsTime(AuthenticationFlowContext context, UserModel user, boolean valid) {
        // A wrong password is a failure; who is locked, or sends none, is only asked again.
        boolean lookedAt = valid || context.getStatus() == FlowStatus.FAILURE_CHALLENGE;
        if (!lookedAt || !valid && !PasswordWork.wasDone(context.getSession(), context.getRealm(), user)) {
            PasswordWork.spend(context.getSession(), context.getRealm());
        }
        return valid;
    }
}
