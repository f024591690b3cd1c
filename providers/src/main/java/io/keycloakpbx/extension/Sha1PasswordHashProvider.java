package io.keycloakpbx.extension;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Verifies passwords of which only iSymphony's unsalted SHA-1 is known, 40 hexadecimal digits. Nothing is ever hashed
 * this way here: the realm's algorithm takes over at the first sign-in.
 */
final class Sha1PasswordHashProvider implements PasswordHashProvider {

    /** The credential that holds the hash of a password. */
    static PasswordCredentialModel credential(String hexDigest) {
        return PasswordCredentialModel.createFromValues(Sha1PasswordHashProviderFactory.ID, new byte[0], 1, hexDigest);
    }

    private final PasswordHashProvider usual;

    /**
     * Verifies.
     *
     * @param usual hashes in its place where a realm's password policy names this algorithm
     */
    Sha1PasswordHashProvider(PasswordHashProvider usual) {
        this.usual = usual;
    }

    /** Whether a password need not be hashed again; one that is hashed this way always does. */
    @Override
    public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
        return usual.policyCheck(policy, credential);
    }

    @Override
    public PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
        return usual.encodedCredential(rawPassword, iterations);
    }

    @Override
    public boolean verify(String rawPassword, PasswordCredentialModel credential) {
        String expected = credential.getPasswordSecretData().getValue();
        return expected != null
                && MessageDigest.isEqual(
                        ascii(hexDigest(rawPassword)), ascii(expected.trim().toLowerCase(Locale.ROOT)));
    }

    private static String hexDigest(String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {}
}
