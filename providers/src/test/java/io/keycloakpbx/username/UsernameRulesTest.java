package io.keycloakpbx.username;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.username.UsernameRules.Violation;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameRulesTest {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String ALLOWED = LETTERS + "0123456789_-'.";
    private static final Set<String> RESERVED = Set.of("admin", "system", "administrator", "root");

    @ParameterizedTest
    @ValueSource(strings = {"1", "a", "_", "-", "'", "101", "o'brien", "mary-jane.o_neil", "a.b.c", "admins", "Root2"})
    void allowed(String name) {
        assertThat(UsernameRules.violation(name, false)).isNull();
        assertThat(UsernameRules.violation(name, true)).isNull();
    }

    @Test
    void upTo64Characters() {
        assertThat(UsernameRules.violation("x".repeat(64), false)).isNull();
        assertThat(UsernameRules.violation("x".repeat(65), false)).isEqualTo(Violation.INVALID);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".101",
                "101.",
                " 101",
                "101 ",
                "1 01",
                "101\n",
                "\n",
                "101\u0000",
                "a@b",
                "a/b",
                "a\\b",
                "a\"b",
                "a<b",
                "a:b",
                "a;b",
                "a,b",
                "é",
                "１０１",
                "аdmin",
                "101\u200b",
                "‘",
                "a+b",
                "a*"
            })
    void refused(String name) {
        assertThat(UsernameRules.violation(name, false)).isEqualTo(Violation.INVALID);
        assertThat(UsernameRules.violation(name, true)).isEqualTo(Violation.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "system", "administrator", "root", "Admin", "SYSTEM", "aDmInIsTrAtOr", "ROOT"})
    void reservedForTheSystemLevel(String name) {
        assertThat(UsernameRules.violation(name, false)).isEqualTo(Violation.RESERVED);
        assertThat(UsernameRules.violation(name, true)).isNull();
    }

    /** The rule of the contract, once more in another way than by a regular expression. */
    @Property
    void isTheContractsRule(@ForAll("names") String name) {
        boolean wellFormed = !name.isEmpty()
                && name.length() <= 64
                && name.chars().allMatch(c -> ALLOWED.indexOf(c) >= 0)
                && name.charAt(0) != '.'
                && name.charAt(name.length() - 1) != '.';
        boolean reserved = RESERVED.contains(name.toLowerCase(Locale.ROOT));
        assertThat(UsernameRules.violation(name, true)).isEqualTo(wellFormed ? null : Violation.INVALID);
        assertThat(UsernameRules.violation(name, false))
                .isEqualTo(!wellFormed ? Violation.INVALID : reserved ? Violation.RESERVED : null);
    }

    @Property
    void noOtherCharacterWhereverItStands(@ForAll char other) {
        String name = "1" + other + "1";
        assertThat(UsernameRules.violation(name, false) == null).isEqualTo(ALLOWED.indexOf(other) >= 0);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(ALLOWED).ofMaxLength(70),
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.of(RESERVED)
                        .flatMap(name -> Arbitraries.of(name, name.toUpperCase(Locale.ROOT), name + ".")));
    }
}
