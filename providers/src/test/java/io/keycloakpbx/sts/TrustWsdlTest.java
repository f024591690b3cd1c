package io.keycloakpbx.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.soap.BoundedXml;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TrustWsdlTest {

    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String POLICY = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void theAddressIsThatOfTheRequestAndTlsIsSaidWhereItIs(String scheme) {
        String address = scheme + "://pbx.example.com/realms/acme/securitytoken/1x/a&b\"<c";
        Document document = document(address);

        NodeList ports = document.getElementsByTagNameNS(WSDL, "port");
        assertThat(ports.getLength()).isEqualTo(4);
        IntStream.range(0, 4).mapToObj(i -> (Element) ports.item(i)).forEach(port -> assertThat(
                        ((Element) port.getElementsByTagNameNS("*", "address").item(0)).getAttribute("location"))
                .isEqualTo(address));
        assertThat(document.getElementsByTagNameNS(POLICY, "TransportBinding").getLength())
                .isEqualTo(scheme.equals("https") ? 1 : 0);
        assertThat(document.getElementsByTagNameNS(POLICY, "UsernameToken").getLength())
                .isEqualTo(1);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Document document = document("https://pbx.example.com/");
        for (String kind : new String[] {"message", "type", "binding"}) {
            NodeList all = document.getElementsByTagNameNS(WSDL, "*");
            for (int i = 0; i < all.getLength(); i++) {
                String reference = ((Element) all.item(i)).getAttribute(kind);
                if (reference.startsWith("tns:")) {
                    assertThat(IntStream.range(0, all.getLength())
                                    .mapToObj(n -> ((Element) all.item(n)).getAttribute("name")))
                            .contains(reference.substring("tns:".length()));
                }
            }
        }
        for (TrustVersion version : TrustVersion.values()) {
            for (TrustVersion.Operation operation : TrustVersion.Operation.values()) {
                assertThat(TrustWsdl.of("https://pbx.example.com/"))
                        .contains("soapAction=\"" + version.namespace() + "/RST/" + operation.text() + '"')
                        .contains("wsaw:Action=\"" + version.answerAction(operation) + '"');
            }
        }
    }

    private static Document document(String address) {
        return BoundedXml.read(TrustWsdl.of(address).getBytes(StandardCharsets.UTF_8));
    }
}
