package io.keycloakpbx.securitykey;

/**
 * What a key opens in Keycloak.
 *
 * @param name {@link #SIGN_IN} or the alias of one of the realm's required actions
 * @param userId the user that it is done for
 * @param clientId the client that it ends at, or null where the caller named none
 * @param redirectUri a redirect URI of that client, or null where the caller named none
 */
public record SecurityKeyAction(String name, String userId, String clientId, String redirectUri) {

    /** Signs the user in and does nothing else. */
    public static final String SIGN_IN = "SIGN_IN";
}
