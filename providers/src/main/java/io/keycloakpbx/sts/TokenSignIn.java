package io.keycloakpbx.sts;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Signs in for a security token, at the base URL of a realm and an environment. Outcomes are returned, never thrown. */
final class TokenSignIn {

    /** What has come of it. */
    sealed interface Outcome {

        /** The session is there; the user is in the environment. */
        record SignedIn(TokenSession session) implements Outcome {}

        /** Wrong password, user, domain, a lock, a suspended realm, an address: one and the same, and one text. */
        record Failed() implements Outcome {}

        /** The password was right, but there is more to do, for which there is no place here; in words. */
        record MoreToDo(String text) implements Outcome {}

        /** The password was right, but the user is not in the environment, or nothing there is called so. */
        record NoScope() implements Outcome {}

        /** The client's address is blocked, or may not be used by anybody; in words. */
        record Denied(String text) implements Outcome {}
    }

    /**
     * @param base the realm of the base URL
     * @param environment of the base URL or of the body
     */
    TokenSignIn(KeycloakSession session, RealmModel base, String environment) {}

    /**
     * Signs in.
     *
     * @param username {@code Domain\User}, or a user name of the base URL's realm
     * @param appliesTo which relying party the token is to be for
     */
    Outcome signIn(String username, String password, String appliesTo) {
        throw new UnsupportedOperationException();
    }

    /** Signs in two: the token is that of the second, and says who acts for them. */
    Outcome signIn(String username, String password, String actAsUsername, String actAsPassword, String appliesTo) {
        throw new UnsupportedOperationException();
    }
}
