package io.keycloakpbx.operatorrole;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-operator-component}, by which Keycloak knows custom roles and permissions of operators as components. */
public final class OperatorComponentSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "pbx-operator-component";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OperatorComponentProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return OperatorComponentFactory.class;
    }
}
