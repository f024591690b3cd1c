package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInRestrictionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 192.0.2.7",
                "192.0.2.7 | 10.0.0.0/8;192.0.2.0/24",
                "192.0.2.7 | 192.0.2.200/24",
                "192.0.2.7 | office;192.0.2.7",
                "::ffff:192.0.2.7 | 192.0.2.0/24",
                "192.0.2.7 | ::ffff:192.0.2.0/120",
                "192.0.2.7 | 0.0.0.0/0",
                "2001:db8::7 | 2001:db8::/32",
                "2001:DB8:0:0::7 | 2001:db8::7",
                "2001:db8:0:1::7 | 2001:db8:0:1::/64",
                "fe80::1%eth0 | fe80::/10",
                "::1 | ::/0"
            })
    void admits(String address, String allowed) {
        assertThat(of(allowed).admits(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 192.0.2.8",
                "192.0.2.7 | 192.0.3.0/24",
                "192.0.2.7 | ::/0",
                "2001:db8::7 | 0.0.0.0/0",
                "2001:db8:0:2::7 | 2001:db8:0:1::/64",
                "192.0.2.7 | office",
                "192.0.2.7 | ''",
                "192.0.2.7 | 192.0.2.7/33",
                "192.0.2.7 | 192.0.2.7,192.0.2.8",
                "localhost | 127.0.0.1",
                "'' | 0.0.0.0/0;::/0",
                "192.0.2.7.example | 0.0.0.0/0"
            })
    void doesNotAdmit(String address, String allowed) {
        assertThat(of(allowed).admits(address)).isFalse();
        assertThat(of(allowed).refusal(address, address)).isEqualTo(SessionRefusal.ADDRESS_NOT_ALLOWED);
    }

    private static SignInRestriction of(String allowed) {
        return new SignInRestriction(List.of(allowed.split(";", -1)), false);
    }

    @Test
    void withoutRestrictionEverybodyIsAdmitted() {
        assertThat(SignInRestriction.NONE.admits("192.0.2.7")).isTrue();
        assertThat(SignInRestriction.NONE.admits(null)).isTrue();
        assertThat(SignInRestriction.NONE.refusal(null, "192.0.2.7")).isNull();
        assertThat(of("192.0.2.7").admits(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, ::ffff:192.0.2.7, true",
        "2001:db8::7, 2001:DB8:0::7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8::7, 2001:db8::8, false",
        ", 192.0.2.7, false",
        "192.0.2.7, , false",
        ", , false"
    })
    void aLockedSessionIsUsedWhereItBegan(String begunAt, String address, boolean used) {
        assertThat(new SignInRestriction(List.of(), true).refusal(begunAt, address))
                .isEqualTo(used ? null : SessionRefusal.SESSION_ADDRESS_CHANGED);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "yes, true", "' ', true", ", true", "false, false", "FALSE, false", "'', false"})
    void whatIsNeitherFalseNorEmptyLocks(String value, boolean locks) {
        assertThat(SignInRestriction.isLock(value)).isEqualTo(locks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "::1", "[2001:db8::1]"})
    void isANetwork(String value) {
        assertThat(NetworkValidator.isValid(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", " 192.0.2.7", "office", "10/8", "10.0.0", "010.0.0.1/8x", "1.2.3.4/-1", "::1/129", "/24"
            })
    void isNone(String value) {
        assertThat(NetworkValidator.isValid(value)).isFalse();
        assertThat(NetworkValidator.isValid(null)).isFalse();
        assertThat(NetworkValidator.isValid("2001:db8::" + "0".repeat(80))).isFalse();
    }
}
