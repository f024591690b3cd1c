package io.keycloakpbx.extension;

/**
 * A user of a PBX who is to be made. All but the name may be null.
 *
 * @param username the user name
 * @param firstName the first name
 * @param lastName the last name
 * @param email the email address
 * @param enabled whether the user may sign in
 * @param displayName the name for people, where first and last name do not say it
 * @param password the password
 * @param temporary whether the user has to choose another password at the first sign-in
 */
public record NewPbxUser(
        String username,
        String firstName,
        String lastName,
        String email,
        boolean enabled,
        String displayName,
        String password,
        boolean temporary) {

    /** Without the password. */
    @Override
    public String toString() {
        return "NewPbxUser[" + username + "]";
    }
}
