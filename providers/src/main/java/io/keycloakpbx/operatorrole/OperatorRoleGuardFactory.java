package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.GuardedObjectProvider;
import io.keycloakpbx.role.GuardedObjectProviderFactory;
import org.keycloak.models.KeycloakSession;

/** The guard of custom roles that mean what is reserved. */
public final class OperatorRoleGuardFactory implements GuardedObjectProviderFactory {

    @Override
    public GuardedObjectProvider create(KeycloakSession session) {
        return new OperatorRoleGuard(session);
    }

    @Override
    public String getId() {
        return "operator-roles";
    }
}
