package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.RealmResource;
import org.keycloak.models.KeycloakSession;

/** Mounts what users may know of their permissions at {@code /realms/{realm}/permissions}. */
public final class OwnPermissionsResourceProviderFactory implements RealmResource {

    @Override
    public Object resource(KeycloakSession session) {
        return new OwnPermissionsResource(session);
    }

    @Override
    public String getId() {
        return "permissions";
    }
}
