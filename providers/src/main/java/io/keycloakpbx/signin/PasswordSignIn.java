package io.keycloakpbx.signin;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * A sign-in with a password at the base URL of a realm.
 *
 * @param who who signs in
 * @param password as it was typed
 * @param client finds the client to sign in with, in the realm that the domain means, whoever it is; none where nobody can
 * @param admits whether the user may sign in there, from where the request comes. It is asked when it is the user's turn; a no is told as
 *     a wrong password is, and why in {@code details}
 * @param details what the event tells besides, by name
 * @param next who signs in next in the same request, so that two requests for the same two do not wait for each other; null for
 *     nobody. The turn of that one is not taken yet
 */
public record PasswordSignIn(
        PasswordSignInProvider.Who who,
        String password,
        Function<RealmModel, Optional<ClientModel>> client,
        Predicate<RealmModel> admits,
        Map<String, String> details,
        PasswordSignInProvider.Who next) {

    /** Without the password. */
    @Override
    public String toString() {
        return "PasswordSignIn[]";
    }
}
