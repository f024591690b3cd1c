package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a | 1:a",
                "a~ | 1:a",
                "a~b | 1:a, 2:b",
                "~~a~ ~b | 3:a, 5:b",
                "a^~^~b | 1:a^, 3:b",
                "\uFEFFa~b | 1:a, 2:b",
                "\uFEFF~b | 2:b",
                "a~\uFEFFb | 1:a, 2:\uFEFFb"
            })
    void linesKeepTheirNumbers(String body, String lines) {
        String text = body.replace('~', '\n').replace('^', '\r');
        assertThat(TenantLine.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                .extracting(line ->
                        line.number() + ":" + new String(line.text(), StandardCharsets.UTF_8).replace('\r', '^'))
                .containsExactly(lines.split(", "));
    }
}
