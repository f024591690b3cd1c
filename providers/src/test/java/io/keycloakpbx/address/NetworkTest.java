package io.keycloakpbx.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 192.0.2.7",
                "192.0.2.7 | 10.0.0.0/8, 192.0.2.0/24",
                "192.0.2.7 | 0.0.0.0/0",
                "192.0.2.7 | ::ffff:192.0.2.7",
                "::ffff:192.0.2.7 | 192.0.2.0/29",
                "192.0.2.7 | ::ffff:192.0.2.0/120",
                "192.0.2.7 | ::ffff:0.0.0.0/96",
                "2001:db8::7 | 2001:db8::/32",
                "::1 | 127.0.0.0/8,::1"
            })
    void contains(String address, String networks) {
        assertThat(isIn(address, networks)).isTrue();
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
                "192.0.2.7 | localhost, /, 1.2.3/8"
            })
    void doesNotContain(String address, String networks) {
        assertThat(isIn(address, networks)).isFalse();
    }

    private static boolean isIn(String address, String networks) {
        IpAddress ip = IpAddress.parse(address).orElseThrow();
        return Network.list(networks).stream().anyMatch(network -> network.contains(ip));
    }
}
