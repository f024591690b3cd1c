package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.RealmResource;
import io.keycloakpbx.http.WrapSchemeFactory;
import java.util.List;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Mounts {@link SecurityKeyResource} at {@code /realms/{realm}/security-keys}. */
public final class SecurityKeyResourceProviderFactory implements RealmResource, LegacyClients {

    static final String ID = "security-keys";

    private static final int DEFAULT_CALLS_PER_MINUTE = 6000;

    private int callsPerMinute;
    private CallRate rate;

    @Override
    public Set<String> schemes() {
        return WrapSchemeFactory.ALL;
    }

    @Override
    public Object resource(KeycloakSession session) {
        return new SecurityKeyResource(session, rate);
    }

    @Override
    public void init(Config.Scope config) {
        callsPerMinute = config.getInt("callsPerMinute", DEFAULT_CALLS_PER_MINUTE);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (callsPerMinute > 0) {
            try (KeycloakSession session = factory.create()) {
                rate = CallRate.perMinute(callsPerMinute, session);
            }
        }
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(LocalCacheProvider.class);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name("callsPerMinute")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(DEFAULT_CALLS_PER_MINUTE)
                .helpText("How many calls of the security key resource each caller may make per minute on each node."
                        + " 0: no limit.")
                .add()
                .build();
    }

    @Override
    public void close() {
        if (rate != null) {
            rate.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }
}
