package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.keycloak.ReliesOn;
import java.util.function.BooleanSupplier;
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
     * Lets a page look at a password, and does the work of a hash where the page has refused without it.
     *
     * @param page the page's look, whose answer is returned
     */
    static boolean takesItsTime(AuthenticationFlowContext context, UserModel user, BooleanSupplier page) {
        return PasswordWork.look(context.getRealm(), () -> {
            boolean valid = page.getAsBoolean();
            // A wrong password is a failure; who is locked, or sends none, is only asked again.
            boolean lookedAt = valid || context.getStatus() == FlowStatus.FAILURE_CHALLENGE;
            if (!lookedAt || !valid && !PasswordWork.wasDone(context.getSession(), context.getRealm(), user)) {
                PasswordWork.hash(context.getSession(), context.getRealm());
            }
            return valid;
        });
    }
}
