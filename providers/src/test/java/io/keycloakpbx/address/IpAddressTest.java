package io.keycloakpbx.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, ::ffff:192.0.2.7",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0db8::0001, 2001:db8::1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:0:0:1:1:0:0:1, 1::1:1:0:0:1",
        "0:1:0:1:0:1:1:0, 0:1:0:1:0:1:1:0",
        "1:0:0:0:0:0:0:0, 1::",
        "[2001:db8::1], 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80::1%eth0, fe80::1",
        "fe80::1%no-such-zone, fe80::1",
        "::, ::"
    })
    void hasOneForm(String text, String form) {
        assertThat(IpAddress.parse(text)).map(IpAddress::toString).contains(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "999.1.1.1",
                "1:2",
                "1::2::3",
                "12345::1",
                " 192.0.2.7",
                "192.0.2.7%eth0",
                "[[::1]]",
                "[192.0.2.7",
                "192.0.2.7/24",
                "::1\0"
            })
    void otherTextsAreNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
        assertThat(IpAddress.parse(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
        "2001:DB8:1:2::1, 2001:db8:1:2::",
        "::1, ::",
        "fe80::1%eth0, fe80::"
    })
    void isOfASite(String address, String site) {
        assertThat(IpAddress.parse(address))
                .map(found -> found.site().toString())
                .contains(site);
    }

    @Property
    void everySpellingIsTheSameAddress(@ForAll @Size(16) byte[] bits, @ForAll boolean capitals) {
        String full = IntStream.range(0, bits.length / 2)
                .mapToObj(i -> String.format("%02x%02x", bits[2 * i], bits[2 * i + 1]))
                .collect(Collectors.joining(":"));
        String spelled = capitals
                ? full.toUpperCase(Locale.ROOT)
                : Arrays.stream(full.split(":"))
                        .map(group -> Integer.toHexString(Integer.parseInt(group, 16)))
                        .collect(Collectors.joining(":"));
        IpAddress address = IpAddress.parse(full).orElseThrow();
        assertThat(IpAddress.parse(spelled)).contains(address);
        assertThat(IpAddress.parse(address.toString())).contains(address);
        assertThat(address.site().site()).isEqualTo(address.site());
    }

    @Property
    void noTextThrows(@ForAll String text) {
        IpAddress.parse(text);
        Network.list(text);
    }
}
