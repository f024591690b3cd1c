package io.keycloakpbx.usergroup;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code pbx-user-group}: where user groups and branches are. */
public final class UserGroupSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-user-group";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return UserGroupProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return UserGroupProviderFactory.class;
    }
}
