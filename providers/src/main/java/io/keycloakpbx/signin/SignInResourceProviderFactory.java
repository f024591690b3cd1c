package io.keycloakpbx.signin;

import io.keycloakpbx.BundleInfo;
import io.keycloakpbx.keycloak.PlainProviderFactory;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts the sign-in API at {@code /realms/{realm}/api}. */
public final class SignInResourceProviderFactory
        implements RealmResourceProviderFactory,
                PlainProviderFactory<RealmResourceProvider>,
                ServerInfoAwareProviderFactory {

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new SignInResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return "api";
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return BundleInfo.get();
    }
}
