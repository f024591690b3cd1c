package io.keycloakpbx.securitykey;

import java.util.Set;
import org.keycloak.models.UserModel;

/**
 * What a key opens in Keycloak.
 *
 * @param name {@link #SIGN_IN} or the alias of one of the realm's required actions
 * @param userId the user that it is done for
 * @param clientId the client that it ends at, or null where the caller named none
 * @param redirectUri a redirect URI of that client, or null where the caller named none
 * @param passwordState the {@linkplain io.keycloakpbx.keycloak.PasswordState state} of the user's password when the key
 *     was issued: the key is not good for longer; null where it is of an earlier release
 */
public record SecurityKeyAction(String name, String userId, String clientId, String redirectUri, String passwordState) {

    /** Signs the user in and does nothing else. */
    public static final String SIGN_IN = "SIGN_IN";

    /** What leaves nothing behind by which whoever has done it signs in later, unless the user's password has changed. */
    private static final Set<String> HARMLESS = Set.of(
            UserModel.RequiredAction.UPDATE_PASSWORD.name(),
            UserModel.RequiredAction.VERIFY_EMAIL.name(),
            UserModel.RequiredAction.CONFIGURE_TOTP.name());

    /**
     * Whether it lets whoever opens the link into the account, unnoticed by the user: by a session, or by a passkey of their own.
     * Of actions that are not known, anything is to be expected.
     */
    boolean letsIn() {
        return redirectUri != null || !HARMLESS.contains(name);
    }
}
