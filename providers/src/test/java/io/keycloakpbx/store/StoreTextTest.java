package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "f:1:ü", "\uD83D\uDE00", "a\uD83D\uDE00b", "\u0001\uFFFF"})
    void textThatEveryDatabaseTakes(String text) {
        assertThat(StorableText.is(text)).isTrue();
        assertThat(StorableText.id(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0", "a\0b", "\uD83D", "\uDE00", "a\uD83D", "\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void textThatPostgresqlRefuses(String text) {
        assertThat(StorableText.is(text)).isFalse();
        assertThat(StorableText.id(text)).isEmpty();
    }

    @Test
    void patternsMeanWhatWasTyped() {
        assertThat(Like.containing("50%_!")).isEqualTo("%50!%!_!!%");
        assertThat(Like.startingWith("a_")).isEqualTo("a!_%");
        assertThat(Like.endingWith("%")).isEqualTo("%!%");
    }
}
