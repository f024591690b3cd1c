package io.keycloakpbx.secondfactor;

import org.keycloak.models.KeycloakSession;

/** Keeps session tokens among the objects that Keycloak lets be used once. */
public final class SingleUseSessionTokenProviderFactory implements SessionTokenProviderFactory {

    @Override
    public SessionTokenProvider create(KeycloakSession session) {
        return new SingleUseSessionTokenProvider(session);
    }

    @Override
    public String getId() {
        return "single-use";
    }
}
