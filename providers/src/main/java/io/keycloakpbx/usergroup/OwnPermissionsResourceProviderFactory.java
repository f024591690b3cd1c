package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts what users may know of their permissions at {@code /realms/{realm}/permissions}. */
public final class OwnPermissionsResourceProviderFactory
        implements RealmResourceProviderFactory, PlainProviderFactory<RealmResourceProvider> {

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new OwnPermissionsResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return "permissions";
    }
}
