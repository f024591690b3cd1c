package io.keycloakpbx.extension;

import org.keycloak.models.KeycloakSession;

/** Makes {@link PbxUserProvider}s on Keycloak's own database. */
public final class JpaPbxUserProviderFactory implements PbxUserProviderFactory {

    @Override
    public PbxUserProvider create(KeycloakSession session) {
        return new JpaPbxUserProvider(session);
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
