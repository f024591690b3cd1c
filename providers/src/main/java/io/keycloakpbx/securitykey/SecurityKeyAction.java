package io.keycloakpbx.securitykey;

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

    /**
     * Whether it lets whoever opens the link into the account, unnoticed by the user: by a session, or by a passkey of their own.
     * What else the user has to do comes in the same session, a passkey among it. A new password is first, and is noticed.
     */
    boolean letsIn() {
        return redirectUri != null || !name.equals(UserModel.RequiredAction.UPDATE_PASSWORD.name());
    }
}
