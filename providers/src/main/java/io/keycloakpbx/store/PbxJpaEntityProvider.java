package io.keycloakpbx.store;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

final class PbxJpaEntityProvider implements JpaEntityProvider {

    /**
     * Empty on purpose: Keycloak finds the bundle's entities by itself, by scanning the jar for {@code @Entity}, so the
     * capabilities stay unknown to this package.
     */
    @Override
    public List<Class<?>> getEntities() {
        return List.of();
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/keycloak-pbx-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return PbxJpaEntityProviderFactory.ID;
    }

    @Override
    public void close() {}
}
