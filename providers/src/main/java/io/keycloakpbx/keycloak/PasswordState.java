package io.keycloakpbx.keycloak;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Which password a user has, without the password: what is to be good only as long as the password stays the same keeps
 * this text, and compares it when it is used. Keycloak gives a password that is changed a new date, but not one that it
 * only hashes anew.
 */
public final class PasswordState {

    /** The state of users without a password of their own, those of a directory included. */
    private static final String NONE = "none";

    private PasswordState() {}

    /** The state of the password that is stored for a user now, a text of at most 64 characters. */
    public static String of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .map(password -> password.getId() + "." + password.getCreatedDate())
                .orElse(NONE);
    }

    /** Whether a user still has the password of a state; false for null. */
    public static boolean isStill(UserModel user, String state) {
        return state != null
                && MessageDigest.isEqual(
                        of(user).getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }
}
