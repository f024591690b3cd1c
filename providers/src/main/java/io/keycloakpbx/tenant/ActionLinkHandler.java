package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.keycloak.TokenVerifier.Predicate;
import org.keycloak.authentication.actiontoken.ActionTokenContext;
import org.keycloak.authentication.actiontoken.TokenUtils;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionTokenHandler;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;

/**
 * Keycloak's own handler of links for required actions, which besides refuses a link for a new password once there is another
 * password: whoever finds the mail later opens no account with it. What it opens is held to the same.
 */
@ReliesOn(
        "org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionTokenHandler: opens the links in mails, and"
                + " gives way to a factory of the same id and a higher order")
public final class ActionLinkHandler extends ExecuteActionsActionTokenHandler {

    @Override
    public int order() {
        return super.order() + 1;
    }

    @Override
    public Predicate<? super ExecuteActionsActionToken>[] getVerifiers(
            ActionTokenContext<ExecuteActionsActionToken> context) {
        Predicate<? super ExecuteActionsActionToken>[] keycloaks = super.getVerifiers(context);
        Predicate<? super ExecuteActionsActionToken>[] all = Arrays.copyOf(keycloaks, keycloaks.length + 1);
        all[keycloaks.length] = TokenUtils.<ExecuteActionsActionToken>checkThat(
                token -> isOfPasswordNow(token, context), Errors.EXPIRED_CODE, Messages.EXPIRED_ACTION);
        return all;
    }

    private static boolean isOfPasswordNow(
            ExecuteActionsActionToken token, ActionTokenContext<ExecuteActionsActionToken> context) {
        UserModel user = context.getSession().users().getUserById(context.getRealm(), token.getUserId());
        return user != null && ActionLink.isOfPasswordNow(token, user);
    }

    @Override
    public Response handleToken(
            ExecuteActionsActionToken token, ActionTokenContext<ExecuteActionsActionToken> context) {
        UpdatePasswordAction.bind(context.getAuthenticationSession(), ActionLink.passwordState(token));
        return super.handleToken(token, context);
    }
}
