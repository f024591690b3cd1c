package io.keycloakpbx.securitydata.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.store.StorableText;
import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void whatADatabaseCannotHoldIsReplaced() {
        assertThat(LogText.of(null)).isNull();
        assertThat(LogText.of("Zo\u00eb \ud83d\ude00")).isEqualTo("Zo\u00eb \ud83d\ude00");
        assertThat(LogText.of("a\u0000b\ud83dc")).isEqualTo("a\ufffdb\ufffdc");
    }

    @Test
    void nothingIsLongerThanItsColumn() {
        assertThat(LogText.of(null, 2)).isNull();
        assertThat(LogText.of("abc", 3)).isEqualTo("abc");
        assertThat(LogText.of("abcd", 3)).isEqualTo("abc");
        String cut = LogText.of("a\ud83d\ude00", 2);
        assertThat(cut).isEqualTo("a\ufffd");
        assertThat(StorableText.is(cut)).isTrue();
    }
}
