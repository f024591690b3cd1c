package io.keycloakpbx.securitydata;

import io.keycloakpbx.address.Network;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/** Makes the providers of relying parties. They share the lists of addresses that were read. */
public final class JpaRelyingPartyProviderFactory implements RelyingPartyProviderFactory {

    /** More than most nodes have realms with a list. */
    private static final int LISTS = 1_000;

    private LocalCache<String, List<Network>> networks;

    @Override
    public RelyingPartyProvider create(KeycloakSession session) {
        return new JpaRelyingPartyProvider(session, networks::get);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        try (KeycloakSession session = factory.create()) {
            networks = session.getProvider(LocalCacheProvider.class)
                    .create(LocalCacheConfiguration.<String, List<Network>>builder()
                            .name("pbx-ip-allow-lists")
                            .maxSize(LISTS)
                            .expirationAfterAccess((text, list) -> Duration.ofHours(1))
                            .loader(Network::list)
                            .build());
        }
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(LocalCacheProvider.class);
    }

    @Override
    public void close() {
        if (networks != null) {
            networks.close();
        }
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
