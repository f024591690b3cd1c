package io.keycloakpbx.role;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** The first of those whose objects are guarded: the built-in roles. */
public final class JpaBuiltInRoleProviderFactory implements GuardedObjectProviderFactory {

    @Override
    public GuardedObjectProvider create(KeycloakSession session) {
        return new JpaBuiltInRoleProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "built-in-roles";
    }
}
