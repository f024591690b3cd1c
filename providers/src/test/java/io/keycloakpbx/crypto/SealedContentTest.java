package io.keycloakpbx.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedContentTest {

    private final SealedContent content = SealedContent.under(new byte[32]);

    @Test
    void whatWasSealedOpensAgain() throws GeneralSecurityException {
        String sealed = content.seal("Grüße", "row 1");
        assertThat(sealed).doesNotContain("Gr").isNotEqualTo(content.seal("Grüße", "row 1"));
        assertThat(content.open(sealed, "row 1")).isEqualTo("Grüße");
        assertThat(content.open(content.seal("", ""), "")).isEmpty();
    }

    @Test
    void anotherContextKeyOrTextDoesNotOpen() {
        String sealed = content.seal("text", "row 1");
        byte[] changed = Base64.getDecoder().decode(sealed);
        changed[changed.length - 1] ^= 1;
        assertRefused(content, sealed, "row 2");
        assertRefused(SealedContent.under(new byte[16]), sealed, "row 1");
        assertRefused(content, Base64.getEncoder().encodeToString(changed), "row 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not Base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void whatIsNoSealedContentIsRefusedInTheSameWay(String sealed) {
        assertRefused(content, sealed, "row 1");
    }

    private static void assertRefused(SealedContent content, String sealed, String context) {
        assertThatThrownBy(() -> content.open(sealed, context)).isInstanceOf(GeneralSecurityException.class);
    }
}
