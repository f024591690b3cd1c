package io.keycloakpbx.sts;

import io.keycloakpbx.http.RealmResource;
import org.keycloak.models.KeycloakSession;

/** Mounts {@link SecurityTokenResource} at {@code /realms/{realm}/securitytoken}. */
public final class SecurityTokenResourceProviderFactory implements RealmResource {

    @Override
    public Object resource(KeycloakSession session) {
        return new SecurityTokenResource(session);
    }

    @Override
    public String getId() {
        return "securitytoken";
    }
}
