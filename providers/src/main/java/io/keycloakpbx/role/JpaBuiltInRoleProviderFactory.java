package io.keycloakpbx.role;

import org.keycloak.models.KeycloakSession;

/** The first of those whose objects are guarded: the built-in roles. */
public final class JpaBuiltInRoleProviderFactory implements GuardedObjectProviderFactory {

    @Override
    public GuardedObjectProvider create(KeycloakSession session) {
        return new JpaBuiltInRoleProvider(session);
    }

    @Override
    public String getId() {
        return "built-in-roles";
    }
}
