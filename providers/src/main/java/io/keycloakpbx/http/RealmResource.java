package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * Mounts a resource below {@code /realms/{realm}/} and its id. Keycloak has found the realm and nothing else: who calls, and
 * whether the realm serves at all, is the resource's to ask, see {@link RealmEndpoint}.
 */
public interface RealmResource extends RealmResourceProviderFactory, PlainProviderFactory<RealmResourceProvider> {

    /**
     * The resource of one request.
     *
     * @param session of the request; its context has the realm of the path
     * @return null: there is nothing here, so Keycloak answers 404
     */
    Object resource(KeycloakSession session);

    @Override
    default RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return resource(session);
            }

            @Override
            public void close() {}
        };
    }
}
