package io.keycloakpbx.signin;

import io.keycloakpbx.BundleInfo;
import io.keycloakpbx.http.RealmResource;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Mounts the sign-in API at {@code /realms/{realm}/api}. */
public final class SignInResourceProviderFactory implements RealmResource, ServerInfoAwareProviderFactory {

    @Override
    public Object resource(KeycloakSession session) {
        return new SignInResource(session);
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
