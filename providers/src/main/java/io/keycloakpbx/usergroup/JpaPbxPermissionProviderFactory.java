package io.keycloakpbx.usergroup;

import org.keycloak.models.KeycloakSession;

/** Makes {@link PbxPermissionProvider}s that keep everything in Keycloak's own model. */
public final class JpaPbxPermissionProviderFactory implements PbxPermissionProviderFactory {

    @Override
    public PbxPermissionProvider create(KeycloakSession session) {
        return new JpaPbxPermissionProvider(session);
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
