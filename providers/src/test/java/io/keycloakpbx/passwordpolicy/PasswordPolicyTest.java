package io.keycloakpbx.passwordpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;

class PasswordPolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"a1234567", "1234567Z", "é5b"})
    void letters(String password) {
        assertThat(new LettersPolicy().accepts(password, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678", "é5!", "я"})
    void noLetters(String password) {
        assertThat(new LettersPolicy().accepts(password, Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secretA", "secret!", "secret 1", "secret€", "É"})
    void specialLetters(String password) {
        assertThat(new SpecialLettersPolicy().accepts(password, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret1", "é5"})
    void noSpecialLetters(String password) {
        assertThat(new SpecialLettersPolicy().accepts(password, Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xabcx", "xCbAx", "x012", "789x", "aBc", "xyz", "98765"})
    void sequences(String password) {
        assertThat(new NotSequentialPolicy().accepts(password, Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "abab", "acegik", "13579", "ab1ba", "aab", "yz{", "./0", "89:", "`ab"})
    void noSequences(String password) {
        assertThat(new NotSequentialPolicy().accepts(password, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaa", "x111", "!!!x", "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00"})
    void repetitions(String password) {
        assertThat(new NotRepeatingPolicy().accepts(password, Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aa", "aabbaa", "ababab", "aAa", "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02"})
    void noRepetitions(String password) {
        assertThat(new NotRepeatingPolicy().accepts(password, Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "xALICEx", "xecilax", "1archer1", "my-alice@acme.test"})
    void similarToTheAccount(String password) {
        assertThat(new NotAccountPolicy().accepts(password, Set.of("alice", "archer")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alic", "a-l-i-c-e", "unrelated"})
    void notSimilarToTheAccount(String password) {
        assertThat(new NotAccountPolicy().accepts(password, Set.of("alice", "archer")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "al", "  a "})
    void shortWordsAreNoAccount(String username) {
        assertThat(Account.of(username)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice@Acme.test"})
    void bothPartsOfAnAddressAreTheAccount(String username) {
        assertThat(Account.of(username)).containsExactlyInAnyOrder("alice@acme.test", "alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "3650"})
    void daysBeforeAChange(String days) {
        assertThat(new MinimumChangeDaysPolicy().create(null).parseConfig(days)).isEqualTo(Integer.valueOf(days));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-1", "3651", "1.5", "undefined", "99999999999"})
    void noDaysBeforeAChange(String days) {
        PasswordPolicyProvider policy = new MinimumChangeDaysPolicy().create(null);
        assertThatThrownBy(() -> policy.parseConfig(days))
                .isInstanceOf(PasswordPolicyConfigException.class)
                .hasMessage("The days before a change must be a number from 0 to 3650");
    }
}
