package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.Urls;

/**
 * The link with which a user does what is required, once: Keycloak's own action token, as administrators mail it to users, for
 * the email address that the user has now.
 */
@ReliesOn({
    "org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken: the token of the link with which a"
            + " user does what is required",
    "org.keycloak.services.Urls: where Keycloak takes action tokens, and the issuer that it looks for in them"
})
public final class ActionLink {

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
        return of(session, realm, user, actions, expiration, base, Map.of());
    }

    /**
     * Makes a link as {@link #of(KeycloakSession, RealmModel, UserModel, List, int, URI)} does.
     *
     * @param notes what its token tells besides, by name
     */
    public static String of(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            List<String> actions,
            int expiration,
            URI base,
            Map<String, String> notes) {
        ExecuteActionsActionToken token = new ExecuteActionsActionToken(
                user.getId(), user.getEmail(), expiration, actions, null, Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        notes.forEach(token::setNote);
        String issuer = Urls.realmIssuer(base, realm.getName());
        token.issuedNow().id(UUID.randomUUID().toString()).issuer(issuer).audience(issuer);
        String signed = ContextRealm.call(session, realm, () -> session.tokens().encode(token));
        return Urls.loginActionsBase(base)
                .path("action-token")
                .queryParam(Constants.KEY, signed)
                .build(realm.getName())
                .toString();
    }
}
