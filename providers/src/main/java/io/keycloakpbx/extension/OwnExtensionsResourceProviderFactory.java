package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts what users may know of their extensions at {@code /realms/{realm}/extensions}. */
public final class OwnExtensionsResourceProviderFactory
        implements RealmResourceProviderFactory, PlainProviderFactory<RealmResourceProvider> {

    static final String ID = "extensions";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new OwnExtensionsResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return ID;
    }
}
