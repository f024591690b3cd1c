package io.keycloakpbx.signin;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * A sign-in with a password at the base URL of a realm.
 *
 * @param domain the domain that is named: a realm's name or one of its SIP domains; null for the realm of the base URL
 * @param username as it was typed
 * @param password as it was typed
 * @param client finds the client to sign in with, in the realm that the domain means; none where nobody can
 * @param details what the event tells besides, by name
 */
public record PasswordSignIn(
        String domain,
        String username,
        String password,
        Function<RealmModel, Optional<ClientModel>> client,
        Map<String, String> details) {

    /** Without the password. */
    @Override
    public String toString() {
        return "PasswordSignIn[]";
    }
}
