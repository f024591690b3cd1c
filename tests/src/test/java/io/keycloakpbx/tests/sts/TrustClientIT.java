package io.keycloakpbx.tests.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.path.xml.XmlPath;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.ws.security.tokenstore.SecurityToken;
import org.apache.cxf.ws.security.trust.STSClient;
import org.apache.wss4j.common.saml.OpenSAMLUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Audience;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.signature.support.SignatureConstants;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureValidator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The security token service as CXF's client of WS-Trust meets it, and its assertions as OpenSAML reads them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustClientIT {

    private final Keycloak keycloak;
    private final TokenTenant tenant;
    private final TrustClients clients = new TrustClients();

    TrustClientIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.tenant = TokenTenant.of(keycloak, realm);
    }

    @BeforeAll
    void makeUsers() {
        OpenSAMLUtil.initSamlEngine();
        tenant.createUser("101");
    }

    @AfterAll
    void closeClients() {
        clients.close();
    }

    private String username() {
        return tenant.realm().name() + "\\101";
    }

    @Test
    void issuesRenewsValidatesAndCancels() throws Exception {
        STSClient signIn = clients.ofWsdl(tenant.tokenService(), username(), TokenTenant.PASSWORD);
        SecurityToken token = signIn.requestSecurityToken(TokenTenant.APPLIES_TO);
        Assertion assertion = verified(token);
        assertThat(attributes(assertion))
                .containsEntry("Username", List.of(username()))
                .containsEntry("Environment", List.of(TokenTenant.ENVIRONMENT))
                .containsEntry("ClientID", List.of("pbx-rest"));

        // The token is all that these need.
        STSClient bearer =
                clients.withoutCredentials(tenant.tokenService(), TrustClients.TRUST_13, TrustClients.SOAP_12);
        assertThat(bearer.validateSecurityToken(token)).containsExactly(token);

        SecurityToken renewed = clients.ofWsdl(tenant.tokenService(), username(), TokenTenant.PASSWORD)
                .renewSecurityToken(token);
        Assertion next = verified(renewed);
        assertThat(next.getID()).isNotEqualTo(assertion.getID());
        assertThat(session(next)).isEqualTo(session(assertion));
        assertThat(next.getConditions().getNotOnOrAfter())
                .isAfterOrEqualTo(assertion.getConditions().getNotOnOrAfter());

        assertThat(bearer.cancelSecurityToken(renewed)).isTrue();
        for (SecurityToken ended : List.of(token, renewed)) {
            assertThatThrownBy(() -> bearer.validateSecurityToken(ended))
                    .hasMessageContaining("The session has ended.");
        }
        assertThat(tenant.events()).startsWith("LOGOUT", "LOGIN");
    }

    @Test
    void issuesRenewsValidatesAndCancelsInTheOlderVersions() throws Exception {
        for (String trust : List.of(TrustClients.TRUST_13, TrustClients.TRUST_2005)) {
            for (String soap : List.of(TrustClients.SOAP_11, TrustClients.SOAP_12)) {
                SecurityToken token = clients.byHand(
                                tenant.tokenService(), trust, soap, username(), TokenTenant.PASSWORD)
                        .requestSecurityToken(TokenTenant.APPLIES_TO);
                Assertion assertion = verified(token);
                STSClient bearer = clients.withoutCredentials(tenant.tokenService(), trust, soap);
                assertThat(bearer.validateSecurityToken(token)).containsExactly(token);
                SecurityToken renewed = bearer.renewSecurityToken(token);
                assertThat(session(verified(renewed))).isEqualTo(session(assertion));
                assertThat(bearer.cancelSecurityToken(renewed)).isTrue();
                assertThatThrownBy(() -> bearer.validateSecurityToken(token))
                        .hasMessageContaining("The session has ended.");
            }
        }
    }

    @Test
    void tellsWhyThereIsNoToken() throws Exception {
        for (String soap : List.of(TrustClients.SOAP_11, TrustClients.SOAP_12)) {
            assertThatThrownBy(() -> byHand(soap, "Wrong-password-1!").requestSecurityToken(TokenTenant.APPLIES_TO))
                    .isInstanceOfSatisfying(
                            SoapFault.class, fault -> assertThat(kind(fault)).isEqualTo("FailedAuthentication"));
            assertThatThrownBy(() -> byHand(soap, TokenTenant.PASSWORD).requestSecurityToken("http://elsewhere.test"))
                    .isInstanceOfSatisfying(
                            SoapFault.class, fault -> assertThat(kind(fault)).isEqualTo("InvalidScope"));
        }
    }

    @Test
    void aTokenThatSomebodyHasWrittenOnIsNotValid() throws Exception {
        SecurityToken token =
                byHand(TrustClients.SOAP_12, TokenTenant.PASSWORD).requestSecurityToken(TokenTenant.APPLIES_TO);
        Document document = document(
                text(token.getToken()).replace(username(), tenant.realm().name() + "\\102"));
        SecurityToken changed =
                new SecurityToken(token.getId(), document.getDocumentElement(), token.getCreated(), token.getExpires());

        assertThatThrownBy(() -> verified(changed)).isInstanceOf(SignatureException.class);
        STSClient bearer =
                clients.withoutCredentials(tenant.tokenService(), TrustClients.TRUST_13, TrustClients.SOAP_12);
        assertThat(bearer.validateSecurityToken(token)).containsExactly(token);
        assertThatThrownBy(() -> bearer.validateSecurityToken(changed)).isInstanceOf(Exception.class);
    }

    private STSClient byHand(String soap, String password) {
        return clients.byHand(tenant.tokenService(), TrustClients.TRUST_13, soap, username(), password);
    }

    /** SOAP 1.1 has one code, SOAP 1.2 one and another below it. */
    private static String kind(SoapFault fault) {
        return fault.getSubCode() == null
                ? fault.getFaultCode().getLocalPart()
                : fault.getSubCode().getLocalPart();
    }

    /** Whether OpenSAML takes it for one of the realm's, for the audience, now. */
    private Assertion verified(SecurityToken token) throws Exception {
        Element element = document(text(token.getToken())).getDocumentElement();
        Assertion assertion = (Assertion) OpenSAMLUtil.fromDom(element);
        new SAMLSignatureProfileValidator().validate(assertion.getSignature());
        SignatureValidator.validate(assertion.getSignature(), new BasicX509Credential(certificate()));
        assertThat(assertion.getSignature().getSignatureAlgorithm())
                .isEqualTo(SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256);
        assertThat(assertion.getIssuer().getValue()).isEqualTo(tenant.realm().issuer());
        assertThat(assertion.getConditions().getAudienceRestrictions())
                .singleElement()
                .satisfies(restriction -> assertThat(restriction.getAudiences())
                        .extracting(Audience::getURI)
                        .containsExactly(TokenTenant.APPLIES_TO));
        Instant now = Instant.now();
        assertThat(assertion.getConditions().getNotBefore()).isBeforeOrEqualTo(now);
        assertThat(assertion.getConditions().getNotOnOrAfter()).isAfter(now.plus(Duration.ofMinutes(5)));
        assertThat(token.getExpires())
                .isCloseTo(assertion.getConditions().getNotOnOrAfter(), within(61, ChronoUnit.SECONDS));
        return assertion;
    }

    /** The one that the realm tells the world. */
    private X509Certificate certificate() throws Exception {
        String descriptor = keycloak.http()
                .get(tenant.realm().path("/protocol/saml/descriptor"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String text = XmlPath.from(descriptor).getString("**.find { it.name() == 'X509Certificate' }");
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)));
    }

    private static String session(Assertion assertion) {
        return assertion.getAuthnStatements().get(0).getSessionIndex();
    }

    private static Map<String, List<String>> attributes(Assertion assertion) {
        return assertion.getAttributeStatements().get(0).getAttributes().stream()
                .collect(Collectors.toMap(
                        attribute -> attribute.getName(), attribute -> attribute.getAttributeValues().stream()
                                .map(value -> value.getDOM().getTextContent())
                                .toList()));
    }

    private static Document document(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static String text(Element element) throws Exception {
        StringWriter text = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(element), new StreamResult(text));
        return text.toString();
    }
}
