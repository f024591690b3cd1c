package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.PasswordState;
import io.keycloakpbx.keycloak.ReliesOn;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.services.Urls;

/**
 * The link with which a user does what is required, once: Keycloak's own action token, as administrators mail it to users, for
 * the email address that the user has now. One for a new password is good as long as the user has no other password than now.
 */
@ReliesOn({
    "org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken: the token of the link with which a"
            + " user does what is required; keeps notes, also when Keycloak's page passes it on",
    "org.keycloak.services.Urls: where Keycloak takes action tokens, and the issuer that it looks for in them"
})
public final class ActionLink {

    /** In the token: the password as it was. Once there is another one, the token is good for nothing. */
    private static final String PASSWORD_STATE = "pbx_password";

    private ActionLink() {}

    /** The server's address as a request has it, for links of a realm. Work after the request cannot ask any more. */
    public static URI base(KeycloakSession session, RealmModel realm) {
        return ContextRealm.call(
                session, realm, () -> session.getContext().getUri().getBaseUri());
    }

    /**
     * Makes a link.
     *
     * @param actions the aliases of required actions
     * @param expiration until when it is good, in seconds since 1970
     * @param base what {@link #base} has told
     */
    public static String of(
            KeycloakSession session, RealmModel realm, UserModel user, List<String> actions, int expiration, URI base) {
        ExecuteActionsActionToken token = new ExecuteActionsActionToken(
                user.getId(), user.getEmail(), expiration, actions, null, Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        String issuer = Urls.realmIssuer(base, realm.getName());
        token.issuedNow().id(UUID.randomUUID().toString()).issuer(issuer).audience(issuer);
        String signed = ContextRealm.call(session, realm, () -> {
            if (actions.contains(RequiredAction.UPDATE_PASSWORD.name())) {
                token.setNote(PASSWORD_STATE, PasswordState.of(user));
            }
            return session.tokens().encode(token);
        });
        return Urls.loginActionsBase(base)
                .path("action-token")
                .queryParam(Constants.KEY, signed)
                .build(realm.getName())
                .toString();
    }

    /**
     * The {@linkplain PasswordState state} of the password for whose replacement the token of a link was made; null where it was
     * for something else, or is none of these.
     */
    public static String passwordState(ExecuteActionsActionToken token) {
        return token.getNote(PASSWORD_STATE);
    }

    /** Whether the user of a token has the password of its {@linkplain #passwordState state}, if it has one. */
    static boolean isOfPasswordNow(ExecuteActionsActionToken token, UserModel user) {
        String state = passwordState(token);
        return state == null || PasswordState.isStill(user, state);
    }
}
