package io.keycloakpbx.http;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The authorization schemes of legacy PBX clients. */
public final class LegacySchemeSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-legacy-scheme";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return LegacySchemeProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<? extends Provider>> getProviderFactoryClass() {
        return LegacySchemeProviderFactory.class;
    }
}
