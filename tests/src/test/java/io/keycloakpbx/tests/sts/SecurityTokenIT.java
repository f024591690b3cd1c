package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.TokenTenant.APPLIES_TO;
import static io.keycloakpbx.tests.sts.TokenTenant.PASSWORD;
import static io.keycloakpbx.tests.sts.TrustApi.ENDED;
import static io.keycloakpbx.tests.sts.TrustApi.FAILED;
import static io.keycloakpbx.tests.sts.TrustApi.FAILED_CODE;
import static io.keycloakpbx.tests.sts.TrustApi.appliesTo;
import static io.keycloakpbx.tests.sts.TrustApi.credentials;
import static io.keycloakpbx.tests.sts.TrustApi.inside;
import static io.keycloakpbx.tests.sts.TrustApi.security;
import static io.keycloakpbx.tests.sts.TrustApi.sessionOf;
import static io.keycloakpbx.tests.sts.TrustApi.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.sts.TrustApi.Soap;
import io.keycloakpbx.tests.sts.TrustApi.Trust;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The security token service: the messages that it takes and gives, and what it refuses, in which words. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTokenIT {

    private final Keycloak keycloak;
    private final Realm realm;
    private final TokenTenant tenant;
    private final TrustApi trust;

    SecurityTokenIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.withCheapPasswords(keycloak, realm);
        this.trust = TrustApi.of(keycloak, tenant.tokenService());
    }

    @BeforeAll
    void makeUser() {
        tenant.createUser("101");
    }

    @ParameterizedTest
    @CsvSource({"V12,OF_13", "V12,OF_2005", "V11,OF_13", "V11,OF_2005"})
    void everyOperationIsThereInEachVersion(Soap soap, Trust version) {
        TrustApi api = new TrustApi(keycloak, tenant.tokenService(), soap, version);
        Response answer = api.issue(tenant.name("101"), PASSWORD);
        String token = token(answer);
        String ns = version.namespace;
        String created = inside(token, "IssueInstant=\"", "\"");
        String expires = inside(token, "NotOnOrAfter=\"", "\"");
        String id = inside(token, " ID=\"", "\"");
        String reference = "<wsse:SecurityTokenReference xmlns:wsse11=\""
                + "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd\" wsse11:TokenType=\""
                + "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0\" xmlns:wsse=\""
                + TrustApi.SECURITY + "\"><wsse:KeyIdentifier"
                + " ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID\">" + id
                + "</wsse:KeyIdentifier></wsse:SecurityTokenReference>";
        String members =
                "<wst:TokenType>http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0</wst:TokenType>"
                        + "<wst:RequestedSecurityToken>…</wst:RequestedSecurityToken><wsp:AppliesTo"
                        + " xmlns:wsp=\"http://schemas.xmlsoap.org/ws/2004/09/policy\"><wsa:EndpointReference"
                        + " xmlns:wsa=\"http://www.w3.org/2005/08/addressing\"><wsa:Address>" + APPLIES_TO
                        + "</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>"
                        + "<wst:RequestedAttachedReference>" + reference + "</wst:RequestedAttachedReference>"
                        + "<wst:RequestedUnattachedReference>" + reference + "</wst:RequestedUnattachedReference>"
                        + "<wst:Lifetime><wsu:Created xmlns:wsu=\"" + TrustApi.UTILITY + "\">" + created
                        + "</wsu:Created><wsu:Expires xmlns:wsu=\"" + TrustApi.UTILITY + "\">" + expires
                        + "</wsu:Expires></wst:Lifetime><wst:Renewing Allow=\"true\" OK=\"false\"/>";
        requireBody(api, answer, members, token);

        assertThat(api.flaw(token)).isNull();
        requireBody(
                api,
                api.with("Validate", token),
                "<wst:TokenType>" + ns + "/RSTR/Status</wst:TokenType><wst:Status><wst:Code>" + ns
                        + "/status/valid</wst:Code></wst:Status>",
                token);
        Response renewal = api.with("Renew", token, appliesTo(APPLIES_TO));
        String renewed = token(renewal);
        assertThat(sessionOf(renewed)).isEqualTo(sessionOf(token));
        assertThat(inside(renewed, " ID=\"", "\"")).isNotEqualTo(id);
        assertThat(renewal.asString()).contains("<wst:Renewing Allow=\"true\" OK=\"false\"/>");
        assertThat(api.flaw(token)).isNull();
        assertThat(api.flaw(renewed)).isNull();
        requireBody(api, api.with("Cancel", renewed), "<wst:RequestedTokenCancelled/>", token);
        for (String over : List.of(token, renewed)) {
            assertThat(api.flaw(over)).isEqualTo(ENDED);
            api.requireFault(api.with("Renew", over), FAILED_CODE, ENDED);
            api.requireFault(api.with("Cancel", over), FAILED_CODE, ENDED);
        }
    }

    private static void requireBody(TrustApi api, Response answer, String members, String token) {
        Soap soap = api.soap();
        String ns = " xmlns:wst=\"" + api.trust().namespace + "\"";
        String content = api.trust() == Trust.OF_13
                ? "<wst:RequestSecurityTokenResponseCollection" + ns + "><wst:RequestSecurityTokenResponse>" + members
                        + "</wst:RequestSecurityTokenResponse></wst:RequestSecurityTokenResponseCollection>"
                : "<wst:RequestSecurityTokenResponse" + ns + ">" + members + "</wst:RequestSecurityTokenResponse>";
        assertThat(answer.asString().replace(token, "…"))
                .isEqualTo("<" + soap.prefix + ":Envelope xmlns:" + soap.prefix + "=\"" + soap.namespace + "\"><"
                        + soap.prefix + ":Body>" + content + "</" + soap.prefix + ":Body></" + soap.prefix
                        + ":Envelope>");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(soap.type);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void theOtherBaseUrlAndBlanksAroundAddressesAreTheSame() {
        TrustApi other = trust.at(trust.address().replace("/1x/", "/1xa/"));

        assertThat(trust.flaw(token(other.issue(tenant.name("101"), PASSWORD, appliesTo(" " + APPLIES_TO + "\n")))))
                .isNull();
    }

    @Test
    void whoAsksWithAnIdIsToldWhatIsAnswered() {
        String answer = trust.send(trust.message(
                        credentials(tenant.name("101"), PASSWORD)
                                + "<a:MessageID"
                                + " xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:uuid:7</a:MessageID>",
                        trust.request("Issue", appliesTo(APPLIES_TO))))
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(answer)
                .contains(">http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTRC/IssueFinal</wsa:Action>")
                .contains(">urn:uuid:7</wsa:RelatesTo>");
    }

    @Test
    void anythingWrongWithASignInIsOneFault() {
        tenant.createUser("102");
        tenant.createUser("106");
        tenant.changeUser("102", user -> user.put("enabled", false));
        for (Soap soap : Soap.values()) {
            for (Trust version : Trust.values()) {
                TrustApi api = new TrustApi(keycloak, tenant.tokenService(), soap, version);
                api.requireFault(api.issue(tenant.name("106"), "Wrong-password-1!"), FAILED_CODE, FAILED);
            }
        }
        for (String username : List.of(
                tenant.name("nobody"), "nowhere.test\\101", "master\\admin", tenant.name("102"), "\\", "a\\b\\c")) {
            trust.requireFault(trust.issue(username, PASSWORD), FAILED_CODE, FAILED);
        }
        // Each of them is one for brute-force detection.
        assertThat(realm.events().stream()
                        .filter(event -> event.type().equals("LOGIN_ERROR")
                                && "106".equals(event.details().get("username")))
                        .count())
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    void whatIsAskedForHasToBeThere() {
        String missing = "AppliesTo must say what the token is for.";
        String other = "The user has no access to what AppliesTo names in this environment.";

        trust.requireFault(trust.issue(tenant.name("101"), PASSWORD, ""), "wst:InvalidScope", missing);
        trust.requireFault(
                trust.issue(tenant.name("101"), PASSWORD, appliesTo("http://elsewhere.test")),
                "wst:InvalidScope",
                other);
        trust.requireFault(
                trust.issue(tenant.name("101"), PASSWORD, appliesTo(trust.address())), "wst:InvalidScope", other);
        // Who is a web service is in the environments that it was put into, and in no other.
        realm.createUser("103", PASSWORD);
        tenant.changeUser("103", user -> user.withObjectProperty("attributes")
                .putArray("pbx.userType")
                .add("Webservice"));
        trust.requireFault(trust.issue(tenant.name("103"), PASSWORD), "wst:InvalidScope", other);
        assertThat(tenant.sessionsOf("103")).isEmpty();
        trust.requireFault(
                trust.send(trust.message("", trust.request("Issue", appliesTo(APPLIES_TO)))),
                "wsse:InvalidSecurity",
                "Issue needs a UsernameToken in the Security header.");
        trust.requireFault(
                trust.send(trust.message(
                        security("<w:UsernameToken><w:Username>101</w:Username><w:Password Type=\""
                                + "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
                                + "#PasswordDigest\">x</w:Password></w:UsernameToken>"),
                        trust.request("Issue", appliesTo(APPLIES_TO)))),
                "wsse:UnsupportedSecurityToken",
                "Only passwords as text are taken, over TLS.");
        trust.requireFault(
                trust.issue(
                        tenant.name("101"),
                        PASSWORD,
                        appliesTo(APPLIES_TO) + "<t:KeyType>" + trust.trust().namespace + "/SymmetricKey</t:KeyType>"),
                "wst:InvalidRequest",
                "KeyType must be Bearer: the tokens have no key of their own.");
        trust.requireFault(
                trust.with("Renew", ""),
                "wst:InvalidRequest",
                "RenewTarget must be a SAML 2.0 assertion, or a reference to the one in the Security header.");
        trust.requireFault(
                trust.send(trust.message("", trust.request("Delete", ""))),
                "wst:InvalidRequest",
                "RequestType must be Issue, Renew, Validate or Cancel of the WS-Trust of the request.");
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatAreNoneAreRefused(Soap soap) {
        TrustApi api = new TrustApi(keycloak, tenant.tokenService(), soap, Trust.OF_13);
        String sender = soap == Soap.V12 ? "Sender" : "Client";
        String malformed = "The message is not well-formed XML.";
        String issue =
                api.message(credentials(tenant.name("101"), PASSWORD), api.request("Issue", appliesTo(APPLIES_TO)));

        api.requireFault(api.send(""), sender, "The request has no message.");
        api.requireFault(api.send("{\"primary\":{}}"), sender, malformed);
        api.requireFault(api.send("a=%&b=c"), sender, malformed);
        api.requireFault(api.send(issue.substring(1)), sender, malformed);
        api.requireFault(
                api.send("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + issue),
                sender,
                "The message must not have a document type.");
        api.requireFault(
                api.send("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                        + issue.replace("<t:RequestType>", "<t:RequestType>&b;")),
                sender,
                "The message must not have a document type.");
        api.requireFault(api.send(issue.getBytes(StandardCharsets.UTF_16)), sender, "The message must be in UTF-8.");
        api.requireFault(api.send(issue + " ".repeat(256 * 1024)), sender, "The message is larger than 262144 bytes.");
        api.requireFault(api.send("<a>".repeat(80_000)), sender, "The message is nested deeper than 64 elements.");
        api.requireFault(
                api.send(issue.replace("</s:Body>", "<x/></s:Body>")),
                sender,
                "The Body of the message must hold exactly one element.");
        api.requireFault(
                api.send(issue.replace("</s:Body>", "</s:Body><s:Body/>")),
                sender,
                "An envelope has at most one Header, then one Body and nothing else.");
        api.requireFault(
                api.send(issue.replace("</s:Header>", "<x s:mustUnderstand=\"1\"/></s:Header>")),
                "MustUnderstand",
                "The message has a header that must be understood and is not.");
        new TrustApi(keycloak, api.address(), Soap.V11, Trust.OF_13)
                .requireFault(
                        keycloak.http()
                                .contentType(soap.type)
                                .body(issue.replace(soap.namespace, "http://www.w3.org/2001/12/soap-envelope")
                                        .getBytes(StandardCharsets.UTF_8))
                                .post(api.address()),
                        "VersionMismatch",
                        "Only SOAP 1.1 and SOAP 1.2 envelopes are taken.");
    }

    @Test
    void theContentTypeDoesNotMatter() throws Exception {
        String issue =
                trust.message(credentials(tenant.name("101"), PASSWORD), trust.request("Issue", appliesTo(APPLIES_TO)));

        for (String type :
                List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(trust.address()))
                                    .header("Content-Type", type)
                                    .POST(HttpRequest.BodyPublishers.ofString(issue))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    @Test
    void eventsTellWhatWasDone() {
        tenant.createUser("105");
        // Refreshes are not stored unless somebody wants them.
        realm.update(changed -> List.of("LOGIN", "LOGIN_ERROR", "REFRESH_TOKEN", "REFRESH_TOKEN_ERROR", "LOGOUT")
                .forEach(changed.putArray("enabledEventTypes")::add));
        realm.clearEvents();
        String token = trust.token(tenant.name("105"), PASSWORD);
        trust.with("Validate", token).then().statusCode(200);
        trust.with("Renew", token).then().statusCode(200);
        trust.with("Cancel", token).then().statusCode(200);
        trust.with("Renew", token).then().statusCode(500);
        trust.issue(tenant.name("105"), "Wrong-password-1!").then().statusCode(500);

        List<Realm.Event> events = realm.events().stream()
                .filter(event -> sessionOf(token).equals(event.sessionId())
                        || event.error() != null
                                && (event.details() == null
                                        || !"101".equals(event.details().get("username"))))
                .toList();

        assertThat(events)
                .extracting(Realm.Event::type)
                .containsExactly("LOGIN_ERROR", "REFRESH_TOKEN_ERROR", "LOGOUT", "REFRESH_TOKEN", "LOGIN");
        assertThat(events).allSatisfy(event -> assertThat(event.details()).containsKey("sip_domain"));
        assertThat(events.subList(2, 5)).allSatisfy(event -> {
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.details()).containsEntry("username", "105");
        });
        assertThat(events.get(1).error()).isEqualTo("invalid_token");
        assertThat(events.get(1).details()).containsEntry("reason", ENDED);
        assertThat(events.get(0).error()).isEqualTo("invalid_user_credentials");
    }

    @Test
    void theServiceIsThereWhereItIsSwitchedOnAndInEnvironmentsThatThereAre() {
        Realm off = keycloak.tenant();
        String address = keycloak.baseUrl() + off.path("/securitytoken/1x/Production");

        trust.at(address).issue("101", PASSWORD).then().statusCode(404);
        keycloak.http().get(address + "?wsdl").then().statusCode(404);
        off.attribute("pbx.securityData", "true");
        trust.at(address).issue("101", PASSWORD).then().statusCode(404);
        keycloak.http().get(address + "?wsdl").then().statusCode(404);
        // A realm without any environment has one of this name.
        String virtual = address.replace("/Production", "/Default");
        keycloak.http().get(virtual + "?wsdl").then().statusCode(200);
        off.update(changed -> changed.put("sslRequired", "all"));
        trust.requireFault(trust.at(virtual).issue("101", PASSWORD), "Sender", "HTTPS required");
        off.update(changed -> changed.put("enabled", false));
        trust.requireFault(trust.at(virtual).issue("101", PASSWORD), "Sender", "Realm not enabled");
        trust.at(trust.address().replace("/1x/", "/2x/"))
                .issue("101", PASSWORD)
                .then()
                .statusCode(404);
    }

    @Test
    void theDescriptionHasTheAddressAndThePolicy() {
        for (String query : List.of("?wsdl", "")) {
            Response wsdl = keycloak.http().get(trust.address() + query);

            assertThat(wsdl.statusCode()).isEqualTo(200);
            assertThat(wsdl.contentType()).startsWith("text/xml");
            assertThat(wsdl.asString())
                    .contains("<soap12:address location=\"" + trust.address() + "\"/>")
                    .contains("<soap:address location=\"" + trust.address() + "\"/>")
                    .contains("<sp:WssUsernameToken11/>")
                    // The server under test has no TLS, and clients refuse an address without where it is asked for.
                    .doesNotContain("TransportBinding")
                    .doesNotContain("@");
        }
    }
}
