package io.keycloakpbx.signin;

import java.time.Instant;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;
import org.keycloak.representations.AccessTokenResponse;

/**
 * Signs in with passwords for other capabilities, as the sign-in API does: address lock, turn, the direct grant flow of the
 * realm, events; an unknown domain takes the time that a password takes.
 */
public interface PasswordSignInProvider extends Provider {

    /** The provider of a session. */
    static PasswordSignInProvider of(KeycloakSession session) {
        return session.getProvider(PasswordSignInProvider.class);
    }

    /** Signs in. The outcome is returned, never thrown: an exception would undo the count of failures. */
    Outcome signIn(PasswordSignIn asked);

    /**
     * Somebody who signs in.
     *
     * @param domain the domain that is named: a realm's name or one of its SIP domains; null for the realm of the base URL
     * @param username as it was typed
     */
    record Who(String domain, String username) {}

    /** What has come of a sign-in. */
    sealed interface Outcome {

        /**
         * The user is signed in.
         *
         * @param realm whose user it is
         * @param client what was signed in with
         * @param userId who it is
         * @param tokens of the client; the session is the one that they name
         */
        record SignedIn(RealmModel realm, ClientModel client, String userId, AccessTokenResponse tokens)
                implements Outcome {

            /** Without the tokens. */
            @Override
            public String toString() {
                return "SignedIn[userId=" + userId + "]";
            }
        }

        /** The password was right, and a second factor is due, for which there is no place. */
        record SecondFactorDue() implements Outcome {}

        /** The password was right, and these required actions come first. */
        record ActionsDue(List<String> actions) implements Outcome {}

        /** The client's address is blocked, whatever was sent. */
        record Denied(String address, Instant until) implements Outcome {}

        /**
         * The request is of a web origin that the client does not list, and nothing has been done. Where the domain alone tells which
         * client it is, at the base URL of the system level, this is {@link Failed}: else an origin could find out which domains list it.
         */
        record OtherOrigin() implements Outcome {}

        /** Wrong password, user or domain, a lock, a suspended realm: one and the same. */
        record Failed() implements Outcome {}
    }
}
