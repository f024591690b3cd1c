package io.keycloakpbx.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyedHashTest {

    private final KeyedHash hash = KeyedHash.under("a key");

    /** Case 2 of RFC 4231: stored hashes must be found again by every later version. */
    @Test
    void itIsHmacSha256() {
        assertThat(HexFormat.of().formatHex(KeyedHash.under("Jefe").ofLabel("what do ya want for nothing?")))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void partsHaveTheirLengthsBeforeThem() {
        String input = new String(new char[] {0, 0, 0, 1}) + "a" + new String(new char[] {0, 0, 0, 2}) + "bc";
        assertThat(hash.of("a", "bc")).isEqualTo(hash.ofLabel(input));
        assertThat(hash.of("a", "bc")).isNotEqualTo(hash.of("ab", "c")).isNotEqualTo(hash.of("abc"));
    }

    @Test
    void keysMakeTheDifference() {
        assertThat(hash.hex("a"))
                .isEqualTo(KeyedHash.under("a key".getBytes(StandardCharsets.UTF_8))
                        .hex("a"))
                .isNotEqualTo(KeyedHash.under("another").hex("a"))
                .isNotEqualTo(hash.derive("purpose").hex("a"))
                .hasSize(64);
        assertThat(hash.base64("a")).matches("[\\w-]{43}");
    }

    @Test
    void comparison() {
        assertThat(KeyedHash.equal("same", "same")).isTrue();
        assertThat(KeyedHash.equal("same", "other")).isFalse();
        assertThat(KeyedHash.equal(null, null)).isFalse();
        assertThat(KeyedHash.equal("same", null)).isFalse();
    }

    @Test
    void itDoesNotShowItsKey() {
        assertThat(hash).hasToString("KeyedHash[]");
    }
}
