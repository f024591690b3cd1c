package io.keycloakpbx.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsSecurityTest {

    private static final String TEXT =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
    private static final String NAME = "<Username>acme\\101</Username>";

    @Test
    void aMessageWithoutTheHeaderHasNone() {
        assertThat(WsSecurity.of(SoapMessage.read(bytes("<e:Body><b/></e:Body>"))))
                .isEmpty();
        assertThat(WsSecurity.of(SoapMessage.read(bytes("<e:Header/><e:Body><b/></e:Body>"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " Type=\"" + TEXT + "\""})
    void aUserNameAndAPasswordAsTextAreRead(String type) {
        WsSecurity security = read("<UsernameToken>" + NAME + "<Password" + type
                        + "> a&amp;b<![CDATA[<c>]]> </Password><Nonce>AA==</Nonce></UsernameToken>")
                .orElseThrow();

        assertThat(security.usernameToken().username()).isEqualTo("acme\\101");
        assertThat(security.usernameToken().password()).isEqualTo(" a&b<c> ");
        assertThat(security.assertion()).isNull();
        assertThat(security.toString() + security.usernameToken()).doesNotContain("a&b");
    }

    @Test
    void anAssertionIsFound() {
        assertThat(read("<s:Assertion xmlns:s=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"x\"/>")
                        .orElseThrow()
                        .assertion()
                        .getAttribute("ID"))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest",
                "#PasswordText"
            })
    void passwordsThatAreNoTextAreRefused(String type) {
        SoapException refusal =
                refusal("<UsernameToken>" + NAME + "<Password Type=\"" + type + "\">x</Password></UsernameToken>");

        assertThat(refusal.fault().subcode().getLocalPart()).isEqualTo("UnsupportedSecurityToken");
        assertThat(refusal.getMessage()).isEqualTo("Only passwords as text are taken, over TLS.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<BinarySecurityToken/>",
                "<s:Assertion xmlns:s=\"urn:oasis:names:tc:SAML:1.0:assertion\"/>",
                "<d:Signature xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"/>"
            })
    void otherTokensAreRefused(String token) {
        assertThat(refusal(token).fault().subcode().getLocalPart()).isEqualTo("UnsupportedSecurityToken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<UsernameToken/>",
                "<UsernameToken><Username>a</Username></UsernameToken>",
                "<UsernameToken><Password>a</Password></UsernameToken>",
                "<UsernameToken><Username/><Password>a</Password></UsernameToken>",
                "<UsernameToken><Username>a</Username><Password/></UsernameToken>",
                "<UsernameToken><Username>a</Username><Username>b</Username><Password>a</Password></UsernameToken>",
                "<UsernameToken><Username>a</Username><Password>a</Password><Password>b</Password></UsernameToken>",
                "<UsernameToken><Username>a<!-- x -->b</Username><Password>a</Password></UsernameToken>",
                "<UsernameToken><Username>a<?x?>b</Username><Password>a</Password></UsernameToken>",
                "<UsernameToken><Username><b/>a</Username><Password>a</Password></UsernameToken>"
            })
    void aTokenHasOneNameAndOnePassword(String token) {
        SoapException refusal = refusal(token);

        assertThat(refusal.fault().subcode().getLocalPart()).isEqualTo("InvalidSecurity");
        assertThat(refusal.getMessage())
                .isEqualTo("A UsernameToken has one Username and one Password of 1 to 1024 characters each.");
    }

    @Test
    void nameAndPasswordAreBounded() {
        String most = "x".repeat(1024);

        assertThat(read("<UsernameToken><Username>" + most + "</Username><Password>" + most
                        + "</Password></UsernameToken>"))
                .isPresent();
        assertThat(refusal("<UsernameToken><Username>" + most + "x</Username><Password>x</Password></UsernameToken>")
                        .fault()
                        .subcode()
                        .getLocalPart())
                .isEqualTo("InvalidSecurity");
    }

    @Test
    void thereIsOneOfEachKind() {
        String token = "<UsernameToken>" + NAME + "<Password>x</Password></UsernameToken>";

        assertThat(refusal(token + token).getMessage())
                .isEqualTo("The Security header has more than one UsernameToken.");
        SoapMessage two = SoapMessage.read(bytes("<e:Header><Security xmlns=\"" + WsSecurity.NAMESPACE
                + "\"/><Security xmlns=\"" + WsSecurity.NAMESPACE + "\"/></e:Header><e:Body><b/></e:Body>"));
        assertThat(catchThrowableOfType(SoapException.class, () -> WsSecurity.of(two))
                        .getMessage())
                .isEqualTo("The message has more than one Security header.");
    }

    @ParameterizedTest
    @CsvSource({
        "-400,-301,false",
        "-400,-290,true",
        "290,600,true",
        "310,600,false",
        "-10,,true",
        ",60,true",
        "x,60,false",
        "-10,x,false"
    })
    void timeStampsAreLookedAt(String created, String expires, boolean taken) {
        String stamp = "<u:Timestamp xmlns:u=\"" + WsSecurity.UTILITY_NAMESPACE + "\">" + point("Created", created)
                + point("Expires", expires) + "</u:Timestamp>";

        if (taken) {
            assertThat(read(stamp)).isPresent();
        } else {
            assertThat(refusal(stamp).fault().subcode().getLocalPart()).isEqualTo("InvalidSecurity");
        }
    }

    private static String point(String name, String seconds) {
        if (seconds == null) {
            return "";
        }
        String time = seconds.equals("x")
                ? "yesterday"
                : Instant.now()
                        .plus(Long.parseLong(seconds), ChronoUnit.SECONDS)
                        .toString();
        return "<u:" + name + ">" + time + "</u:" + name + ">";
    }

    private static Optional<WsSecurity> read(String tokens) {
        return WsSecurity.of(SoapMessage.read(bytes("<e:Header><Security xmlns=\"" + WsSecurity.NAMESPACE + "\">"
                + tokens + "</Security></e:Header><e:Body><b/></e:Body>")));
    }

    private static SoapException refusal(String tokens) {
        return catchThrowableOfType(SoapException.class, () -> read(tokens));
    }

    private static byte[] bytes(String parts) {
        return ("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\">" + parts + "</e:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
