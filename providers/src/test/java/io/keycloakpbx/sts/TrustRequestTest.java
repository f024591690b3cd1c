package io.keycloakpbx.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keycloakpbx.soap.SoapException;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.WsSecurity;
import io.keycloakpbx.sts.TrustVersion.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRequestTest {

    private static final String ASSERTION =
            "<s:Assertion xmlns:s=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"ID_1\"/>";

    @ParameterizedTest
    @EnumSource
    void anIssueIsRead(TrustVersion version) {
        TrustRequest request = read(
                version,
                "Issue",
                "<TokenType>" + TrustRequest.SAML_20 + "</TokenType>" + appliesTo(" http://idibilling.com/webservices ")
                        + "<KeyType>http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey</KeyType>"
                        + "<KeySize>256</KeySize><Renewing/>");

        assertThat(request.version()).isEqualTo(version);
        assertThat(request.operation()).isEqualTo(Operation.ISSUE);
        assertThat(request.appliesTo()).isEqualTo("http://idibilling.com/webservices");
        assertThat(request.tokenType()).isEqualTo(TrustRequest.SAML_20);
        assertThat(request.target()).isNull();
        assertThat(request.seconds()).isZero();
        assertThat(request.context()).isEqualTo("c1");
    }

    @Test
    void whatIsLeftOutIsNotThere() {
        TrustRequest request = read(TrustVersion.TRUST_13, "Issue", "");

        assertThat(request.appliesTo()).isNull();
        assertThat(request.tokenType()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"Renew,RENEW", "Validate,VALIDATE", "Cancel,CANCEL"})
    void theOthersHaveATarget(String type, Operation operation) {
        TrustRequest request =
                read(TrustVersion.TRUST_13, type, "<" + type + "Target>" + ASSERTION + "</" + type + "Target>");

        assertThat(request.operation()).isEqualTo(operation);
        assertThat(request.target().getAttribute("ID")).isEqualTo("ID_1");
        assertThat(refusal(type, ""))
                .isEqualTo(type + "Target must be a SAML 2.0 assertion, or a reference to the one in the"
                        + " Security header.");
        assertThat(refusal(type, "<" + type + "Target>" + ASSERTION + ASSERTION + "</" + type + "Target>"))
                .startsWith(type + "Target must be");
        assertThat(refusal(type, "<" + type + "Target><x/></" + type + "Target>"))
                .startsWith(type + "Target must be");
    }

    @Test
    void aTargetMayReferToTheHeader() {
        SoapMessage message = message(
                TrustVersion.TRUST_13,
                "Cancel",
                "<CancelTarget><w:SecurityTokenReference xmlns:w=\"" + WsSecurity.NAMESPACE
                        + "\"><w:KeyIdentifier ValueType=\""
                        + "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID\">ID_1</w:KeyIdentifier>"
                        + "</w:SecurityTokenReference></CancelTarget>",
                "<w:Security xmlns:w=\"" + WsSecurity.NAMESPACE + "\">" + ASSERTION + "</w:Security>");

        assertThat(TrustRequest.read(message, WsSecurity.of(message).orElseThrow())
                        .target()
                        .getAttribute("ID"))
                .isEqualTo("ID_1");
        assertThat(catchThrowableOfType(SoapException.class, () -> TrustRequest.read(message, null))
                        .getMessage())
                .startsWith("CancelTarget must be");
    }

    @ParameterizedTest
    @CsvSource({
        "http://schemas.xmlsoap.org/ws/2004/09/policy,http://schemas.xmlsoap.org/ws/2004/08/addressing",
        "http://www.w3.org/ns/ws-policy,http://www.w3.org/2005/08/addressing"
    })
    void otherNamespacesOfPolicyAndAddressingAreKnown(String policy, String addressing) {
        assertThat(read(
                                TrustVersion.TRUST_13,
                                "Issue",
                                "<p:AppliesTo xmlns:p=\"" + policy + "\"><a:EndpointReference xmlns:a=\"" + addressing
                                        + "\"><a:Address>urn:x</a:Address></a:EndpointReference></p:AppliesTo>")
                        .appliesTo())
                .isEqualTo("urn:x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p:AppliesTo xmlns:p=\"http://schemas.xmlsoap.org/ws/2004/09/policy\"/>",
                "<p:AppliesTo xmlns:p=\"http://schemas.xmlsoap.org/ws/2004/09/policy\">urn:x</p:AppliesTo>"
            })
    void anAppliesToHasAnAddress(String appliesTo) {
        assertThat(refusal("Issue", appliesTo)).isEqualTo("AppliesTo must be one EndpointReference with one Address.");
        assertThat(refusal("Issue", appliesTo("urn:x") + appliesTo("urn:y")))
                .isEqualTo("AppliesTo must be one EndpointReference with one Address.");
        assertThat(refusal("Issue", appliesTo("urn:<!-- x -->y")))
                .isEqualTo("AppliesTo must be one EndpointReference with one Address.");
        assertThat(refusal("Issue", appliesTo("x".repeat(1025))))
                .isEqualTo("AppliesTo must be one EndpointReference with one Address.");
    }

    @ParameterizedTest
    @CsvSource({
        "<TokenType>urn:oasis:names:tc:SAML:1.0:assertion</TokenType>,TokenType must be",
        "<TokenType>a</TokenType><TokenType>b</TokenType>,The request has more than one TokenType.",
        "<TokenType><x/></TokenType>,TokenType must be text.",
        "<KeyType>http://docs.oasis-open.org/ws-sx/ws-trust/200512/SymmetricKey</KeyType>,KeyType must be Bearer",
        "<OnBehalfOf/>,OnBehalfOf is not taken.",
        "<ActAs xmlns='http://docs.oasis-open.org/ws-sx/ws-trust/200802'/>,ActAs is not taken."
    })
    void whatIsNotOfferedIsRefused(String members, String text) {
        assertThat(refusal("Issue", members)).startsWith(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Issue",
                "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue",
                "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Delete"
            })
    void theRequestTypeIsOneOfFourOfTheSameVersion(String type) {
        SoapMessage message = SoapMessage.read(envelope(
                "",
                "<RequestSecurityToken xmlns=\"" + TrustVersion.TRUST_13.namespace() + "\"><RequestType>" + type
                        + "</RequestType></RequestSecurityToken>"));

        SoapException refusal = catchThrowableOfType(SoapException.class, () -> TrustRequest.read(message, null));

        assertThat(refusal.getMessage())
                .isEqualTo("RequestType must be Issue, Renew, Validate or Cancel of the WS-Trust of the request.");
        assertThat(refusal.fault().subcode()).hasToString("{" + TrustVersion.TRUST_13.namespace() + "}InvalidRequest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x/>",
                "<RequestSecurityToken/>",
                "<RequestSecurityToken xmlns='urn:x'/>",
                "<RequestSecurityTokenResponse xmlns='http://docs.oasis-open.org/ws-sx/ws-trust/200512'/>"
            })
    void otherContentIsRefused(String content) {
        SoapMessage message = SoapMessage.read(envelope("", content));

        assertThat(catchThrowableOfType(SoapException.class, () -> TrustRequest.read(message, null))
                        .getMessage())
                .isEqualTo("The message must hold a RequestSecurityToken of WS-Trust 1.3 or of February 2005.");
    }

    @ParameterizedTest
    @CsvSource({"0,600,600", "-3600,600,600", "-200,100,300", ",600,600", "0,,0", "200,800,600"})
    void theLifeAskedForIsTheTimeBetween(Long created, Long expires, int seconds) {
        assertThat(read(TrustVersion.TRUST_13, "Issue", lifetime(created, expires))
                        .seconds())
                .isBetween(seconds - 2, seconds);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,-5", "400,800", ",-1", "-36000,-5", "-400,-5"})
    void aLifeThatCannotBeIsRefused(Long created, Long expires) {
        SoapMessage message = message(TrustVersion.TRUST_13, "Issue", lifetime(created, expires), "");

        SoapException refusal = catchThrowableOfType(SoapException.class, () -> TrustRequest.read(message, null));

        assertThat(refusal.fault().subcode().getLocalPart()).isEqualTo("InvalidTimeRange");
        assertThat(refusal.getMessage()).isEqualTo("Lifetime must begin now, and end at least a second later.");
    }

    @Test
    void aLifeOfAllTimeIsBounded() {
        assertThat(read(
                                TrustVersion.TRUST_13,
                                "Issue",
                                "<Lifetime><u:Expires xmlns:u=\"" + WsSecurity.UTILITY_NAMESPACE
                                        + "\">+999999999-12-31T23:59:59Z</u:Expires></Lifetime>")
                        .seconds())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(refusal(
                        "Issue",
                        "<Lifetime><u:Expires xmlns:u=\"" + WsSecurity.UTILITY_NAMESPACE
                                + "\">x</u:Expires></Lifetime>"))
                .isEqualTo("Lifetime must say one Created and one Expires, as xs:dateTime.");
    }

    private static String lifetime(Long created, Long expires) {
        return "<Lifetime xmlns:u=\"" + WsSecurity.UTILITY_NAMESPACE + "\">"
                + (created == null ? "" : "<u:Created>" + Instant.now().plusSeconds(created) + "</u:Created>")
                + (expires == null ? "" : "<u:Expires>" + Instant.now().plusSeconds(expires) + "</u:Expires>")
                + "</Lifetime>";
    }

    private static String appliesTo(String address) {
        return "<p:AppliesTo xmlns:p=\"" + TrustResponse.POLICY + "\"><a:EndpointReference xmlns:a=\""
                + TrustResponse.ADDRESSING + "\"><a:Address>" + address
                + "</a:Address></a:EndpointReference></p:AppliesTo>";
    }

    private static TrustRequest read(TrustVersion version, String type, String members) {
        return TrustRequest.read(message(version, type, members, ""), null);
    }

    private static String refusal(String type, String members) {
        SoapMessage message = message(TrustVersion.TRUST_13, type, members, "");
        return catchThrowableOfType(SoapException.class, () -> TrustRequest.read(message, null))
                .getMessage();
    }

    private static SoapMessage message(TrustVersion version, String type, String members, String header) {
        return SoapMessage.read(envelope(
                header,
                "<RequestSecurityToken xmlns=\"" + version.namespace() + "\" Context=\"c1\"><RequestType>"
                        + version.namespace() + "/" + type + "</RequestType>" + members + "</RequestSecurityToken>"));
    }

    private static byte[] envelope(String header, String content) {
        return ("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Header>" + header
                        + "</e:Header><e:Body>" + content + "</e:Body></e:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
