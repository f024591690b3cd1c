package io.keycloakpbx.extension;

import io.keycloakpbx.http.RealmResource;
import org.keycloak.models.KeycloakSession;

/** Mounts what users may know of their extensions at {@code /realms/{realm}/extensions}. */
public final class OwnExtensionsResourceProviderFactory implements RealmResource {

    static final String ID = "extensions";

    @Override
    public Object resource(KeycloakSession session) {
        return new OwnExtensionsResource(session);
    }

    @Override
    public String getId() {
        return ID;
    }
}
