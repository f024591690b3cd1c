package io.keycloakpbx.sts;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Makes the providers of security tokens that stand for Keycloak's sessions. */
public final class SessionTokensFactory
        implements SecurityTokenProviderFactory, PlainProviderFactory<SecurityTokenProvider> {

    @Override
    public SecurityTokenProvider create(KeycloakSession session) {
        return new SessionTokens(session);
    }

    @Override
    public String getId() {
        return "session";
    }
}
