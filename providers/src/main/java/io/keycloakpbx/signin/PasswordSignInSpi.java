package io.keycloakpbx.signin;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Sign-ins with a password. */
public final class PasswordSignInSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "pbx-password-sign-in";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PasswordSignInProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return PasswordSignInProviderFactory.class;
    }
}
