package io.keycloakpbx.operatorrole;

import org.keycloak.models.KeycloakSession;

/** Makes {@link OperatorRoleProvider}s that keep everything in Keycloak's own model. */
public final class ComponentOperatorRoleProviderFactory implements OperatorRoleProviderFactory {

    @Override
    public OperatorRoleProvider create(KeycloakSession session) {
        return new ComponentOperatorRoleProvider(session);
    }

    @Override
    public String getId() {
        return "component";
    }
}
