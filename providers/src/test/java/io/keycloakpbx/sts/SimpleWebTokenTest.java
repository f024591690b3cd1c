package io.keycloakpbx.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SimpleWebTokenTest {

    private static final UnaryOperator<String> SIGN = text -> "k+/" + text.length() + "==";

    @Example
    void aTokenIsAFormWithTheSignatureLast() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("Issuer", "https://pbx.example.com/realms/acme");
        claims.put("Username", "acme\\101");
        claims.put("Permissions", "View Companies,Manage Companies");
        assertThat(SimpleWebToken.write(claims, text -> "Y5Gk+/=="))
                .isEqualTo("Issuer=https%3A%2F%2Fpbx.example.com%2Frealms%2Facme&Username=acme%5C101"
                        + "&Permissions=View+Companies%2CManage+Companies&HMACSHA256=Y5Gk%2B%2F%3D%3D");
    }

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("claims") Map<String, String> claims) {
        String text = SimpleWebToken.write(claims, SIGN);
        SimpleWebToken read = SimpleWebToken.parse(text).orElseThrow();
        assertThat(read.claims()).containsExactlyEntriesOf(claims);
        assertThat(text).startsWith(read.signed() + "&HMACSHA256=");
        assertThat(read.signature()).isEqualTo(SIGN.apply(read.signed()));
        claims.forEach((name, value) -> assertThat(read.claim(name)).isEqualTo(value));
    }

    @Property(tries = 1_000)
    void noTextIsTooStrangeToBeRefused(@ForAll String text) {
        assertThat(SimpleWebToken.parse(text + "&HMACSHA256=AA%3D%3D"))
                .satisfies(token ->
                        token.ifPresent(read -> assertThat(read.signature()).isEqualTo("AA==")));
        assertThat(SimpleWebToken.parse(text).filter(token -> !text.contains("&HMACSHA256=")))
                .isEmpty();
    }

    @Property(tries = 500)
    void aNameThatComesTwiceIsRefused(@ForAll("claims") Map<String, String> claims) {
        String form = SimpleWebToken.parse(SimpleWebToken.write(claims, SIGN))
                .orElseThrow()
                .signed();
        String first = form.split("&")[0];
        assertThat(SimpleWebToken.parse(form + '&' + first + "&HMACSHA256=AA%3D%3D"))
                .isEmpty();
        assertThat(SimpleWebToken.parse(form + "&HMACSHA256=AA%3D%3D&HMACSHA256=AA%3D%3D"))
                .isEmpty();
    }

    @Example
    void whatIsNoTokenIsRefused() {
        String[] texts = {
            "",
            "&HMACSHA256=AA",
            "HMACSHA256=AA",
            "Issuer=a",
            "Issuer=a&HMACSHA256=AA&Issuer=b",
            "Issuer=a&HMACSHA256=AA&",
            "Issuer=a&&HMACSHA256=AA",
            "Issuer&HMACSHA256=AA",
            "=a&HMACSHA256=AA",
            "Issuer=%&HMACSHA256=AA",
            "Issuer=%zz&HMACSHA256=AA",
            "Issuer=a b&HMACSHA256=AA",
            "Issuer=\u00e4&HMACSHA256=AA",
            "%48MACSHA256=AA&HMACSHA256=AA",
            "Issuer=" + "a".repeat(SimpleWebToken.MAX_LENGTH) + "&HMACSHA256=AA"
        };
        for (String text : texts) {
            assertThat(SimpleWebToken.parse(text)).as(text).isEmpty();
        }
    }

    @Example
    void nothingOfATokenIsPrinted() {
        assertThat(SimpleWebToken.parse("Issuer=secret&HMACSHA256=AA").orElseThrow())
                .hasToString("SimpleWebToken[]");
    }

    @Provide
    Arbitrary<Map<String, String>> claims() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20).filter(SimpleWebTokenTest::isText);
        return Arbitraries.maps(text.filter(name -> !name.isEmpty() && !name.equals("HMACSHA256")), text)
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    /** Halves of characters are none. */
    private static boolean isText(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }
}
