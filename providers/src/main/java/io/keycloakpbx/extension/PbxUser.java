package io.keycloakpbx.extension;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * A user as a PBX knows one.
 *
 * @param id the Keycloak id
 * @param username the user name
 * @param enabled whether the user may sign in
 * @param full whether the user is a full rather than a lite user
 * @param displayName the name for people
 * @param passwordChanged when the password was set, in milliseconds since 1970, or null where there is none
 */
public record PbxUser(
        String id, String username, boolean enabled, boolean full, String displayName, Long passwordChanged) {

    /** The user attribute that holds the name for people. */
    static final String DISPLAY_NAME = "displayName";

    /** The user attribute that says {@code false} for a lite user. */
    static final String FULL = "pbx.fullUser";

    /** A user alone. */
    static PbxUser of(UserModel user) {
        return of(
                user,
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                        .findFirst()
                        .map(CredentialModel::getCreatedDate)
                        .orElse(null));
    }

    /** A user of whom it is known when the password was set. */
    static PbxUser of(UserModel user, Long passwordChanged) {
        return of(
                user.getId(),
                user.getUsername(),
                user.isEnabled(),
                user.getFirstAttribute(FULL),
                displayName(
                        user.getFirstAttribute(DISPLAY_NAME),
                        user.getFirstName(),
                        user.getLastName(),
                        user.getUsername()),
                passwordChanged);
    }

    static PbxUser of(
            String id, String username, boolean enabled, String full, String displayName, Long passwordChanged) {
        return new PbxUser(id, username, enabled, !"false".equals(full), displayName, passwordChanged);
    }

    /** The name for people: the attribute, or first and last name, or the user name. */
    static String displayName(String attribute, String firstName, String lastName, String username) {
        if (attribute != null && !attribute.isBlank()) {
            return attribute;
        }
        String names = Stream.of(firstName == null ? "" : firstName, lastName == null ? "" : lastName)
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? username : names;
    }
}
