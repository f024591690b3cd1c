package io.keycloakpbx.securitydata.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityAnswerTextTest {

    @ParameterizedTest
    @CsvSource({
        "'Rex', 'rex'",
        "'  REX\t ', 'rex'",
        "'Aix\u00a0 en\nProvence', 'aix en provence'",
        "'ＲＥＸ', 'rex'",
        "'Straße', 'STRASSE'",
        "'Ζεύς', 'ΖΕΎΣ'",
        "'re\u0301gime', 'régime'",
        "'ﬁsh', 'fish'"
    })
    void isTheSameHoweverItIsWritten(String one, String other) {
        assertThat(SecurityAnswerText.normal(one)).isPresent().isEqualTo(SecurityAnswerText.normal(other));
    }

    @ParameterizedTest
    @CsvSource({"rex, rax", "'re x', rex", "résumé, resume", "'Rex!', Rex"})
    void isAnotherWhereLettersAre(String one, String other) {
        assertThat(SecurityAnswerText.normal(one)).isNotEqualTo(SecurityAnswerText.normal(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0\u2003"})
    void isNoneOfBlanks(String blank) {
        assertThat(SecurityAnswerText.normal(blank)).isEmpty();
    }

    @Test
    void isNoneOfMoreThan255Characters() {
        assertThat(SecurityAnswerText.normal("x".repeat(255))).isPresent();
        assertThat(SecurityAnswerText.normal("x".repeat(256))).isEmpty();
    }
}
