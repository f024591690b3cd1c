package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.PasswordWork;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.directgrant.ValidatePassword;
import org.keycloak.events.Errors;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Keycloak's step of the direct grant that looks at the password, in the same time whatever is wrong with it. */
@ReliesOn("org.keycloak.authentication.authenticators.directgrant.ValidatePassword: what it asks and notes")
public final class DirectGrantPassword extends ValidatePassword {

    static final String ID = "pbx-direct-grant-password";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        String password = RefusedAddress.password(context, user, retrievePassword(context));
        if (password != null && PasswordWork.look(context.getRealm(), () -> isRight(context, user, password))) {
            context.getAuthenticationSession().setAuthNote(AuthenticationManager.PASSWORD_VALIDATED, "true");
            context.success(PasswordCredentialModel.TYPE);
            return;
        }
        if (password == null) {
            PasswordWork.spend(context.getSession(), context.getRealm());
        }
        context.getEvent().user(user).error(Errors.INVALID_USER_CREDENTIALS);
        context.failure(
                AuthenticationFlowError.INVALID_USER,
                errorResponse(
                        Response.Status.BAD_REQUEST.getStatusCode(),
                        OAuthErrorException.INVALID_GRANT,
                        "Invalid user credentials"));
    }

    private static boolean isRight(AuthenticationFlowContext context, UserModel user, String password) {
        boolean right = user.credentialManager().isValid(UserCredentialModel.password(password));
        if (!right && !PasswordWork.wasDone(context.getSession(), context.getRealm(), user)) {
            PasswordWork.hash(context.getSession(), context.getRealm());
        }
        return right;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX password";
    }

    @Override
    public String getHelpText() {
        return "Looks at the form parameter 'password'. Users without a password, or with one that came as SHA-1, take no"
                + " less time than others.";
    }
}
