package io.keycloakpbx.securitykey;

/**
 * Who asks for a key. Its right to do so is looked at again when the key is used.
 *
 * @param clientId the client id of the client that asks
 * @param userId the id of the user or service account that asks
 * @param administrationRealmId the id of the realm whose administrator the user is, or null for an account of the key's realm
 *     that asks by the role {@code issue-security-keys}
 */
public record SecurityKeyIssuer(String clientId, String userId, String administrationRealmId) {

    /** Whether an administrator asks, and not an app. */
    boolean isAdministrator() {
        return administrationRealmId != null;
    }

    /** An account of the realm with the role. */
    static SecurityKeyIssuer ofRealm(String clientId, String userId) {
        return new SecurityKeyIssuer(clientId, userId, null);
    }
}
