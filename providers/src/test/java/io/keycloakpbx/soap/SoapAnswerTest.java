package io.keycloakpbx.soap;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SoapAnswerTest {

    private static final QName CODE = new QName("urn:codes", "Wrong", "c");

    @Test
    void aFaultOfSoap12() {
        Response answer = SoapAnswer.of(SoapVersion.SOAP_12, SoapFault.sender(CODE, "Not <so>."));

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getHeaderString("Content-Type")).isEqualTo("application/soap+xml;charset=utf-8");
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
        assertThat(text(answer))
                .isEqualTo("<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\"><env:Body><env:Fault>"
                        + "<env:Code><env:Value>env:Sender</env:Value><env:Subcode>"
                        + "<env:Value xmlns:c=\"urn:codes\">c:Wrong</env:Value></env:Subcode></env:Code>"
                        + "<env:Reason><env:Text xml:lang=\"en\">Not &lt;so&gt;.</env:Text></env:Reason>"
                        + "</env:Fault></env:Body></env:Envelope>");
    }

    @Test
    void aFaultOfSoap11() {
        Response answer = SoapAnswer.of(SoapVersion.SOAP_11, SoapFault.sender(CODE, "Not so."));

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getHeaderString("Content-Type")).isEqualTo("text/xml;charset=utf-8");
        assertThat(text(answer))
                .isEqualTo(
                        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                                + "<soap:Fault><faultcode xmlns:c=\"urn:codes\">c:Wrong</faultcode>"
                                + "<faultstring xml:lang=\"en\">Not so.</faultstring></soap:Fault></soap:Body></soap:Envelope>");
    }

    @Test
    void aFaultWithoutASubcode() {
        SoapFault fault = new SoapFault(SoapFault.Code.RECEIVER, null, "Broken.");

        assertThat(text(SoapAnswer.of(SoapVersion.SOAP_12, fault)))
                .contains("<env:Code><env:Value>env:Receiver</env:Value></env:Code>");
        assertThat(text(SoapAnswer.of(SoapVersion.SOAP_11, fault))).contains("<faultcode>soap:Server</faultcode>");
    }

    @Test
    void charactersThatXmlCannotHoldAreMarked() {
        String text =
                text(SoapAnswer.of(SoapVersion.SOAP_12, SoapFault.sender(null, "a\u0000b\uD800c\uFFFEd\uD83D\uDE00")));

        assertThat(text).contains(">a\uFFFDb\uFFFDc\uFFFDd");
        assertThat(SoapMessage.read(text.getBytes(StandardCharsets.UTF_8))
                        .content()
                        .getTextContent())
                .endsWith("d\uD83D\uDE00");
    }

    @Test
    void contentIsSentInTheVersionAsked() {
        Document document = SoapAnswer.document();
        Element content = document.createElementNS("urn:x", "x:Done");
        content.appendChild(document.createElementNS("urn:x", "x:Text")).setTextContent("Ü\r\n\uD83D\uDE00");

        for (SoapVersion version : SoapVersion.values()) {
            Response answer = SoapAnswer.of(version, content);
            SoapMessage read = SoapMessage.read((byte[]) answer.getEntity());

            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
            assertThat(read.version()).isEqualTo(version);
            assertThat(read.header()).isNull();
            assertThat(read.content().getTextContent()).isEqualTo("Ü\r\n\uD83D\uDE00");
        }
    }

    @Test
    void whoAsksWithAnIdIsToldWhatIsAnswered() {
        for (String namespace :
                new String[] {"http://www.w3.org/2005/08/addressing", "http://schemas.xmlsoap.org/ws/2004/08/addressing"
                }) {
            SoapMessage asked = SoapMessage.read(("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\">"
                            + "<e:Header><MessageID xmlns=\"" + namespace + "\">urn:uuid:1</MessageID></e:Header>"
                            + "<e:Body><b/></e:Body></e:Envelope>")
                    .getBytes(StandardCharsets.UTF_8));

            SoapMessage read = SoapMessage.read((byte[])
                    SoapAnswer.of(asked, "urn:did", SoapAnswer.document().createElementNS("urn:x", "x:Done"))
                            .getEntity());
            SoapMessage fault = SoapMessage.read(
                    (byte[]) SoapAnswer.of(asked, SoapFault.sender(null, "No.")).getEntity());

            assertThat(read.header(namespace, "Action").orElseThrow().getTextContent())
                    .isEqualTo("urn:did");
            assertThat(read.header(namespace, "RelatesTo").orElseThrow().getTextContent())
                    .isEqualTo("urn:uuid:1");
            assertThat(fault.header(namespace, "Action").orElseThrow().getTextContent())
                    .endsWith("/fault");
            assertThat(fault.header(namespace, "RelatesTo").orElseThrow().getTextContent())
                    .isEqualTo("urn:uuid:1");
        }
    }

    private static String text(Response answer) {
        return new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8);
    }
}
