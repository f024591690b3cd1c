package io.keycloakpbx.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressKeyTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
        "2001:DB8:1:2::1, 2001:db8:1:2:0:0:0:0",
        "[2001:db8:1:2::1], 2001:db8:1:2:0:0:0:0",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0",
        "2001:db8:1:2:0:0:0:0, 2001:db8:1:2:0:0:0:0",
        "localhost, localhost",
        "999.1.1.1, 999.1.1.1",
        "1.2.3, 1.2.3",
        "1:2, 1:2"
    })
    void countsUnder(String address, String key) {
        assertThat(AddressKey.of(address)).isEqualTo(key);
    }

    @Test
    void longTextsAreCut() {
        assertThat(AddressKey.of("x".repeat(300))).hasSize(AddressKey.MAX_LENGTH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 192.0.2.7",
                "192.0.2.7 | 10.0.0.0/8, 192.0.2.0/24",
                "192.0.2.7 | 0.0.0.0/0",
                "::ffff:192.0.2.7 | 192.0.2.0/29",
                "2001:db8::7 | 2001:db8::/32",
                "::1 | 127.0.0.0/8,::1"
            })
    void isIn(String address, String networks) {
        assertThat(AddressKey.isIn(address, networks)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | ''",
                "192.0.2.7 | 192.0.2.8",
                "192.0.2.8 | 192.0.2.0/29",
                "192.0.2.7 | 192.0.2.0/33",
                "192.0.2.7 | 192.0.2.0/-1",
                "192.0.2.7 | 192.0.2.0/x",
                "192.0.2.7 | ::/0",
                "2001:db9::7 | 2001:db8::/32",
                "localhost | 127.0.0.0/8, localhost",
                "1.2.3 | 0.0.0.0/0"
            })
    void isNotIn(String address, String networks) {
        assertThat(AddressKey.isIn(address, networks)).isFalse();
    }
}
