package io.keycloakpbx.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrengthRegexTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^.*(?=.{7,})(?=.*\\d)(?=.*[a-z])(?=.*[A-Z]).*",
                "^.*(?=.{8,})(?=.*\\S).*$",
                "(?=.*[0-9])(?=.*[^A-Za-z0-9]).{8,64}",
                "[ -~]+",
                // Java itself is quick with it.
                "(a+)+",
                ""
            })
    void whatIsQuickIsTaken(String regex) {
        assertThat(StrengthRegex.problem(regex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(a+)+\\1", "((a+)+)+\\1!", "(\\w+\\s?)*\\1", "(.*a){12}b", ".*.*.*.*=.*", "(.*)(.*)(.*)(.*)\\d%"
            })
    void whatRepeatsWhatRepeatsIsRefused(String regex) {
        assertThat(StrengthRegex.problem(regex + "$"))
                .contains("takes too long for some passwords of 128 characters; repeat nothing that repeats something"
                        + " itself");
    }

    @Test
    void whatIsNoneOrTooLongIsRefused() {
        assertThat(StrengthRegex.problem("^.*(?=.{'8',})(?=.*\\S).*$"))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("is no regular expression: "));
        assertThat(StrengthRegex.problem("a".repeat(255))).isEmpty();
        assertThat(StrengthRegex.problem("a".repeat(256))).contains("must have at most 255 characters");
    }
}
