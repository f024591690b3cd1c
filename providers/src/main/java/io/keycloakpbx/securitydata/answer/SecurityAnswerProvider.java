package io.keycloakpbx.securitydata.answer;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes Keycloak know answers as credentials: administrators see that there are some, and remove them. It validates nothing,
 * so nobody signs in by them.
 */
final class SecurityAnswerProvider implements CredentialProvider<CredentialModel> {

    private final KeycloakSession session;

    SecurityAnswerProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return SecurityAnswer.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel credential) {
        return credential;
    }

    /** No page of the account console makes, shows or removes them. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(SecurityAnswer.TYPE)
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("Security answer")
                .helpText("An answer to a security question, by which nobody signs in")
                .iconCssClass("kcAuthenticatorDefaultClass")
                .removeable(false)
                .build(session);
    }
}
