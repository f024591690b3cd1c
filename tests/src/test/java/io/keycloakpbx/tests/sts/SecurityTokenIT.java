package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.TokenTenant.APPLIES_TO;
import static io.keycloakpbx.tests.sts.TokenTenant.PASSWORD;
import static io.keycloakpbx.tests.sts.TrustApi.appliesTo;
import static io.keycloakpbx.tests.sts.TrustApi.credentials;
import static io.keycloakpbx.tests.sts.TrustApi.inside;
import static io.keycloakpbx.tests.sts.TrustApi.lifeOf;
import static io.keycloakpbx.tests.sts.TrustApi.lifetime;
import static io.keycloakpbx.tests.sts.TrustApi.security;
import static io.keycloakpbx.tests.sts.TrustApi.sessionOf;
import static io.keycloakpbx.tests.sts.TrustApi.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import io.keycloakpbx.tests.sts.TrustApi.Soap;
import io.keycloakpbx.tests.sts.TrustApi.Trust;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The security token service: what it issues, to whom, until when; and what it refuses, in which words. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTokenIT {

    private static final String FAILED =
            "The domain, the user name or the password is wrong, or the user may not sign in at this time.";
    private static final String NOT_OURS = "This service has not issued the token, or it was changed.";
    private static final String ENDED = "The session has ended.";
    private static final String EXPIRED = "The token has expired.";
    private static final String FAILED_CODE = "wst:FailedAuthentication";

    private final Keycloak keycloak;
    private final Realm realm;
    private final TokenTenant tenant;
    private final TrustApi trust;

    SecurityTokenIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        // Cheap passwords: what is tested is not how long they take.
        realm.update(representation ->
                representation.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"));
        this.tenant = TokenTenant.of(keycloak, realm);
        this.trust = TrustApi.of(keycloak, tenant.tokenService());
    }

    @BeforeAll
    void makeUsers() {
        tenant.createUser("101");
        keycloak.admin()
                .body(Map.of("clientId", "Test", "bearerOnly", true, "attributes", Map.of("pbx.environment", "true")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    private String name(String username) {
        return realm.name() + '\\' + username;
    }

    @ParameterizedTest
    @CsvSource({"V12,OF_13", "V12,OF_2005", "V11,OF_13", "V11,OF_2005"})
    void everyOperationIsThereInEachVersion(Soap soap, Trust version) {
        TrustApi api = new TrustApi(keycloak, tenant.tokenService(), soap, version);
        Response answer = api.issue(name("101"), PASSWORD);
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
    void aTokenSaysWhoseItIsAndWhatFor() {
        String token = trust.token("101", PASSWORD);

        assertThat(inside(token, "<saml:Issuer>", "</saml:Issuer>")).isEqualTo(realm.issuer());
        assertThat(inside(token, "<saml:Audience>", "</saml:Audience>")).isEqualTo(APPLIES_TO);
        assertThat(inside(token, "WindowsDomainQualifiedName\">", "</saml:NameID>"))
                .isEqualTo(name("101"));
        assertThat(attribute(token, "Environment")).isEqualTo(TokenTenant.ENVIRONMENT);
        assertThat(attribute(token, "Username")).isEqualTo(name("101"));
        assertThat(attribute(token, "ClientID")).isEqualTo("pbx-rest");
        assertThat(token).doesNotContain("\"Actor\"");
        assertThat(sessionsOf("101")).contains(sessionOf(token));
    }

    private static String attribute(String token, String name) {
        return inside(inside(token, "Name=\"" + name + "\"", "</saml:Attribute>"), "<saml:AttributeValue>", "<");
    }

    private List<String> sessionsOf(String username) {
        return keycloak.admin()
                .get(realm.adminPath("/users/" + realm.userId(username) + "/sessions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    @Test
    void theOtherBaseUrlAndBlanksAroundAddressesAreTheSame() {
        TrustApi other = trust.at(trust.address().replace("/1x/", "/1xa/"));

        assertThat(trust.flaw(token(other.issue(name("101"), PASSWORD, appliesTo(" " + APPLIES_TO + "\n")))))
                .isNull();
    }

    @Test
    void whoAsksWithAnIdIsToldWhatIsAnswered() {
        String answer = trust.send(trust.message(
                        credentials(name("101"), PASSWORD)
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
        change("102", user -> user.put("enabled", false));
        for (Soap soap : Soap.values()) {
            for (Trust version : Trust.values()) {
                TrustApi api = new TrustApi(keycloak, tenant.tokenService(), soap, version);
                api.requireFault(api.issue(name("106"), "Wrong-password-1!"), FAILED_CODE, FAILED);
            }
        }
        for (String username :
                List.of(name("nobody"), "nowhere.test\\101", "master\\admin", name("102"), "\\", "a\\b\\c")) {
            trust.requireFault(trust.issue(username, PASSWORD), FAILED_CODE, FAILED);
        }
        // Each of them is one for brute-force detection.
        assertThat(realm.events().stream()
                        .filter(event -> event.type().equals("LOGIN_ERROR")
                                && "106".equals(event.details().get("username")))
                        .count())
                .isGreaterThanOrEqualTo(4);
    }

    private void change(String username, Consumer<ObjectNode> change) {
        String path = realm.adminPath("/users/" + realm.userId(username));
        ObjectNode user =
                keycloak.admin().get(path).then().statusCode(200).extract().as(ObjectNode.class);
        change.accept(user);
        keycloak.admin().body(user).put(path).then().statusCode(204);
    }

    @Test
    void whatIsAskedForHasToBeThere() {
        String missing = "AppliesTo must say what the token is for.";
        String other = "The user has no access to what AppliesTo names in this environment.";

        trust.requireFault(trust.issue(name("101"), PASSWORD, ""), "wst:InvalidScope", missing);
        trust.requireFault(
                trust.issue(name("101"), PASSWORD, appliesTo("http://elsewhere.test")), "wst:InvalidScope", other);
        trust.requireFault(trust.issue(name("101"), PASSWORD, appliesTo(trust.address())), "wst:InvalidScope", other);
        // Who is a web service is in the environments that it was put into, and in no other.
        realm.createUser("103", PASSWORD);
        change("103", user -> user.withObjectProperty("attributes")
                .putArray("pbx.userType")
                .add("Webservice"));
        trust.requireFault(trust.issue(name("103"), PASSWORD), "wst:InvalidScope", other);
        assertThat(sessionsOf("103")).isEmpty();
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
                        name("101"),
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
        String issue = api.message(credentials(name("101"), PASSWORD), api.request("Issue", appliesTo(APPLIES_TO)));

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
        String issue = trust.message(credentials(name("101"), PASSWORD), trust.request("Issue", appliesTo(APPLIES_TO)));

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
    void tokensThatWereChangedAreNotTaken() {
        String token = trust.token(name("101"), PASSWORD);
        String signature = token.substring(token.indexOf("<dsig:Signature"), token.indexOf("<saml:Subject>"));
        String forged = token.replace(signature, "").replace("101", "admin").replace(" ID=\"ID_", " ID=\"ID_f");
        String sameId = token.replace(signature, "").replace("101", "admin");

        for (String bad : List.of(
                token.replace(signature, ""),
                token.replace(name("101"), name("102")),
                token.replace("\\101<", "\\101<!-- -->.admin<"),
                token.replace("\\101<", "\\10<!-- -->1<"),
                token.replace(APPLIES_TO, "http://elsewhere.test"),
                token.replace(sessionOf(token), "another"),
                forged.replace("<saml:Subject>", signature + "<saml:Advice>" + token + "</saml:Advice><saml:Subject>"),
                sameId.replace("<saml:Subject>", signature + "<saml:Advice>" + token + "</saml:Advice><saml:Subject>"),
                sameId.replace(
                        "<saml:Subject>",
                        signature.replace(
                                        "</dsig:Signature>",
                                        "<dsig:Object>" + token + "</dsig:Object></dsig:Signature>")
                                + "<saml:Subject>"),
                "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>")) {
            assertThat(trust.flaw(bad)).isEqualTo(NOT_OURS);
            trust.requireFault(trust.with("Renew", bad), FAILED_CODE, NOT_OURS);
            trust.requireFault(trust.with("Cancel", bad), FAILED_CODE, NOT_OURS);
        }
        assertThat(trust.flaw(token)).isNull();
    }

    @Test
    void tokensOfAnotherRealmAndAnotherEnvironmentAreNotTaken() {
        String token = trust.token(name("101"), PASSWORD);
        TokenTenant other = TokenTenant.of(keycloak, keycloak.tenant());

        assertThat(trust.at(other.tokenService()).flaw(token)).isEqualTo(NOT_OURS);
        assertThat(trust.at(trust.address().replace("/Production", "/Test")).flaw(token))
                .isEqualTo("The token is not for this environment.");
        trust.requireFault(
                trust.with("Renew", token, appliesTo("http://elsewhere.test")),
                "wst:InvalidScope",
                "The token is not for what AppliesTo names.");
        assertThat(sessionOf(token(trust.with("Renew", token, appliesTo(trust.address())))))
                .isEqualTo(sessionOf(token));
    }

    @Test
    void signOutEndsATokenAndSoDoesWhatEndsItsSession() {
        String id = tenant.createUser("104");

        requireEnded("104", () -> keycloak.admin().post(realm.adminPath("/users/" + id + "/logout")));
        requireEnded("104", () -> change("104", user -> user.put("enabled", false)));
        change("104", user -> user.put("enabled", true));
        requireEnded("104", () -> client(client -> client.put("enabled", false)));
        client(client -> client.put("enabled", true));
        requireEnded(
                "104",
                () -> client(client ->
                        client.withObjectProperty("attributes").put("pbx.relyingPartyUri", "http://elsewhere.test")));
        client(client -> client.withObjectProperty("attributes").put("pbx.relyingPartyUri", APPLIES_TO));
        requireEnded("104", () -> client(client -> client.put("notBefore", nextSecond())));
        requireEnded("104", () -> realm.update(changed -> changed.put("notBefore", nextSecond())));
        trust.token(name("104"), PASSWORD);
    }

    /** A second later than that in which this is called. */
    private static long nextSecond() {
        long second = Instant.now().getEpochSecond() + 1;
        while (Instant.now().getEpochSecond() < second) {
            LockSupport.parkUntil(Duration.ofSeconds(second).toMillis());
        }
        return second;
    }

    @Test
    void whoLeavesTheEnvironmentHasNoTokenAnyMore() {
        String id = tenant.createUser("107");
        String token = trust.token(name("107"), PASSWORD);
        String path = realm.adminPath(
                "/users/" + id + "/role-mappings/clients/" + tenant.clientUuid(TokenTenant.ENVIRONMENT));
        List<Map<String, Object>> given = keycloak.admin().get(path).path("");
        keycloak.admin().body(given).delete(path).then().statusCode(204);
        String text = "The user is not in the environment any more.";
        assertThat(trust.flaw(token)).isEqualTo(text);
        trust.requireFault(trust.with("Renew", token), FAILED_CODE, text);
        keycloak.admin().body(given).post(path).then().statusCode(204);
        assertThat(trust.flaw(token)).isNull();
    }

    /** There a sign-in leaves no session of which a token could be a handle. */
    @Test
    void anApplicationWithOfflineAccessByDefaultIsForNoTokens() {
        String uri = "https://offline.example.com/";
        String application = realm.make(
                "/clients",
                Map.of(
                        "clientId",
                        "offline",
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("pbx.relyingPartyUri", uri)));
        String id = tenant.createUser("109");
        assertThat(trust.flaw(token(trust.issue(name("109"), PASSWORD, appliesTo(uri)))))
                .isNull();
        keycloak.admin()
                .post(realm.adminPath("/users/" + id + "/logout"))
                .then()
                .statusCode(204);
        String scope =
                keycloak.admin().get(realm.adminPath("/client-scopes")).path("find { it.name == 'offline_access' }.id");
        String scopes = realm.adminPath("/clients/" + application);
        keycloak.admin()
                .delete(scopes + "/optional-client-scopes/" + scope)
                .then()
                .statusCode(204);
        keycloak.admin().put(scopes + "/default-client-scopes/" + scope).then().statusCode(204);

        trust.requireFault(
                trust.issue(name("109"), PASSWORD, appliesTo(uri)),
                "wst:InvalidScope",
                "The user has no access to what AppliesTo names in this environment.");

        assertThat(sessionsOf("109")).isEmpty();
        keycloak.admin()
                .get(realm.adminPath("/users/" + id + "/offline-sessions/" + application))
                .then()
                .statusCode(200)
                .body("size()", equalTo(0));
    }

    /** Whoever was shown a token asks from an address of its own. */
    @Test
    void whoAsksWhetherATokenIsGoodNeedNotBeWhereItsUserIs() {
        tenant.createUser("108");
        try (Relay relay = new Relay(keycloak)) {
            TrustApi moved = new TrustApi(
                    relay.keycloak(),
                    trust.address()
                            .replace(
                                    keycloak.baseUrl().toString(),
                                    relay.keycloak().baseUrl().toString()),
                    trust.soap(),
                    trust.trust());
            change("108", user -> user.withObjectProperty("attributes")
                    .putArray("pbx.sessionAddressLock")
                    .add("true"));
            String token = moved.token(name("108"), PASSWORD);
            relay.from("127.0.0.2");
            assertThat(moved.with("Validate", token).asString()).contains("/status/valid<");
            assertThat(moved.with("Renew", token).statusCode()).isEqualTo(500);
            relay.from("127.0.0.1");
            assertThat(moved.with("Renew", token).statusCode()).isEqualTo(200);
        }
    }

    private void requireEnded(String username, Runnable end) {
        String token = trust.token(name(username), PASSWORD);
        assertThat(trust.flaw(token)).isNull();
        end.run();
        assertThat(trust.flaw(token)).isEqualTo(ENDED);
        trust.requireFault(trust.with("Renew", token), FAILED_CODE, ENDED);
    }

    private void client(Consumer<ObjectNode> change) {
        tenant.changeClient("pbx-rest", change);
    }

    @Test
    void aLockEndsTokens() {
        Realm own = keycloak.tenant();
        TokenTenant locking = TokenTenant.of(keycloak, own);
        String id = locking.createUser("101");
        own.update(changed ->
                changed.put("bruteForceProtected", true).put("failureFactor", 2).put("waitIncrementSeconds", 600));
        TrustApi api = trust.at(locking.tokenService());
        String token = api.token("101", PASSWORD);

        for (int i = 1; i <= 2; i++) {
            BruteForce.fail(keycloak, own, id, i, () -> api.issue("101", "Wrong-password-1!"));
        }

        assertThat(api.flaw(token)).isEqualTo(ENDED);
        api.requireFault(api.issue("101", PASSWORD), FAILED_CODE, FAILED);
    }

    @Test
    void aTokenLivesAsLongAsWasAskedForAndNoLongerThanItMay() throws Exception {
        Realm own = keycloak.tenant();
        TokenTenant other = TokenTenant.of(keycloak, own);
        other.createUser("101");
        TrustApi api = trust.at(other.tokenService());

        assertThat(lifeOf(token(api.issue("101", PASSWORD, appliesTo(APPLIES_TO) + lifetime(60)))))
                .isEqualTo(60);
        own.update(changed -> changed.put("ssoSessionIdleTimeout", 36_000).put("ssoSessionMaxLifespan", 36_000));
        assertThat(lifeOf(api.token("101", PASSWORD))).isEqualTo(28_800);
        own.update(changed -> changed.put("ssoSessionMaxLifespan", 500));
        assertThat(lifeOf(token(api.issue("101", PASSWORD, appliesTo(APPLIES_TO) + lifetime(600)))))
                .isBetween(495L, 500L);
        own.update(changed -> changed.put("ssoSessionIdleTimeout", 300));
        assertThat(lifeOf(api.token("101", PASSWORD))).isBetween(295L, 300L);

        other.clientAttribute("pbx-rest", "pbx.tokenLifespan", "8");
        assertThat(lifeOf(api.token("101", PASSWORD))).isEqualTo(8);
        other.clientAttribute("pbx-rest", "pbx.tokenLifespan", null);

        // At three quarters of its life it can be renewed, again and again, also where it lives as long as its session
        // may be idle.
        own.update(changed -> changed.put("ssoSessionIdleTimeout", 8));
        String token = api.token("101", PASSWORD);
        for (int i = 0; i < 2; i++) {
            assertThat(lifeOf(token)).isBetween(7L, 8L);
            awaitSecond(token, 6);
            token = token(api.with("Renew", token));
        }
        assertThat(lifeOf(token)).isBetween(7L, 8L);
        awaitSecond(token, 8);
        assertThat(api.flaw(token)).isEqualTo(EXPIRED);
        api.requireFault(api.with("Renew", token), "wst:ExpiredData", EXPIRED);
        api.requireFault(
                api.issue("101", PASSWORD, appliesTo(APPLIES_TO) + lifetime(0)),
                "wst:InvalidTimeRange",
                "Lifetime must begin now, and end at least a second later.");
    }

    /** Waits until a token is so many seconds old. */
    private static void awaitSecond(String token, long age) throws InterruptedException {
        Instant at = Instant.parse(inside(token, "IssueInstant=\"", "\"")).plusSeconds(age);
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), at).toMillis()));
    }

    @Test
    void keysThatAreReplacedVerifyUntilTheyAreDisabled() {
        Realm own = keycloak.tenant();
        TokenTenant rotating = TokenTenant.of(keycloak, own);
        rotating.createUser("101");
        TrustApi api = trust.at(rotating.tokenService());
        String before = api.token("101", PASSWORD);
        List<ObjectNode> old = keyProviders(own);
        String realmId = keycloak.admin().get(own.adminPath("")).path("id");

        keycloak.admin()
                .body(Map.of(
                        "name", "next",
                        "providerId", "rsa-generated",
                        "providerType", "org.keycloak.keys.KeyProvider",
                        "parentId", realmId,
                        "config",
                                Map.of(
                                        "priority", List.of("1000"),
                                        "enabled", List.of("true"),
                                        "active", List.of("true"),
                                        "keySize", List.of("2048"),
                                        "algorithm", List.of("RS256"))))
                .post(own.adminPath("/components"))
                .then()
                .statusCode(201);
        String after = api.token("101", PASSWORD);
        assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
        assertThat(api.flaw(before)).isNull();
        assertThat(api.flaw(after)).isNull();

        // Not active: it verifies. Disabled: it does not.
        old.forEach(provider -> set(own, provider, "active", "false"));
        assertThat(api.flaw(before)).isNull();
        old.forEach(provider -> set(own, provider, "enabled", "false"));
        assertThat(api.flaw(before)).isEqualTo(NOT_OURS);
        assertThat(api.flaw(after)).isNull();

        // Keycloak makes itself a key for its own tokens, so these have another kind.
        own.update(changed -> changed.put("defaultSignatureAlgorithm", "ES256"));
        keyProviders(own).forEach(provider -> set(own, provider, "active", "false"));
        api.requireFault(
                api.issue("101", PASSWORD),
                "Receiver",
                "The realm has no RSA key to sign tokens with (RS256): its administrator has to add one.");
        api.requireFault(
                api.with("Renew", after),
                "Receiver",
                "The realm has no RSA key to sign tokens with (RS256): its administrator has to add one.");
        assertThat(keyProviders(own)).hasSize(old.size() + 1);
    }

    private static String keyOf(String token) {
        return inside(token, "<dsig:KeyName>", "</dsig:KeyName>");
    }

    private List<ObjectNode> keyProviders(Realm of) {
        return List.of(keycloak.admin()
                        .queryParam("type", "org.keycloak.keys.KeyProvider")
                        .get(of.adminPath("/components"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .as(ObjectNode[].class))
                .stream()
                .filter(provider -> provider.get("providerId").asText().equals("rsa-generated"))
                .toList();
    }

    private void set(Realm of, ObjectNode provider, String name, String value) {
        provider.withObjectProperty("config").putArray(name).add(value);
        keycloak.admin()
                .body(provider)
                .put(of.adminPath("/components/" + provider.get("id").asText()))
                .then()
                .statusCode(204);
    }

    @Test
    void manyTokensInARow() {
        int many = Integer.getInteger("pbx.issues", 200);
        TreeSet<String> ids = new TreeSet<>();
        String username = name("101");

        for (int i = 0; i < many; i++) {
            ids.add(inside(trust.token(username, PASSWORD), " ID=\"", "\""));
        }

        assertThat(ids).hasSize(many);
    }

    @Test
    void eventsTellWhatWasDone() {
        tenant.createUser("105");
        // Refreshes are not stored unless somebody wants them.
        realm.update(changed -> List.of("LOGIN", "LOGIN_ERROR", "REFRESH_TOKEN", "REFRESH_TOKEN_ERROR", "LOGOUT")
                .forEach(changed.putArray("enabledEventTypes")::add));
        realm.clearEvents();
        String token = trust.token(name("105"), PASSWORD);
        trust.with("Validate", token).then().statusCode(200);
        trust.with("Renew", token).then().statusCode(200);
        trust.with("Cancel", token).then().statusCode(200);
        trust.with("Renew", token).then().statusCode(500);
        trust.issue(name("105"), "Wrong-password-1!").then().statusCode(500);

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
