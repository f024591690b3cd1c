package io.keycloakpbx.extension;

import io.keycloakpbx.tenant.FiguresQuery;
import io.keycloakpbx.tenant.ManagedSetting;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** A tenant needs nothing to have PBX servers and extensions; those that it has go with it. */
public final class ExtensionLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                // Nothing: all comes with an import, or one by one.
            }

            @Override
            public Map<String, Long> contents(Tenant tenant) {
                return Map.of(
                        "pbxServers",
                        extensions().countServers(tenant.realm()),
                        "extensions",
                        extensions().countExtensions(tenant.realm()).all());
            }

            @Override
            public Map<String, Long> figures(Tenant tenant, FiguresQuery query) {
                if (!query.users()) {
                    return Map.of();
                }
                ExtensionCount count = extensions().countExtensions(tenant.realm());
                return Map.of("ownedExtensions", count.owned(), "freeExtensions", count.free());
            }

            private ExtensionProvider extensions() {
                return session.getProvider(ExtensionProvider.class);
            }

            @Override
            public List<ManagedSetting> managed() {
                return List.of(TenantAttributes.BASIC_AUTH, PbxUsers.ACCEPT_SHA1);
            }
        };
    }

    @Override
    public String getId() {
        return "extension";
    }
}
