package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.WrapSchemeFactory;
import io.keycloakpbx.securitydata.SecurityData;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * Mounts {@link SecurityServiceResource} at {@code /realms/{realm}/securityservice}, in realms that have security data switched
 * on, where the server has its Admin API.
 */
public final class SecurityServiceResourceProviderFactory implements RealmResourceProviderFactory, LegacyClients {

    static final String ID = "securityservice";

    @Override
    public Set<String> schemes() {
        return WrapSchemeFactory.ALL;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return Profile.isFeatureEnabled(Profile.Feature.ADMIN_API)
                                && SecurityData.isOn(session.getContext().getRealm())
                        ? new SecurityServiceResource(session, null)
                        : null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
