package io.keycloakpbx.usergroup;

import io.keycloakpbx.role.GuardedObjectProvider;
import io.keycloakpbx.role.GuardedObjectProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Guards the group of the administrators. */
public final class JpaAdministratorsProviderFactory implements GuardedObjectProviderFactory {

    @Override
    public GuardedObjectProvider create(KeycloakSession session) {
        return new JpaAdministratorsProvider(session);
    }

    @Override
    public String getId() {
        return "administrators";
    }
}
