package io.keycloakpbx.extension;

import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** A tenant needs nothing to have PBX servers and extensions; those that it has go with it. */
public final class ExtensionLifecycleFactory implements TenantLifecycleFactory {

    private static final ExtensionQuery ALL = new ExtensionQuery(null, null, null, null);

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                // Nothing: all comes with an import, or one by one.
            }

            @Override
            public Map<String, Long> contents(Tenant tenant) {
                ExtensionProvider extensions = session.getProvider(ExtensionProvider.class);
                return Map.of(
                        "pbxServers",
                        extensions.countServers(tenant.realm()),
                        "extensions",
                        extensions.search(tenant.realm(), ALL, 0, 1).total());
            }
        };
    }

    @Override
    public String getId() {
        return "extension";
    }
}
