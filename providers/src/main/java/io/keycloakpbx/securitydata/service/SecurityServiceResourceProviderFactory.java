package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.RealmResource;
import io.keycloakpbx.http.WrapSchemeFactory;
import io.keycloakpbx.securitydata.SecurityData;
import java.util.Set;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;

/**
 * Mounts {@link SecurityServiceResource} at {@code /realms/{realm}/securityservice}, in realms that have security data switched
 * on, where the server has its Admin API.
 */
public final class SecurityServiceResourceProviderFactory implements RealmResource, LegacyClients {

    static final String ID = "securityservice";

    @Override
    public Set<String> schemes() {
        return WrapSchemeFactory.ALL;
    }

    @Override
    public Object resource(KeycloakSession session) {
        return Profile.isFeatureEnabled(Profile.Feature.ADMIN_API)
                        && SecurityData.isOn(session.getContext().getRealm())
                ? new SecurityServiceResource(session, null)
                : null;
    }

    @Override
    public String getId() {
        return ID;
    }
}
