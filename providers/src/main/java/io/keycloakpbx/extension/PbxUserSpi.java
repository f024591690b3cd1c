package io.keycloakpbx.extension;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Users as PBX clients see them. */
public final class PbxUserSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-user";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PbxUserProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return PbxUserProviderFactory.class;
    }
}
