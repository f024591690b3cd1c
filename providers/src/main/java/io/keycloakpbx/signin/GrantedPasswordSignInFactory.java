package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Makes the providers of sign-ins that take the way of the sign-in API. */
public final class GrantedPasswordSignInFactory
        implements PasswordSignInProviderFactory, PlainProviderFactory<PasswordSignInProvider> {

    @Override
    public PasswordSignInProvider create(KeycloakSession session) {
        return new GrantedPasswordSignIn(session);
    }

    @Override
    public String getId() {
        return "direct-grant";
    }
}
