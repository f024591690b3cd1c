package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link TenantLifecycle}s. Those of a lower {@link #order()} come first. */
public interface TenantLifecycleFactory extends PlainProviderFactory<TenantLifecycle> {

    /**
     * Brings a tenant template of an earlier version to where this version's is, as {@link TenantLifecycle#became} does with
     * realms. Otherwise an upgrade would take from tenants what they have got at a start.
     *
     * @param realm a realm file, as read; it is changed in place
     */
    default void complete(ObjectNode realm) {}
}
