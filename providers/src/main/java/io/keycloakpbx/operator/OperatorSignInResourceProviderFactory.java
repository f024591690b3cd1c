package io.keycloakpbx.operator;

import io.keycloakpbx.http.RealmResource;
import org.keycloak.models.KeycloakSession;

/** Mounts what operators need before they are signed in at {@code /realms/{realm}/v2.0}. */
public final class OperatorSignInResourceProviderFactory implements RealmResource {

    @Override
    public Object resource(KeycloakSession session) {
        return new OperatorSignInResource(session);
    }

    @Override
    public String getId() {
        return OperatorApiResourceProviderFactory.ID;
    }
}
