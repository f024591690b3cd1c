package io.keycloakpbx.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoapMessageTest {

    private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
    private static final String NOT_WELL_FORMED = "The message is not well-formed XML.";
    private static final String NOT_UTF_8 = "The message must be in UTF-8.";

    @ParameterizedTest
    @EnumSource
    void aMessageIsReadInItsVersion(SoapVersion version) {
        SoapMessage message = SoapMessage.read(
                bytes("<?xml version=\"1.0\" encoding=\"utf-8\"?><!-- x --><e:Envelope xmlns:e=\"" + version.namespace()
                        + "\"><e:Header><x:A xmlns:x=\"urn:x\">Ünal &#x1F600;</x:A></e:Header> <e:Body>\n"
                        + "<b xmlns=\"urn:b\"/></e:Body></e:Envelope>"));

        assertThat(message.version()).isEqualTo(version);
        assertThat(message.content().getNamespaceURI()).isEqualTo("urn:b");
        assertThat(message.header("urn:x", "A")).get().satisfies(header -> assertThat(header.getTextContent())
                .isEqualTo("Ünal \uD83D\uDE00"));
        assertThat(message.header("urn:x", "B")).isEmpty();
    }

    @Test
    void aHeaderThatIsThereTwiceIsNone() {
        SoapMessage message = SoapMessage.read(
                bytes(envelope("<e:Header><a xmlns=\"urn:x\"/><a xmlns=\"urn:x\"/></e:Header><e:Body><b/></e:Body>")));

        assertThat(message.header("urn:x", "a")).isEmpty();
    }

    @Test
    void aByteOrderMarkDoesNotMatter() {
        assertThat(SoapMessage.read(bytes("\uFEFF" + envelope("<e:Body><b/></e:Body>")))
                        .content()
                        .getLocalName())
                .isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://localhost:1/x'> %x;]><a/>",
                "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;'>"
                        + "<!ENTITY n '&m;&m;&m;&m;&m;&m;&m;&m;&m;&m;'><!ENTITY o '&n;&n;&n;&n;&n;&n;&n;&n;&n;&n;'>]>"
                        + "<a>&o;</a>"
            })
    void aDocumentTypeIsRefused(String text) {
        assertThat(refusal(bytes(text)).getMessage()).isEqualTo("The message must not have a document type.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{}",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a>&x;</a>",
                "<a>&#0;</a>",
                "<a b='1' b='2'/>",
                "<x:a/>",
                "<a xmlns:x=''/>",
                "<a>\u0001</a>",
                "<?xml version='1.0'",
                "<?xml version='1.0' encodin='UTF-8'?><a/>"
            })
    void whatIsNotWellFormedIsRefused(String text) {
        assertThat(refusal(bytes(text)).getMessage()).isEqualTo(NOT_WELL_FORMED);
    }

    @Test
    void anEmptyRequestIsRefused() {
        assertThat(refusal(null).getMessage()).isEqualTo("The request has no message.");
        assertThat(refusal(new byte[0]).getMessage()).isEqualTo("The request has no message.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "ISO-8859-1", "UTF-32"})
    void otherEncodingsAreRefused(String encoding) {
        byte[] body = ("<?xml version='1.0' encoding='" + encoding + "'?>" + envelope("<e:Body><b>ü</b></e:Body>"))
                .getBytes(Charset.forName(encoding));

        assertThat(refusal(body).getMessage()).isIn(NOT_UTF_8, NOT_WELL_FORMED);
    }

    @Test
    void anEncodingThatIsSaidAndNotMeantIsRefused() {
        assertThat(refusal(bytes("<?xml version='1.0' encoding='UTF-16'?>" + envelope("<e:Body><b/></e:Body>")))
                        .getMessage())
                .isEqualTo(NOT_UTF_8);
        assertThat(refusal(new byte[] {'<', 'a', '>', (byte) 0xC3, '<', '/', 'a', '>'})
                        .getMessage())
                .isEqualTo(NOT_UTF_8);
    }

    @Test
    void sizeAndDepthAreBounded() {
        String most = "<b>".repeat(BoundedXml.MAX_DEPTH - 2) + "</b>".repeat(BoundedXml.MAX_DEPTH - 2);

        SoapMessage.read(bytes(envelope("<e:Body>" + most + "</e:Body>")));

        assertThat(refusal(bytes(envelope("<e:Body><c>" + most + "</c></e:Body>")))
                        .getMessage())
                .isEqualTo("The message is nested deeper than 64 elements.");
        assertThat(refusal(bytes("<b>".repeat(80_000))).getMessage())
                .isEqualTo("The message is nested deeper than 64 elements.");
        assertThat(refusal(bytes("<b>".repeat(100_000))).getMessage())
                .isEqualTo("The message is larger than 262144 bytes.");
        String filling = " "
                .repeat(BoundedXml.MAX_BYTES - envelope("<e:Body><b/></e:Body>").length());
        SoapMessage.read(bytes(envelope("<e:Body><b/></e:Body>") + filling));
        assertThat(refusal(bytes(envelope("<e:Body><b/></e:Body>") + filling + " "))
                        .getMessage())
                .isEqualTo("The message is larger than 262144 bytes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<e:Header/>",
                "<e:Header/><e:Header/><e:Body><b/></e:Body>",
                "<e:Body><b/></e:Body><e:Body><b/></e:Body>",
                "<e:Body><b/></e:Body><e:Header/>",
                "<e:Body><b/></e:Body><x/>",
                "<Body><b/></Body>"
            })
    void anEnvelopeHasOneBody(String parts) {
        SoapException refusal = refusal(bytes(envelope(parts)));

        assertThat(refusal.getMessage())
                .isEqualTo("An envelope has at most one Header, then one Body and nothing else.");
        assertThat(refusal.fault().code()).isEqualTo(SoapFault.Code.SENDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "<a/><b/>"})
    void aBodyHasOneElement(String content) {
        assertThat(refusal(bytes(envelope("<e:Body>" + content + "</e:Body>"))).getMessage())
                .isEqualTo("The Body of the message must hold exactly one element.");
    }

    @Test
    void whatIsNoEnvelopeIsToldSo() {
        assertThat(refusal(bytes("<e:Other xmlns:e=\"" + SOAP_12 + "\"/>")).getMessage())
                .isEqualTo("The message is no SOAP envelope.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://www.w3.org/2001/12/soap-envelope", "urn:x", ""})
    void anotherVersionIsAMismatchThatOldClientsRead(String namespace) throws Exception {
        SoapException refusal = refusal(bytes("<Envelope xmlns=\"" + namespace + "\"><Body><b/></Body></Envelope>"));

        assertThat(refusal.fault().code()).isEqualTo(SoapFault.Code.VERSION_MISMATCH);
        assertThat(new String((byte[]) refusal.answer("application/soap+xml").getEntity(), StandardCharsets.UTF_8))
                .isEqualTo("<soap:Envelope"
                        + " xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><soap:Fault>"
                        + "<faultcode>soap:VersionMismatch</faultcode><faultstring xml:lang=\"en\">Only SOAP 1.1"
                        + " and SOAP 1.2 envelopes are taken.</faultstring>"
                        + "</soap:Fault></soap:Body></soap:Envelope>");
    }

    @ParameterizedTest
    @CsvSource({
        "1,,true",
        "true,,true",
        "0,,false",
        "1,http://www.w3.org/2003/05/soap-envelope/role/next,true",
        "1,http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver,true",
        "1,http://www.w3.org/2003/05/soap-envelope/role/none,false",
        "1,urn:other,false"
    })
    void whatMustBeUnderstoodAndIsNotIsRefused(String must, String role, boolean refused) {
        byte[] body = bytes(envelope("<e:Header><x e:mustUnderstand=\"" + must + "\""
                + (role == null ? "" : " e:role=\"" + role + "\"") + "/></e:Header><e:Body><b/></e:Body>"));

        if (refused) {
            assertThat(refusal(body).fault().code()).isEqualTo(SoapFault.Code.MUST_UNDERSTAND);
        } else {
            assertThat(SoapMessage.read(body).content().getLocalName()).isEqualTo("b");
        }
    }

    @Test
    void securityAndAddressingAreUnderstood() {
        SoapMessage.read(bytes(envelope("<e:Header><Security xmlns=\"" + WsSecurity.NAMESPACE
                + "\" e:mustUnderstand=\"1\"/><To xmlns=\"http://www.w3.org/2005/08/addressing\""
                + " e:mustUnderstand=\"1\"/><To xmlns=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " e:mustUnderstand=\"true\"/></e:Header><e:Body><b/></e:Body>")));
    }

    @Test
    void theVersionOfWhatCannotBeReadIsThatOfItsContentType() {
        SoapException refusal = refusal(bytes("x"));

        Map.of("text/xml", "soap", "TEXT/XML; charset=utf-8", "soap", "application/soap+xml", "env", "a", "env")
                .forEach((type, prefix) -> assertThat(
                                new String((byte[]) refusal.answer(type).getEntity(), StandardCharsets.UTF_8))
                        .startsWith("<" + prefix + ":Envelope "));
        assertThat(new String((byte[]) refusal.answer(null).getEntity(), StandardCharsets.UTF_8))
                .startsWith("<env:Envelope ");
    }

    @Test
    void nothingOfAMessageIsPrinted() {
        assertThat(SoapMessage.read(bytes(envelope("<e:Body><secret/></e:Body>"))))
                .hasToString("SoapMessage[SOAP_12]");
    }

    private static String envelope(String parts) {
        return "<e:Envelope xmlns:e=\"" + SOAP_12 + "\">" + parts + "</e:Envelope>";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SoapException refusal(byte[] body) {
        return catchThrowableOfType(SoapException.class, () -> SoapMessage.read(body));
    }
}
