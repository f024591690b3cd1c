package io.keycloakpbx.store;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-data-section}: each capability contributes what its files of PBX data have. */
public final class PbxDataSectionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-data-section";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PbxDataSection.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return PbxDataSectionFactory.class;
    }
}
