package io.keycloakpbx.securitykey;

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
}
