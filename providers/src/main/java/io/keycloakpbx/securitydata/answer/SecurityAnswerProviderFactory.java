package io.keycloakpbx.securitydata.answer;

import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Makes the provider of answers to security questions. */
public final class SecurityAnswerProviderFactory implements CredentialProviderFactory<SecurityAnswerProvider> {

    @Override
    public SecurityAnswerProvider create(KeycloakSession session) {
        return new SecurityAnswerProvider(session);
    }

    @Override
    public String getId() {
        return SecurityAnswer.TYPE;
    }
}
