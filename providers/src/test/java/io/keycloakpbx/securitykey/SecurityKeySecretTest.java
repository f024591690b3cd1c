package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityKeySecretTest {

    @Test
    void isKnownAgainByItsHashOnly() {
        SecurityKeySecret secret = SecurityKeySecret.random();
        assertThat(secret.hash()).matches("[0-9a-f]{64}");
        assertThat(SecurityKeySecret.parse(secret.encoded()).matches(secret.hash()))
                .isTrue();
        assertThat(SecurityKeySecret.random().matches(secret.hash())).isFalse();
        assertThat(Base64.getUrlDecoder().decode(secret.encoded())).hasSize(32);
    }

    @Property(tries = 50)
    void isReadInBothAlphabetsAndAfterAFormHasMadeABlankOfAPlusSign(@ForAll @Size(32) byte[] bytes) {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        SecurityKeySecret secret = SecurityKeySecret.parse(base64);
        assertThat(secret.encoded()).isEqualTo(Base64.getUrlEncoder().encodeToString(bytes));
        for (String text :
                List.of(secret.encoded(), base64.replace('+', ' '), base64.substring(0, base64.length() - 1))) {
            assertThat(SecurityKeySecret.parse(text).matches(secret.hash())).isTrue();
        }
    }

    @Test
    void knowsAndOpensWhatEarlierReleasesHaveStored() throws Exception {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        SecurityKeySecret secret = SecurityKeySecret.parse(Base64.getEncoder().encodeToString(bytes));
        assertThat(secret.hash()).isEqualTo("5893ac9493459e016c955caf2c1acb930d57174e259d23afd8803f656d2dffcd");
        assertThat(secret.open("AAECAwQFBgcICQoLKx/Kcc6XUL4CUkLuwSksOu9tBFSykQDoI5dwNaU=", "context"))
                .isEqualTo("{\"value\":\"v\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "####", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatCannotBeASecretMatchesNothing(String text) {
        SecurityKeySecret parsed = SecurityKeySecret.parse(text);
        assertThat(parsed.matches("0".repeat(64))).isFalse();
        assertThat(parsed.encoded()).isNotEqualTo(text);
    }

    @Property(tries = 50)
    void opensWhatItSealed(@ForAll @StringLength(max = 4000) String content, @ForAll String context) throws Exception {
        SecurityKeySecret secret = SecurityKeySecret.random();
        String sealed = secret.seal(valid(content), valid(context));
        assertThat(SecurityKeySecret.parse(secret.encoded()).open(sealed, valid(context)))
                .isEqualTo(valid(content));
    }

    /** JSON bodies hold no unpaired surrogates; see JsonBody. */
    private static String valid(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void opensNothingThatWasChanged() {
        SecurityKeySecret secret = SecurityKeySecret.random();
        String sealed = secret.seal("content", "context");
        byte[] changed = Base64.getDecoder().decode(sealed);
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> secret.open(Base64.getEncoder().encodeToString(changed), "context"))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> secret.open(sealed, "other context")).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> SecurityKeySecret.random().open(sealed, "context"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void theSameContentIsNeverTheSameTwice() {
        SecurityKeySecret secret = SecurityKeySecret.random();
        assertThat(secret.seal("content", "context")).isNotEqualTo(secret.seal("content", "context"));
    }

    @Test
    void isNotInItsText() {
        SecurityKeySecret secret = SecurityKeySecret.random();
        assertThat(secret.toString()).doesNotContain(secret.encoded());
        IssuedSecurityKey issued = new IssuedSecurityKey("id", "code", "secret", Instant.EPOCH);
        assertThat(issued.toString()).contains("id").doesNotContain("code", "secret");
        assertThat(new RedeemedSecurityKey("id", "p", "the value", null, SecurityKeyIssuer.ofRealm("client", "user"))
                        .toString())
                .doesNotContain("the value");
    }
}
