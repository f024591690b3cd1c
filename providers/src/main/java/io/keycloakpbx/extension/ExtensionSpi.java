package io.keycloakpbx.extension;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The store of PBX servers and extensions. A deployment that keeps them in the PBX replaces the JPA provider. */
public final class ExtensionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-extension";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ExtensionProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ExtensionProviderFactory.class;
    }
}
