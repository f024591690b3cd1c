package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.tenant.ActionLink;
import io.keycloakpbx.tenant.NewPassword;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.Urls;
import org.keycloak.storage.StorageId;

/**
 * The token in the link of a mail, Keycloak's own action token, presented by an app in the place of Keycloak's pages: it is looked
 * at as these do, and whichever comes first uses it up.
 */
@ReliesOn({
    "org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken: the token of a link in a mail, and by"
            + " which key it is noted as used",
    "org.keycloak.services.Urls: the issuer of action tokens"
})
final class MailedToken {

    /** The longest token that is looked at, in characters. */
    static final int MAX_LENGTH = 4_000;

    /** Keycloak remembers a used token for so many seconds more than it is good. */
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final KeycloakSession session;
    private final ExecuteActionsActionToken token;
    private final UserModel user;

    private MailedToken(KeycloakSession session, ExecuteActionsActionToken token, UserModel user) {
        this.session = session;
        this.token = token;
        this.user = user;
    }

    /**
     * The token that a text is, in a realm to which the session is bound; empty where it is none, is over, or is another user's
     * now. Until the session's transaction is over nobody else goes on with a token of the user's, or guesses at the password; the
     * user's row is left alone, for what is counted of guesses may disable the user.
     *
     * @param action what it has to be for, and nothing else: what more a mail asks for needs Keycloak's pages
     */
    static Optional<MailedToken> read(KeycloakSession session, RealmModel realm, String text, String action) {
        ExecuteActionsActionToken token = session.tokens().decode(text, ExecuteActionsActionToken.class);
        if (token == null
                || !ExecuteActionsActionToken.TOKEN_TYPE.equals(token.getActionId())
                || token.getActionVerificationNonce() == null
                || !token.isActive()
                || !List.of(action).equals(token.getRequiredActions())
                || !Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName())
                        .equals(token.getIssuer())) {
            return Optional.empty();
        }
        UserModel known = session.users().getUserById(realm, token.getUserId());
        if (known == null) {
            return Optional.empty();
        }
        // Of several at once each finds what the one before it has done.
        RowLock.guesses(session, realm, known);
        UserModel user = session.users().getUserById(realm, token.getUserId());
        return user != null && isOf(token, user) && mayGoOn(session, realm, user, ActionLink.passwordState(token))
                ? Optional.of(new MailedToken(session, token, user))
                : Optional.empty();
    }

    private static boolean isOf(ExecuteActionsActionToken token, UserModel user) {
        return user.isEnabled() && (token.getEmail() == null || token.getEmail().equals(user.getEmail()));
    }

    /** A link for a new password is good until there is another one. */
    private static boolean mayGoOn(KeycloakSession session, RealmModel realm, UserModel user, String passwordState) {
        return passwordState == null || NewPassword.mayReplace(session, realm, user, passwordState);
    }

    /**
     * Whether it is still the user's, whom nobody else changes from then on until the session's transaction is over. For whoever
     * guesses no more.
     */
    boolean keepsUser() {
        return (RowLock.user(session, user.getId()) || !StorageId.isLocalStorage(user.getId())) && isOf(token, user);
    }

    UserModel user() {
        return user;
    }

    /** Whether it has been used. */
    boolean isUsed() {
        return session.revokedTokens().contains(token.serializeKey());
    }

    /** Uses it up, as Keycloak's pages do; false where somebody has. */
    boolean use() {
        return session.revokedTokens()
                .put(token.serializeKey(), token.getExp() - Time.currentTime() + CLOCK_SKEW_SECONDS);
    }
}
