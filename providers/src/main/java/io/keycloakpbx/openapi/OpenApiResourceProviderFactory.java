package io.keycloakpbx.openapi;

import io.keycloakpbx.http.RealmResource;
import org.keycloak.models.KeycloakSession;

/** Mounts {@link OpenApiResource} at {@code /realms/{realm}/pbx-openapi.json}. */
public final class OpenApiResourceProviderFactory implements RealmResource {

    @Override
    public Object resource(KeycloakSession session) {
        return new OpenApiResource(session);
    }

    @Override
    public String getId() {
        return "pbx-openapi.json";
    }
}
