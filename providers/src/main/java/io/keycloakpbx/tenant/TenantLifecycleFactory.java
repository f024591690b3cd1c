package io.keycloakpbx.tenant;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link TenantLifecycle}s. Those of a lower {@link #order()} come first. */
public interface TenantLifecycleFactory extends ProviderFactory<TenantLifecycle> {

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
