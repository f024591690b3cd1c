package io.keycloakpbx.tenant;

import io.keycloakpbx.BundleInfo;
import io.keycloakpbx.keycloak.ReliesOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmPostCreateEvent;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.storage.StoreSyncEvent;

/**
 * Tenants in Keycloak's own database. Server option {@code spi-pbx-tenant--jpa--template}: the path of a realm file that
 * takes the place of the bundled tenant template.
 */
@ReliesOn(
        "org.keycloak.storage.StoreSyncEvent: fired within each update of a realm by the Admin API, before the answer;"
                + " there is no event for a realm's attributes")
public final class JpaTenantProviderFactory implements TenantProviderFactory, ServerInfoAwareProviderFactory {

    private static final int CACHED_DOMAINS = 10_000;

    private TenantTemplate template;
    private volatile LocalCache<String, String> realmIds;

    @Override
    public TenantProvider create(KeycloakSession session) {
        return new JpaTenantProvider(session, realmIds(session), template);
    }

    private LocalCache<String, String> realmIds(KeycloakSession session) {
        if (realmIds == null) {
            synchronized (this) {
                if (realmIds == null) {
                    realmIds = session.getProvider(LocalCacheProvider.class)
                            .create(LocalCacheConfiguration.<String, String>builder()
                                    .name("pbxSipDomains")
                                    .maxSize(CACHED_DOMAINS)
                                    .expirationAfterAccess(Duration.ofHours(1))
                                    .build());
                }
            }
        }
        return realmIds;
    }

    @Override
    public void init(Config.Scope config) {
        String path = config.get("template");
        try {
            template = TenantTemplate.load(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The tenant template " + (path == null ? "of the bundle" : path) + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The tenant template " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        template = template.on(
                (spi, id) -> factory.getProviderFactory(spi, id) != null,
                factory.getProviderFactoriesStream(TenantLifecycle.class)
                        .map(TenantLifecycleFactory.class::cast)
                        .toList());
        factory.register(event -> {
            if (event instanceof RealmPostCreateEvent created) {
                TenantRealmUpdate.ignoreFrom(created.getKeycloakSession(), created.getCreatedRealm());
                new TenantLife(created.getKeycloakSession()).created(created.getCreatedRealm());
            } else if (event instanceof StoreSyncEvent updated && updated.getModel() == null && !updated.getRemoved()) {
                TenantRealmUpdate.saved(updated.getSession(), updated.getRealm());
            } else if (event instanceof RealmRemovedEvent removed) {
                TenantRealmUpdate.removed(removed.getKeycloakSession(), removed.getRealm());
            } else if (event instanceof PostMigrationEvent) {
                KeycloakModelUtils.runJobInTransaction(
                        factory, session -> TenantProvider.of(session).reconcile());
                KeycloakModelUtils.runJobInTransaction(factory, LifeOnRecord::check);
                KeycloakModelUtils.runJobInTransaction(factory, RealmCacheSize::check);
            }
        });
    }

    @Override
    public void close() {
        if (realmIds != null) {
            realmIds.close();
        }
    }

    @Override
    public String getId() {
        return "jpa";
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return BundleInfo.get();
    }
}
