package io.keycloakpbx.operatorrole;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-operator-role}: the roles of operators. */
public final class OperatorRoleSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-operator-role";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OperatorRoleProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return OperatorRoleProviderFactory.class;
    }
}
