package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;

class Sha1PasswordHashProviderTest {

    /** The example of the contract: the SHA-1 of the word "secret". */
    private static final String HASH = "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4";

    private final Sha1PasswordHashProvider provider = new Sha1PasswordHashProvider(new Usual());

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
        assertThat(provider.encodedCredential("secret", -1)
                        .getPasswordCredentialData()
                        .getAlgorithm())
                .isEqualTo("usual");
        assertThat(provider.policyCheck(null, Sha1PasswordHashProvider.credential(HASH)))
                .isFalse();
        assertThat(provider.policyCheck(null, provider.encodedCredential("secret", -1)))
                .isTrue();
    }

    /** What the server hashes with. */
    private static final class Usual implements PasswordHashProvider {

        @Override
        public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
            return credential.getPasswordCredentialData().getAlgorithm().equals("usual");
        }

        @Override
        public PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
            return PasswordCredentialModel.createFromValues("usual", new byte[0], 1, "hash");
        }

        @Override
        public boolean verify(String rawPassword, PasswordCredentialModel credential) {
            return false;
        }

        @Override
        public void close() {}
    }
}
