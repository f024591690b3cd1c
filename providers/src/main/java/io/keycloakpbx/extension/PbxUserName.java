package io.keycloakpbx.extension;

import org.keycloak.models.UserModel;

/**
 * What a user is called.
 *
 * @param username the user name
 * @param displayName the name for people
 */
public record PbxUserName(String username, String displayName) {

    /** What a user is called at present. */
    public static PbxUserName of(UserModel user) {
        return new PbxUserName(
                user.getUsername(),
                PbxUser.displayName(
                        user.getFirstAttribute(PbxUser.DISPLAY_NAME),
                        user.getFirstName(),
                        user.getLastName(),
                        user.getUsername()));
    }

    /** Both in one text, such as {@code Jane Doe (101)}; the user name alone where it is both. */
    public String inWords() {
        return displayName.equals(username) ? username : displayName + " (" + username + ")";
    }
}
