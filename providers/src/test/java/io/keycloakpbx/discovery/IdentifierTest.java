package io.keycloakpbx.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tenant.SipDomain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    @ParameterizedTest
    @CsvSource({
        "acct:101@acme.example.com, acme.example.com",
        "acct:a%40b@acme.example.com, acme.example.com",
        "SIP:101:pw@ACME.example.com;transport=tls?subject=x, acme.example.com",
        "sips:101@[2001:db8::1]:5061, [2001:db8::1]:5061",
        "https://acme.example.com, acme.example.com",
        "https://acme.example.com/, acme.example.com",
        "HTTPS://acme.example.com/101?a=b@c#d, acme.example.com",
        "https://acme.example.com#101, acme.example.com",
        "https://acme.example.com:443/101, acme.example.com",
        "https://acme.example.com:5061/101, acme.example.com:5061",
        "https://[2001:db8::1]/101, [2001:db8::1]"
    })
    void namesADomain(String text, String domain) {
        assertThat(Identifier.parse(text))
                .hasValueSatisfying(identifier ->
                        assertThat(identifier.domain()).map(SipDomain::value).hasValue(domain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:101@acme.example.com", "http://acme.example.com", "acct:101@bad_domain!", "urn:x"})
    void namesNone(String text) {
        assertThat(Identifier.parse(text)).hasValueSatisfying(identifier -> assertThat(identifier.domain())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "101",
                "acme.example.com",
                "acct:101",
                "acct:@acme.example.com",
                "sip:101@",
                "sip:@acme.example.com",
                "https:acme.example.com",
                "https://",
                "https:///101",
                "https://101@acme.example.com/",
                "acct:1 01@acme.example.com",
                "acct:101@acme.example.com\r\nX: y"
            })
    void isNone(String text) {
        assertThat(Identifier.parse(text)).isEmpty();
    }
}
