package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.keycloak.models.ModelException;

class Sha1PasswordHashProviderTest {

    /** The example of the contract: the SHA-1 of the word "secret". */
    private static final String HASH = "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4";

    private final Sha1PasswordHashProvider provider = new Sha1PasswordHashProvider();

    @Test
    void verifiesThePasswordOfAHash() {
        assertThat(provider.verify("secret", Sha1PasswordHashProvider.credential(HASH)))
                .isTrue();
        assertThat(provider.verify("secret", Sha1PasswordHashProvider.credential(HASH.toUpperCase())))
                .isTrue();
        assertThat(provider.verify("Secret", Sha1PasswordHashProvider.credential(HASH)))
                .isFalse();
        assertThat(provider.verify("", Sha1PasswordHashProvider.credential(HASH)))
                .isFalse();
    }

    @Test
    void theHashIsNoPassword() {
        assertThat(provider.verify(HASH, Sha1PasswordHashProvider.credential(HASH)))
                .isFalse();
    }

    @Test
    void neverHashesAPasswordAndWantsEveryCredentialReplaced() {
        assertThatThrownBy(() -> provider.encodedCredential("secret", 1)).isInstanceOf(ModelException.class);
        assertThat(provider.policyCheck(null, Sha1PasswordHashProvider.credential(HASH)))
                .isFalse();
    }
}
