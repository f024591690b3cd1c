package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownAnswerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":\"…\",\"b\":1} | {\"b\":1,\"a\":\"x\"} | []",
                "{\"a\":\"…\",\"b\":1} | {\"a\":\"x\"} | [/b: ]",
                "{\"a\":1} | {\"a\":1,\"b\":2} | [/b: 2]",
                "{\"a\":…,\"b\":…} | {\"a\":1,\"b\":true} | []",
                "{\"a\":…} | {\"a\":{}} | [/a: {}]",
                "{\"a\":1, …} | {\"a\":1,\"b\":2} | []",
                "{\"a\":1} | {\"a\":\"1\"} | [/a: \"1\"]",
                "{\"a\":null} | {} | [/a: ]",
                "{\"a\":\"ey…\"} | {\"a\":\"xey\"} | [/a: \"xey\"]",
                "{\"a\":\"…\"} | {\"a\":null} | [/a: null]",
                "{\"a\":\"…\"} | {\"a\":\"\"} | [/a: \"\"]",
                "[{\"a\":1}, …] | [{\"a\":1},{\"a\":2}] | []",
                "[{\"a\":1}] | [{\"a\":1},{\"a\":2}] | [/1: {\"a\":2}]",
                "[{\"a\":1}, …] | [{\"a\":2}] | [/0/a: 2]"
            })
    void tellsWhatIsOther(String shown, String real, String differences) {
        assertThat(ShownAnswer.differences("json", shown, real)).hasToString(differences);
    }

    @ParameterizedTest
    @CsvSource({"imported … rows, imported 12 rows, 0", "imported … rows, imported rows, 1", "a, b, 1"})
    void comparesText(String shown, String real, int differences) {
        assertThat(ShownAnswer.differences("text", shown, real)).hasSize(differences);
    }
}
