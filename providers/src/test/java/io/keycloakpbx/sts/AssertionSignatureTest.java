package io.keycloakpbx.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.WsSecurity;
import io.keycloakpbx.soap.XmlElements;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class AssertionSignatureTest {

    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHER_KEYS = keys();
    private static final String KEY_ID = "key-1";
    private static final String SAML = "xmlns:saml=\"" + WsSecurity.SAML_NAMESPACE + "\"";
    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private static final Assertion ASSERTION = new Assertion(
            "ID_" + UUID.randomUUID(),
            "https://pbx.example.com/realms/acme",
            NOW,
            NOW.plusSeconds(28_800),
            "http://idibilling.com/webservices",
            "acme\\101",
            NOW,
            "FQHd0123456789",
            "Production",
            "pbx-rest",
            List.of("View Companies", "Ü <&> \uD83D\uDE00"),
            null);

    @Test
    void whatIsSignedIsReadAsItWas() {
        assertThat(read(signed())).contains(ASSERTION);
    }

    @Test
    void allMembersAreKept() {
        Assertion acted = new Assertion(
                ASSERTION.id(),
                ASSERTION.issuer(),
                NOW,
                NOW.plusSeconds(1),
                ASSERTION.audience(),
                ASSERTION.username(),
                NOW.minusSeconds(5),
                ASSERTION.sessionId(),
                ASSERTION.environment(),
                ASSERTION.clientId(),
                List.of(),
                "acme\\102");

        assertThat(read(signed(acted))).contains(acted);
    }

    @Test
    void theSignatureFollowsTheIssuer() {
        Element root = XmlElements.children(
                        SoapMessage.read(envelope("", signed())).content())
                .get(0);

        assertThat(XmlElements.children(root))
                .extracting(Element::getLocalName)
                .containsExactly(
                        "Issuer", "Signature", "Subject", "Conditions", "AuthnStatement", "AttributeStatement");
    }

    @Test
    void namespacesThatAreDeclaredAroundItAreNoHarm() {
        String signed = signed();
        String hoisted = signed.replaceFirst(" " + SAML, "");

        assertThat(hoisted).isNotEqualTo(signed);
        assertThat(AssertionSignature.verified(
                        XmlElements.children(SoapMessage.read(envelope(SAML, hoisted))
                                        .content())
                                .get(0),
                        id -> KEYS.getPublic()))
                .isPresent();
    }

    @Test
    void anotherKeyAndAnUnknownOneVerifyNothing() {
        assertThat(AssertionSignature.verified(element(signed()), id -> OTHER_KEYS.getPublic()))
                .isEmpty();
        assertThat(AssertionSignature.verified(element(signed()), id -> null)).isEmpty();
        assertThat(AssertionSignature.verified(element(signed()), id -> id.equals(KEY_ID) ? KEYS.getPublic() : null))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "acme\\101,acme\\102",
        "Production,Test",
        "2027-03-01T16:00:00Z,2037-03-01T16:00:00Z",
        "FQHd0123456789,FQHd0123456780",
        "http://idibilling.com/webservices,http://idibilling.com/other",
        "<saml:Subject>,<saml:Subject><saml:X/>",
        "View Companies,View  Companies",
        "rsa-sha256,rsa-sha1",
        "xmlenc#sha256,xmldsig#sha1",
        "<dsig:KeyName>key-1</dsig:KeyName>,''",
        "key-1,key<!-- x -->-1",
        "</dsig:Signature>,</dsig:Signature><d:Signature xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"/>",
        "</dsig:KeyInfo>,</dsig:KeyInfo><dsig:Object/>",
        "</dsig:Transforms>,<dsig:Transform"
                + " Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/></dsig:Transforms>",
        "</dsig:SignedInfo>,<dsig:Reference URI=\"\"/></dsig:SignedInfo>",
        "<dsig:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>,''"
    })
    void whatWasChangedIsRefused(String signed, String changed) {
        String token = signed();
        String other = token.replace(signed, changed);

        assertThat(other).isNotEqualTo(token);
        assertThat(read(other)).isEmpty();
    }

    @Test
    void anUnsignedOneIsRefused() {
        String unsigned = text(ASSERTION.write(SoapAnswer.document()));

        assertThat(read(unsigned)).isEmpty();
    }

    @Test
    void aCommentInANameLeavesTheSignatureValidAndIsNoName() {
        String token = signed().replace("acme\\101", "acme\\101<!-- -->.other");
        String commented = signed().replace("acme\\101", "acme\\10<!-- -->1");

        assertThat(AssertionSignature.verified(element(commented), id -> KEYS.getPublic()))
                .isPresent();
        assertThat(read(commented)).isEmpty();
        assertThat(read(token)).isEmpty();
        assertThat(read(signed().replace("Production", "Prod<!-- -->uction"))).isEmpty();
    }

    @Test
    void aSignedOneInsideOfAnotherIsRefused() {
        String signed = signed();
        String signature = signed.substring(signed.indexOf("<dsig:Signature"), signed.indexOf("<saml:Subject>"));
        String forged = text(new Assertion(
                        "ID_forged",
                        ASSERTION.issuer(),
                        NOW,
                        NOW.plusSeconds(28_800),
                        ASSERTION.audience(),
                        "acme\\admin",
                        NOW,
                        "another",
                        "Production",
                        "pbx-rest",
                        List.of(),
                        null)
                .write(SoapAnswer.document()));
        String bare = signed.replace(signature, "");
        String sameId = forged.replace("ID_forged", ASSERTION.id());

        for (String inside : List.of(signed, bare)) {
            String wrapped = "<saml:Advice>" + inside + "</saml:Advice>";
            for (String root : List.of(forged, sameId)) {
                // The signature at the root, of the one inside; in an object of the signature, as old attacks have it.
                assertThat(read(root.replace("<saml:Subject>", signature + "<saml:Subject>")
                                .replace("</saml:Conditions>", "</saml:Conditions>" + wrapped)))
                        .isEmpty();
                assertThat(read(root.replace(
                                "<saml:Subject>",
                                signature.replace(
                                                "</dsig:Signature>",
                                                "<dsig:Object>" + inside + "</dsig:Object></dsig:Signature>")
                                        + "<saml:Subject>")))
                        .isEmpty();
                assertThat(read(root.replace("<saml:Subject>", wrapped + "<saml:Subject>")))
                        .isEmpty();
            }
        }
    }

    @Test
    void aForgedOneBesideTheSignedOneIsRefusedAndTheSignedOneTaken() {
        String forged = signed().replace("acme\\101", "acme\\admin");
        String two = "<x xmlns=\"urn:x\">" + forged + signed() + "</x>";
        List<Element> both = XmlElements.children(element(two));

        assertThat(AssertionSignature.verified(both.get(0), id -> KEYS.getPublic()))
                .isEmpty();
        assertThat(AssertionSignature.verified(both.get(1), id -> KEYS.getPublic()))
                .isPresent();
    }

    @Test
    void anIdThatIsThereTwiceIsRefused() {
        String signed = signed();

        // Below the signature, where nothing is signed.
        assertThat(read(signed.replace(
                        "<dsig:KeyInfo>", "<dsig:KeyInfo><x xmlns=\"urn:x\" Id=\"" + ASSERTION.id() + "\"/>")))
                .isEmpty();
        assertThat(read(signed.replace("<dsig:KeyInfo>", "<dsig:KeyInfo><x xmlns=\"urn:x\" Id=\"other\"/>")))
                .isPresent();
    }

    @Test
    void severalThreadsSignAndVerify() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> done = threads.invokeAll(IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(i -> () -> read(signed()).equals(Optional.of(ASSERTION)))
                    .toList());
            for (Future<Boolean> one : done) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<Assertion> read(String token) {
        return AssertionSignature.verified(element(token), id -> id.equals(KEY_ID) ? KEYS.getPublic() : null)
                .flatMap(Assertion::read);
    }

    private static String signed() {
        return signed(ASSERTION);
    }

    private static String signed(Assertion assertion) {
        Element root = assertion.write(SoapAnswer.document());
        AssertionSignature.sign(root, KEY_ID, KEYS, null);
        return text(root);
    }

    private static String text(Element root) {
        return new String(SoapAnswer.bytes(root.getOwnerDocument()), StandardCharsets.UTF_8);
    }

    /** As it is read where it is sent: in a message. */
    private static Element element(String token) {
        return XmlElements.children(SoapMessage.read(envelope("", token)).content())
                .get(0);
    }

    private static byte[] envelope(String declarations, String token) {
        return ("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" " + declarations
                        + "><e:Body><target xmlns=\"urn:target\">" + token + "</target></e:Body></e:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
