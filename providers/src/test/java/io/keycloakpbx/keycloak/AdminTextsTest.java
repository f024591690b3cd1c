package io.keycloakpbx.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTextsTest {

    @ParameterizedTest
    @ValueSource(strings = {"as it is", "Anna's", "{0}", "{", "}", "'{0}'", "''", "a {b} 'c' {d"})
    void aLiteralSaysItself(String text) {
        assertThat(MessageFormat.format(AdminTexts.literal(text), "parameter")).isEqualTo(text);
    }
}
