package io.keycloakpbx.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^.*(?=.{7,})(?=.*\\d)(?=.*[a-z])(?=.*[A-Z]).*",
                "^.*(?=.{8,})(?=.*\\S).*$",
                "(?=.*[0-9])(?=.*[^A-Za-z0-9]).{8,64}",
                "^(?!.*\\s)(?=.*\\p{Lu})(?=.*[!@#$%^&*()_+\\-=\\[\\]{};':\"\\\\|,.<>/?]).{10,}$",
                "(?i)(?:\\Q+x\\E|[a-z[0-9]]|\\x41|\\u0042|\\bq)+(?<=z)?",
                "[ -~]+",
                // What people write.
                "^.*[A-Za-z]+.*[0-9]+.*$",
                "(.*[0-9].*){2}",
                "(.*\\d){3}.*",
                "^(?:.*[A-Z]){3}.*$",
                ".*\\d.*\\d.*\\d.*",
                // Slow with long passwords only.
                ".*.*.*.*=.*$",
                "(.*xy.*xy.*xy.*xy.*xy.*xy.*z)$",
                // Java itself is quick with it.
                "(a+)+",
                ""
            })
    void whatIsQuickIsTaken(String regex) {
        assertThat(PasswordExpression.problem(regex)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+\\1",
                "((a+)+)+\\1!",
                "(\\w+\\s?)*\\1",
                "(.*a){12}b",
                "^.*#.*#.*#.*#.*#.*#.*#.*z",
                "(?=.*-.*-.*-.*-.*-.*-.*-.*z).*"
            })
    void whatRepeatsWhatRepeatsIsRefused(String regex) {
        assertThat(PasswordExpression.problem(regex + "$"))
                .contains("takes too long for some passwords of 30 characters; repeat nothing that repeats something"
                        + " itself");
    }

    @Test
    void whatIsNoneOrTooLongIsRefused() {
        assertThat(PasswordExpression.problem("^.*(?=.{'8',})(?=.*\\S).*$"))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("is no regular expression: "));
        assertThat(PasswordExpression.problem("a".repeat(255))).isEmpty();
        assertThat(PasswordExpression.problem("a".repeat(256))).contains("must have at most 255 characters");
    }

    /** What is read cannot bound them, for they read nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?(?!)",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)",
                ".*(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)"
                        + "(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)(a*|b*)x",
                "(?:(?:^){2000000000}){2000000000}x",
                "(?x)^ ?^ ?^ ?^ ?^ ?^ ?^ ?",
                "(?<=(?<=(?<=(?<=^x.{0,99}).{0,99}).{0,99}).{0,99})y",
                "(.{2,}(?<=^.{0,99})*?)+",
                "(?<=^|^aaa)b",
                "a\\11?\\11?\\11?\\11?\\11?(b)",
                "^\\Q\\E?a",
                "[]a]?",
                "[a-z&&[^q]]"
            })
    void choicesThatReadNothingAreRefused(String regex) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(PasswordExpression.problem(regex))
                    .contains("has too many choices between parts that may be empty; repeat nothing that may be empty"
                            + " itself, and use no flag x, no && and no look-behind of more than one length");
            assertThat(PasswordExpression.matches(Pattern.compile(regex), "b".repeat(128)))
                    .isFalse();
        });
    }

    /** No password is tried for longer than a moment, whatever the expression. */
    @ParameterizedTest
    @CsvSource({
        "^.*#.*#.*#.*#.*#.*#.*#.*z$, #",
        "^(x?y?){60}$, xy",
        "(?=.*-.*-.*-.*-.*-.*-.*-.*z).*, -",
        "(.*xy.*xy.*xy.*xy.*xy.*xy.*z), xy",
        "(.|\\n)*\\1x, a"
    })
    void whatCannotBeToldInTimeDoesNotMatch(String regex, String part) {
        String password = part.repeat(128 / part.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(PasswordExpression.matches(Pattern.compile(regex), password))
                        .isFalse());
    }

    @Test
    void othersMatchAsEver() {
        Pattern expression = Pattern.compile("^.*(?=.{8,})(?=.*\\d)(?=.*[a-z]).*$");
        assertThat(PasswordExpression.matches(expression, "quite4long")).isTrue();
        assertThat(PasswordExpression.matches(expression, "a".repeat(200) + "1"))
                .isTrue();
        assertThat(PasswordExpression.matches(expression, "quitelong")).isFalse();
        assertThat(PasswordExpression.matches(Pattern.compile("ab"), "xabx")).isFalse();
    }
}
