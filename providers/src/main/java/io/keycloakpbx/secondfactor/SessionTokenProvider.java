package io.keycloakpbx.secondfactor;

import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * What somebody holds between two steps of a sign-in. A token is of one realm, client, user and purpose, and good only while
 * the user's password and e-mail address are those of the time when it was made.
 */
public interface SessionTokenProvider extends Provider {

    /** The provider of a session. */
    static SessionTokenProvider of(KeycloakSession session) {
        return session.getProvider(SessionTokenProvider.class);
    }

    /**
     * Makes a token for a user who has come so far in signing in to a client. One for a new password takes the place of
     * the user's earlier ones.
     */
    String issue(RealmModel realm, SessionToken.Purpose purpose, UserModel user, ClientModel client);

    /**
     * Makes a token for a new password that a mail tells: it is kept when this returns, and not with the transaction that is
     * under way, since a mail is read before that one ends. It takes the place of the user's earlier ones.
     */
    String issueForMail(RealmModel realm, UserModel user, ClientModel client);

    /**
     * What the direct grant answers to a right first factor where a second one is to come: a token to go on with.
     *
     * @param passwordShown whether the first factor was a password
     */
    SecondFactorChallenge challenge(RealmModel realm, UserModel user, ClientModel client, boolean passwordShown);

    /** Whose token it is, without taking it; null where {@link #take} would not give it. */
    String userId(RealmModel realm, SessionToken.Purpose purpose, String token, ClientModel client);

    /**
     * Takes a token out of the store.
     *
     * @return what its holder may go on with, or null where the token is unknown, expired, used up, held by another caller,
     *     or overtaken by a change of the user
     */
    SessionToken take(RealmModel realm, SessionToken.Purpose purpose, String token, ClientModel client);
}
