package io.keycloakpbx.openapi;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts {@link OpenApiResource} at {@code /realms/{realm}/pbx-openapi.json}. */
public final class OpenApiResourceProviderFactory
        implements RealmResourceProviderFactory, PlainProviderFactory<RealmResourceProvider> {

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new OpenApiResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return "pbx-openapi.json";
    }
}
