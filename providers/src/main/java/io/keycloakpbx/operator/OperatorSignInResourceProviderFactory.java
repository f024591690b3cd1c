package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts what operators need before they are signed in at {@code /realms/{realm}/v2.0}. */
public final class OperatorSignInResourceProviderFactory
        implements RealmResourceProviderFactory, PlainProviderFactory<RealmResourceProvider> {

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new OperatorSignInResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return OperatorApiResourceProviderFactory.ID;
    }
}
