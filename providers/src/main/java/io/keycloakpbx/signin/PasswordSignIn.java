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
 * @param domain the domain that is named: a realm's name or one of its SIP domains; null for the realm of the base URL
 * @param username as it was typed
 * @param password as it was typed
 * @param client finds the client to sign in with, in the realm that the domain means, whoever it is; none where nobody can
 * @param admits whether the user may sign in there, from where the request comes. It is asked when it is the user's turn; a no is told as
 *     a wrong password is, and why in {@code details}
 * @param details what the event tells besides, by name
 */
public record PasswordSignIn(
        String domain,
        String username,
        String password,
        Function<RealmModel, Optional<ClientModel>> client,
        Predicate<RealmModel> admits,
        Map<String, String> details) {

    /** Without the password. */
    @Override
    public String toString() {
        return "PasswordSignIn[]";
    }
}
