package io.keycloakpbx.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipAddressTest {

    @ParameterizedTest
    @CsvSource({
        "101@acme.example.com, 101, acme.example.com",
        "sip:101@acme.example.com, 101, acme.example.com",
        "SIPS:101@acme.example.com:5061;transport=tls?subject=x, 101, acme.example.com:5061",
        "o'brien@[2001:db8::1], o'brien, [2001:db8::1]"
    })
    void hasAUserAndADomain(String text, String user, String domain) {
        assertThat(SipAddress.parse(text)).hasValueSatisfying(address -> {
            assertThat(address.user()).isEqualTo(user);
            assertThat(address.domain())
                    .hasValueSatisfying(found -> assertThat(found.value()).isEqualTo(domain));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "101",
                "@acme.example.com",
                "sip:@acme.example.com",
                "SIPS:@acme.example.com",
                "101@",
                "1 01@acme.example.com",
                "a@b@acme.example.com"
            })
    void isNone(String text) {
        assertThat(SipAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"101@bad_domain!", "mailto:101@under_score"})
    void isAtNoSipDomain(String text) {
        assertThat(SipAddress.parse(text))
                .hasValueSatisfying(address -> assertThat(address.domain()).isEmpty());
    }
}
