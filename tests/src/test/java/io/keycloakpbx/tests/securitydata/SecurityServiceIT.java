package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.members;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.SOAP_11;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.SOAP_12;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.action;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.body;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.envelope;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusal;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.result;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.soapEnvelope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.signin.ProofKey;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** How commands are called, by SOAP and by JSON: tokens, operations, what is no message, and the WSDL. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityServiceIT {

    private static final String CREATE = "CreateEnvironment";
    private static final String NO_TOKEN = "A valid security token is required.";
    private static final String NO_OPERATION = "There is no such operation.";
    private static final String PASSWORD = "Service-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityServiceApi service;

    SecurityServiceIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.service = new SecurityServiceApi(keycloak, tenant);
        service.switchOn();
    }

    private static Map<String, Object> named(String name) {
        return members("Name", name);
    }

    private String administrator(String username) {
        tenant.grantClientRoles(tenant.createUser(username, PASSWORD), "realm-management", "manage-clients");
        return tenant.userToken(username, PASSWORD);
    }

    @Test
    void aRealmThatHasNotSwitchedItOnHasNoService() {
        Realm other = keycloak.tenant();
        SecurityServiceApi off = new SecurityServiceApi(keycloak, other);
        off.json(CREATE, named("Off")).then().statusCode(404);
        off.soap(CREATE, "<Name>Off</Name>").then().statusCode(404);
        keycloak.http().get(off.path() + "?wsdl").then().statusCode(404);
        off.switchOn();
        off.json(CREATE, named("Off")).then().statusCode(200);
        other.attribute("pbx.securityData", "false");
        off.json(CREATE, named("Off again")).then().statusCode(404);
    }

    /** Keycloak goes by the scheme of the header: in a body alone there is nothing that says that a proof comes along. */
    @Test
    void aTokenThatIsBoundToAKeyBelongsInTheHeader() {
        tenant.grantClientRoles(tenant.createUser("service-bound", PASSWORD), "realm-management", "manage-clients");
        ProofKey key = new ProofKey();
        String token = keycloak.http()
                .header("DPoP", key.proof("POST", tenant.issuer() + "/protocol/openid-connect/token", null))
                .formParam("grant_type", "password")
                .formParam("client_id", "pbx-rest")
                .formParam("client_secret", tenant.clientSecret("pbx-rest"))
                .formParam("username", "service-bound")
                .formParam("password", PASSWORD)
                .formParam("scope", "openid")
                .post(tenant.path("/protocol/openid-connect/token"))
                .then()
                .statusCode(200)
                .body("token_type", equalTo("DPoP"))
                .extract()
                .path("access_token");
        String header = "DPoP " + token;
        result(bound(header, proof(key, token), null));
        result(bound(header, proof(key, token), token));
        assertNobody(bound(null, proof(key, token), token));
        assertNobody(bound("Bearer " + token, proof(key, token), null));
        assertNobody(bound(header, proof(new ProofKey(), token), token));
        for (String proof : new String[] {"bnVsbA.bnVsbA.", "e30.e30.", "x"}) {
            assertNobody(bound(header, proof, null));
            assertNobody(bound(header, proof, token));
        }
    }

    private String proof(ProofKey key, String token) {
        return key.proof("POST", tenant.issuer() + "/securityservice", token);
    }

    private static void assertNobody(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(401);
        assertThat(body(answer)).isEqualTo(refusal(error(500300, null, 0, 0, NO_TOKEN)));
    }

    private Response bound(String authorization, String proof, String inBody) {
        var http = keycloak.http()
                .header("DPoP", proof)
                .header("Content-Type", "application/soap+xml; action=\"" + action(CREATE) + '"');
        if (authorization != null) {
            http.header("Authorization", authorization);
        }
        return http.body(envelope(inBody, named("Bound " + proof.hashCode()))).post(service.path());
    }

    @Test
    void whoHasNoTokenIsToldSoInKind() {
        for (String token : new String[] {null, " ", "string", "a.b.c", "Issuer=x&HMACSHA256=y"}) {
            Response json = service.json(token, CREATE, named("Nobody's"));
            json.then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .header("Cache-Control", equalTo("no-store"));
            assertThat(body(json)).isEqualTo(refusal(error(500300, null, 0, 0, NO_TOKEN)));
        }
        service.soap(SOAP_12, null, CREATE, "<Name>Nobody's</Name>")
                .then()
                .statusCode(500)
                .contentType(containsString("application/soap+xml"))
                .body(containsString("Sender</"))
                .body(containsString("wsse:FailedAuthentication</"))
                .body(containsString(">" + NO_TOKEN + "</"));
        service.soap(SOAP_11, "nobody", CREATE, "<Name>Nobody's</Name>")
                .then()
                .statusCode(500)
                .contentType(containsString("text/xml"))
                .body(containsString(">wsse:FailedAuthentication</faultcode>"))
                .body(containsString(">" + NO_TOKEN + "</faultstring>"));
    }

    @Test
    void tokensOfTheRealmAndOfMasterAreTakenFromAllPlaces() {
        String own = administrator("places");
        result(service.json(own, CREATE, named("Own in body")));
        result(service.json(keycloak.adminToken(), CREATE, named("Master in body")));
        for (String header : List.of("Bearer " + own, "WRAP access_token=\"" + own + "\"")) {
            Response answer = keycloak.http()
                    .header("Authorization", header)
                    .header("Content-Type", "application/json; action=" + action(CREATE))
                    .body(envelope(null, named("Header " + header.substring(0, 4))))
                    .post(service.path());
            assertThat(result(answer).path("Environment").path("Name").textValue())
                    .isEqualTo("Header " + header.substring(0, 4));
        }
        // The body's counts before the header's, whatever comes of it.
        keycloak.http(own)
                .header("Content-Type", "application/json; action=" + action(CREATE))
                .body(envelope("none", named("Both")))
                .post(service.path())
                .then()
                .statusCode(401);
        service.soap(SOAP_11, own, CREATE, "<Name>Own by SOAP 1.1</Name>")
                .then()
                .statusCode(200)
                .contentType(containsString("text/xml"))
                .body(containsString("<Name>Own by SOAP 1.1</Name>"));
    }

    @Test
    void tokensOfAnotherRealmOpenNothing() {
        Realm other = keycloak.tenant();
        other.grantClientRoles(other.createUser("stranger", PASSWORD), "realm-management", "realm-admin");
        String foreign = other.userToken("stranger", PASSWORD);
        service.json(foreign, CREATE, named("Foreign")).then().statusCode(401);
        service.soap(SOAP_12, foreign, CREATE, "<Name>Foreign</Name>").then().statusCode(500);
        keycloak.http(foreign)
                .header("Content-Type", "application/json; action=" + action(CREATE))
                .body(envelope(null, named("Foreign")))
                .post(service.path())
                .then()
                .statusCode(401);
    }

    @Test
    void aTokenIsGoodAsLongAsItsSession() {
        String token = administrator("leaver");
        result(service.json(token, CREATE, named("Before")));
        keycloak.admin()
                .post(tenant.adminPath("/users/" + tenant.userId("leaver") + "/logout"))
                .then()
                .statusCode(204);
        service.json(token, CREATE, named("After")).then().statusCode(401);
        service.soap(SOAP_12, token, CREATE, "<Name>After</Name>")
                .then()
                .statusCode(500)
                .body(containsString("wsse:FailedAuthentication"));
    }

    @Test
    void aDisabledUserIsNobody() {
        String token = administrator("disabled");
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + tenant.userId("disabled")))
                .then()
                .statusCode(204);
        service.json(token, CREATE, named("Disabled")).then().statusCode(401);
    }

    @Test
    void aSuspendedTenantsTokensOpenNothingAndMastersDo() {
        Realm suspended = keycloak.tenant();
        SecurityServiceApi api = new SecurityServiceApi(keycloak, suspended);
        api.switchOn();
        suspended.grantClientRoles(suspended.createUser("boss", PASSWORD), "realm-management", "manage-clients");
        String token = suspended.userToken("boss", PASSWORD);
        result(api.json(token, CREATE, named("Running")));
        suspended.update(realm -> realm.put("enabled", false));
        api.json(token, CREATE, named("Suspended")).then().statusCode(401);
        result(api.json(CREATE, named("By master")));
    }

    @Test
    void theCallerNeedsThePermission() {
        tenant.createUser("reader", PASSWORD);
        Response answer = service.json(tenant.userToken("reader", PASSWORD), CREATE, named("Denied"));
        answer.then().statusCode(403);
        assertThat(body(answer).path("Messages").path(0).path("LoggingNumber").intValue())
                .isEqualTo(500301);
        service.soap(SOAP_12, tenant.userToken("reader", PASSWORD), CREATE, "<Name>Denied</Name>")
                .then()
                .statusCode(200)
                .body(containsString("<LoggingNumber>500301</LoggingNumber>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/soap+xml; action="https://webservices.idibilling.com/SecurityService1/CreateEnvironment    |                                  |
                    application/soap+xml; charset=utf-8; action="https://webservices.idibilling.com/SecurityService1/CreateEnvironment" | |
                    application/json; action=CreateEnvironment                                                             | "urn:SecurityService1/CreateRole" |
                    application/json                                                                                       | "https://webservices.idibilling.com/SecurityService1/CreateEnvironment" | CreateRole
                    application/x-www-form-urlencoded                                                                      |                                  | CreateEnvironment
                    """)
    void anOperationIsNamedByContentTypeThenSoapActionThenPath(String type, String soapAction, String path) {
        // Sent as it is, whatever it is called.
        var http = keycloak.http()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)))
                .header("Content-Type", type);
        if (soapAction != null) {
            http.header("SOAPAction", soapAction);
        }
        String name = "Named " + Math.abs((type + soapAction + path).hashCode());
        String body = envelope(keycloak.adminToken(), named(name));
        Response answer = (type.endsWith("form-urlencoded")
                        ? http.body(body)
                        : http.body(body.getBytes(StandardCharsets.UTF_8)))
                .post(service.path() + (path == null ? "" : "/" + path));
        assertThat(result(answer).path("Environment").path("Name").textValue()).isEqualTo(name);
    }

    @Test
    void anOriginHasToBeOneOfTheTokensClient() {
        String token = administrator("browser");
        for (String other : List.of("https://evil.test", "null")) {
            Response answer = fromOrigin(other, token);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(body(answer)).isEqualTo(refusal(error(500301, null, 0, 0, "Invalid origin")));
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        }
    }

    private Response fromOrigin(String origin, String token) {
        return keycloak.http()
                .header("Origin", origin)
                .header("Content-Type", "application/json; action=" + action(CREATE))
                .body(envelope(token, named("From " + origin)))
                .post(service.path());
    }

    @Test
    void anUnknownOperationIsToldInKind() {
        Response json = service.json("DeleteEverything", named("x"));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(body(json)).isEqualTo(refusal(error(500303, null, 0, 0, NO_OPERATION)));
        Response none = keycloak.admin()
                .body(envelope(keycloak.adminToken(), named("x")))
                .post(service.path());
        assertThat(body(none)).isEqualTo(refusal(error(500303, null, 0, 0, NO_OPERATION)));
        service.soap("DeleteEverything", "<Name>x</Name>")
                .then()
                .statusCode(500)
                .body(containsString("wsa:ActionNotSupported</"))
                .body(containsString(NO_OPERATION));
        // The body says what is asked for, whatever the headers say.
        service.sendSoap(
                        SOAP_12,
                        CREATE,
                        soapEnvelope(SOAP_12, keycloak.adminToken(), "DeleteEverything", "<Name>x</Name>"))
                .then()
                .statusCode(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Request\":",
                "{\"Request\":[]}",
                "{\"Request\":{},\"Requestor\":\"me\"}",
                "{\"Request\":{},\"Requestor\":{\"AuthorizationToken\":5}}",
                "{\"Request\":{},\"Request\":{}}",
                "{} {}"
            })
    void whatIsNoCallInJsonIsRefused(String body) {
        Response answer = service.sendJson(CREATE, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(body(answer).path("Messages").path(0).path("LoggingNumber").intValue())
                .isEqualTo(500303);
        assertThat(answer.asString()).doesNotContain("Result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "null", "5", ""})
    void jsonThatIsNoObjectIsRefused(String body) {
        Response answer = keycloak.admin()
                .header("Content-Type", "application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(service.path() + '/' + CREATE);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(body(answer).path("Messages").path(0).path("LoggingNumber").intValue())
                .isEqualTo(500303);
    }

    @Test
    void jsonMayHaveAByteOrderMarkAndWhiteSpaceBefore() {
        result(service.sendJson(CREATE, "\uFEFF \r\n" + envelope(keycloak.adminToken(), named("Marked"))));
    }

    @Test
    void tooLongIsRefusedInKind() {
        String long1 = "x".repeat(256 * 1024);
        Response json = service.json(CREATE, named(long1));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(body(json).path("Messages").path(0).path("Message").textValue())
                .isEqualTo("the request body is longer than 262144 bytes");
        service.soap(CREATE, "<Name>" + long1 + "</Name>")
                .then()
                .statusCode(500)
                .body(containsString("Fault"));
    }

    @Test
    void envelopesThatAreNoneAreFaults() {
        String good = soapEnvelope(SOAP_12, keycloak.adminToken(), CREATE, "<Name>&x;</Name>");
        for (String envelope : List.of(
                "",
                "text",
                "<a/>",
                "<!DOCTYPE x [<!ENTITY x \"y\">]>" + good,
                "<!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + good,
                good,
                soapEnvelope("urn:soap", keycloak.adminToken(), CREATE, "<Name>x</Name>"),
                "<e:Envelope xmlns:e=\"" + SOAP_12 + "\"><e:Body/></e:Envelope>")) {
            service.sendSoap(SOAP_12, CREATE, envelope)
                    .then()
                    .statusCode(500)
                    .contentType(containsString("xml"))
                    .body(containsString("Fault"));
        }
        assertThat(new SecurityDataApi(keycloak, tenant)
                        .get("Environment", Map.of("$filter", "Name eq 'y'"))
                        .path("value.size()")
                        .toString())
                .isEqualTo("0");
    }

    @Test
    void membersAreReadInAnyOrderAndUnknownOnesAreIgnored() {
        String answer = service.soap(
                        CREATE,
                        "<Other><Name>no</Name></Other><Name>in<!-- no -->order</Name>"
                                + "<Description xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\">no"
                                + "</Description>")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(answer).contains("<Name>inorder</Name>").doesNotContain("<Description>");
        Response twice = service.soap(CREATE, "<Name>one</Name><Name>two</Name>");
        twice.then().statusCode(200).body(containsString("<Message>Name must be a string</Message>"));
    }

    @Test
    void anEnvironmentOfTheBaseUrlHasToBeThere() {
        result(service.json(CREATE, named("Base")));
        for (String path : List.of("/1x/Base", "/1x/Base/" + CREATE)) {
            result(keycloak.http()
                    .header("Content-Type", "application/json; action=" + action(CREATE))
                    .body(envelope(keycloak.adminToken(), named("In base " + path.length())))
                    .post(service.path() + path));
        }
        keycloak.http()
                .header("Content-Type", "application/json; action=" + action(CREATE))
                .body(envelope(keycloak.adminToken(), named("In none")))
                .post(service.path() + "/1x/None")
                .then()
                .statusCode(404);
        // Who may not call learns nothing of environments.
        keycloak.http()
                .header("Content-Type", "application/json; action=" + action(CREATE))
                .body(envelope(null, named("In none")))
                .post(service.path() + "/1x/None")
                .then()
                .statusCode(401);
        keycloak.http().get(service.path() + "/1x/Base?wsdl").then().statusCode(200);
        keycloak.http().get(service.path() + "/1x/None?wsdl").then().statusCode(404);
        keycloak.http().get(service.path() + "/1x/Base/1x/Base?wsdl").then().statusCode(404);
    }

    @Test
    void theWsdlDescribesWhatIsSentAndAnswered() throws Exception {
        keycloak.http().get(service.path()).then().statusCode(404);
        Document plain = document(keycloak.http()
                .get(service.path() + "?wsdl")
                .then()
                .statusCode(200)
                .contentType(containsString("text/xml"))
                .extract()
                .asString());
        assertThat(plain.getElementsByTagNameNS("*", "SupportingTokens").getLength())
                .isZero();
        service.soap(CREATE, "<Name>Production</Name>").then().statusCode(200);
        Document wsdl = document(keycloak.http()
                .get(service.path() + "/1x/Production?WSDL")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertThat(wsdl.getElementsByTagNameNS("*", "IssuedToken").getLength()).isOne();
        String base = keycloak.baseUrl() + service.path();
        assertThat(texts(wsdl, "Address"))
                .containsExactly(
                        keycloak.baseUrl() + tenant.path("/securitytoken/1x/Production"),
                        "http://idibilling.com/webservices");
        for (String soap :
                List.of("http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/")) {
            Element address =
                    (Element) wsdl.getElementsByTagNameNS(soap, "address").item(0);
            assertThat(address.getAttribute("location")).isEqualTo(base + "/1x/Production");
        }
        Schema schema = schema(wsdl);
        validate(
                schema,
                soapEnvelope(
                        SOAP_12,
                        "token",
                        "ModifyEnvironment",
                        "<Description>d</Description><EnvironmentID>1" + "</EnvironmentID>"));
        validate(schema, soapEnvelope(SOAP_12, "token", "ModifyDomain", "<DomainID>1</DomainID><Remove>true</Remove>"));
        validate(schema, service.soap(CREATE, "<Name>Described</Name>").asString());
        validate(schema, service.soap(CREATE, "<Name>Described</Name>").asString());
        validate(schema, service.soap("ModifyDomain", "<DomainID>1</DomainID>").asString());
        validate(
                schema,
                service.soap("ModifyEnvironment", "<EnvironmentID>x</EnvironmentID>")
                        .asString());
    }

    private static Document document(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<String> texts(Document document, String name) {
        var found = document.getElementsByTagNameNS("*", name);
        return java.util.stream.IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    private static Schema schema(Document wsdl) throws Exception {
        Element types = (Element) wsdl.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema")
                .item(0);
        Document own =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        Element root = (Element) own.appendChild(own.importNode(types, true));
        root.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:tns", SecurityServiceApi.NAMESPACE);
        root.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:xs", XMLConstants.W3C_XML_SCHEMA_NS_URI);
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new DOMSource(own));
    }

    private static void validate(Schema schema, String envelope) throws Exception {
        Element body = (Element)
                document(envelope).getElementsByTagNameNS(SOAP_12, "Body").item(0);
        schema.newValidator().validate(new DOMSource(body.getFirstChild()));
    }
}
