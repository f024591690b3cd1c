package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Lets passwords move over from a PBX that stores their SHA-1: a credential with the algorithm {@value #ID} and the
 * hexadecimal digest as its value is verified, and re-hashed with the realm's algorithm when its owner signs in.
 */
public final class Sha1PasswordHashProviderFactory
        implements PasswordHashProviderFactory, PlainProviderFactory<PasswordHashProvider> {

    static final String ID = "pbx-sha1";

    @Override
    public PasswordHashProvider create(KeycloakSession session) {
        return new Sha1PasswordHashProvider(session.getProvider(PasswordHashProvider.class));
    }

    @Override
    public String getId() {
        return ID;
    }
}
