package io.keycloakpbx.securitykey;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import java.time.Duration;

/** Makes {@link SecurityKeyProvider}s. */
public interface SecurityKeyProviderFactory extends PlainProviderFactory<SecurityKeyProvider> {

    /** The longest life that any key of this server may have. */
    Duration maxLifeSpan();
}
