package io.keycloakpbx.securitykey;

import java.time.Duration;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link SecurityKeyProvider}s. */
public interface SecurityKeyProviderFactory extends ProviderFactory<SecurityKeyProvider> {

    /** The longest life that any key of this server may have. */
    Duration maxLifeSpan();
}
