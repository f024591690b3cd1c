package io.keycloakpbx.http;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/**
 * A resource of the Admin API, below {@code /admin/realms/{realm}/} and its id. It keeps nothing between requests, and so
 * is its own factory. Keycloak has authenticated the caller; what the caller may do is the resource's to ask.
 */
public interface AdminRealmResource
        extends AdminRealmResourceProvider,
                AdminRealmResourceProviderFactory,
                PlainProviderFactory<AdminRealmResourceProvider> {

    @Override
    default AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    default void close() {}
}
