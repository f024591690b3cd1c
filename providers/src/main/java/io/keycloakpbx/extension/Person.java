package io.keycloakpbx.extension;

import org.keycloak.models.UserModel;

/**
 * A user in a list of people.
 *
 * @param id the Keycloak id
 * @param username the user name
 * @param displayName the name for people
 * @param email the email address, or null
 * @param enabled whether the user may sign in
 */
public record Person(String id, String username, String displayName, String email, boolean enabled) {

    static Person of(UserModel user) {
        return new Person(
                user.getId(),
                user.getUsername(),
                PbxUserName.of(user).displayName(),
                user.getEmail(),
                user.isEnabled());
    }
}
