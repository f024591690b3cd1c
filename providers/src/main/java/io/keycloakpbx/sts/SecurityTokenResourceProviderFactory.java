package io.keycloakpbx.sts;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts {@link SecurityTokenResource} at {@code /realms/{realm}/securitytoken}. */
public final class SecurityTokenResourceProviderFactory
        implements RealmResourceProviderFactory, PlainProviderFactory<RealmResourceProvider> {

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new SecurityTokenResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return "securitytoken";
    }
}
