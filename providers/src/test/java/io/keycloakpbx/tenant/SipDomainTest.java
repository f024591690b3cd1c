package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipDomainTest {

    private static Optional<String> parsed(String text) {
        return SipDomain.parse(text).map(SipDomain::value);
    }

    @ParameterizedTest
    @CsvSource({
        "acme.example.com, acme.example.com",
        "' Acme.Example.COM ', acme.example.com",
        "acme.example.com., acme.example.com",
        "pbx, pbx",
        "a, a",
        "4acme.example.com, 4acme.example.com",
        "xn--mnchen-3ya.example, xn--mnchen-3ya.example",
        "192.0.2.10, 192.0.2.10",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8::1, [2001:db8::1]",
        "[2001:db8::1], [2001:db8::1]",
        "[2001:DB8::1]:5061, [2001:db8::1]:5061",
        "::, [::]",
        "::ffff:192.0.2.10, [::ffff:192.0.2.10]",
        "acme.example.com:5060, acme.example.com:5060",
        "acme.example.com.:5060, acme.example.com:5060",
        "192.0.2.10:65535, 192.0.2.10:65535",
        "2001:0db8:0000:0000:0000:0000:0000:0001, [2001:db8::1]",
        "[2001:db8:0:0::1]:5060, [2001:db8::1]:5060",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]",
        "müller-bau.example, xn--mller-bau-q9a.example",
        "MÜLLER-Bau.Example, xn--mller-bau-q9a.example",
        "mu\u0308ller-bau.example, xn--mller-bau-q9a.example",
        "bücher.example:5060, xn--bcher-kva.example:5060",
        "例え.テスト, xn--r8jz45g.xn--zckzah"
    })
    void hostsOfSipUris(String text, String domain) {
        assertThat(parsed(text)).contains(domain);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                ".acme",
                "acme..example",
                "acme.example..",
                "-acme.example",
                "acme-.example",
                "acme_1.example",
                "acme.example-",
                "acme example",
                "acme.example/path",
                "sip:acme.example",
                "101@acme.example",
                "acme.example;transport=udp",
                "acme,globex",
                "straße.example",
                "ma\u00ADil.example",
                "ａcme.example",
                "acme。example",
                "mün chen.example",
                "-ü.example",
                "ü.123",
                "\u212Aelvin.example",
                "acme.example\u0000",
                "acme\r\n.example",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "192.0.2.010",
                "192.0.2.1.",
                "acme.123",
                "acme:",
                "acme:0",
                "acme:05060",
                "acme:65536",
                "acme:sip",
                ":5060",
                "1:2",
                "[2001:db8::1",
                "2001:db8::1]",
                "[2001:db8::1]5060",
                "[2001:db8::1]:",
                "[2001:db8::1]:70000",
                "[192.0.2.10]",
                "[acme]",
                "[]",
                "2001:db8::1::2",
                "2001:db8:::1",
                "2001:db8::1%eth0",
                "::ffff:256.0.0.1",
                "12345::",
                "'; drop table REALM; --"
            })
    void anythingElse(String text) {
        assertThat(SipDomain.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "xn--mller-bau-q9a.example, müller-bau.example",
        "xn--mller-bau-q9a.example:5060, müller-bau.example:5060",
        "acme.example, acme.example",
        "[2001:db8::1], [2001:db8::1]",
        "xn--a.example, xn--a.example"
    })
    void isReadInItsOwnLetters(String domain, String readable) {
        assertThat(SipDomain.parse(domain).orElseThrow().readable()).isEqualTo(readable);
    }

    @Test
    void upTo280Characters() {
        String label = "a".repeat(63);
        String longest = (label + ".").repeat(4) + "b".repeat(24);
        assertThat(longest).hasSize(SipDomain.MAX_LENGTH);
        assertThat(parsed(longest)).contains(longest);
        assertThat(parsed(longest + "b")).isEmpty();
        assertThat(parsed("x".repeat(63))).isPresent();
        assertThat(parsed("x".repeat(64))).isEmpty();
    }

    @Property
    void whatIsParsedStaysAsItIs(@ForAll("domains") String text) {
        SipDomain domain = SipDomain.parse(text).orElseThrow();
        assertThat(SipDomain.parse(domain.value())).contains(domain);
        assertThat(domain).hasToString(domain.value());
    }

    @Property
    void caseAndSurroundingSpaceMakeNoDifference(@ForAll("domains") String text) {
        assertThat(SipDomain.parse(" " + text.toUpperCase(Locale.ROOT) + "\t")).isEqualTo(SipDomain.parse(text));
    }

    @Property
    void anyTextIsParsedToLowerCaseAsciiOrNotAtAll(@ForAll @StringLength(max = 300) String text) {
        SipDomain.parse(text).ifPresent(domain -> assertThat(domain.value()).matches("[a-z0-9.:\\[\\]-]{1,280}"));
    }

    @Property
    void anyTextOfItsCharacters(@ForAll("confusing") String text) {
        SipDomain.parse(text)
                .ifPresent(domain -> assertThat(SipDomain.parse(domain.value())).contains(domain));
    }

    @Property
    void everyIpv4Address(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 255) int c,
            @ForAll @IntRange(max = 255) int d) {
        String address = a + "." + b + "." + c + "." + d;
        assertThat(parsed(address)).contains(address);
        assertThat(parsed(address.replaceFirst("[0-9]+$", "256"))).isEmpty();
    }

    @Property
    void everyPort(@ForAll @IntRange(min = 1, max = 70_000) int port) {
        assertThat(SipDomain.parse("acme.example:" + port).isPresent()).isEqualTo(port <= 65_535);
    }

    @Provide
    Arbitrary<String> domains() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> top =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(10);
        Arbitrary<String> name = Combinators.combine(label.list().ofMaxSize(5), top, Arbitraries.of("", "."))
                .as((labels, last, dot) -> labels.isEmpty() ? last + dot : String.join(".", labels) + "." + last + dot);
        Arbitrary<String> ipv6 = Arbitraries.integers()
                .between(0, 0xFFFF)
                .map(Integer::toHexString)
                .list()
                .ofSize(8)
                .map(groups -> String.join(":", groups));
        Arbitrary<String> port = Arbitraries.integers().between(1, 65_535).map(value -> ":" + value);
        return Arbitraries.oneOf(
                name,
                ipv6,
                Combinators.combine(name, port).as(String::concat),
                Combinators.combine(ipv6, port).as((address, suffix) -> "[" + address + "]" + suffix));
    }

    @Provide
    Arbitrary<String> confusing() {
        return Arbitraries.strings().withChars("a1.:[]-F ").ofMaxLength(24);
    }
}
