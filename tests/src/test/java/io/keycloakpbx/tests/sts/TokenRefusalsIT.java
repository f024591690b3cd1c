package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.body;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static io.keycloakpbx.tests.sts.SwtApi.error;
import static io.keycloakpbx.tests.sts.TokenTenant.PASSWORD;
import static io.keycloakpbx.tests.sts.TrustApi.FAILED_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Who gets no security token, whatever the password is, which origins read the answer, and what is another tenant's. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokenRefusalsIT {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ORIGIN = "https://crm.example.com";
    private static final String ELSEWHERE = "https://elsewhere.example.com";
    private static final Pattern BLOCKED = Pattern.compile("Too many sign-ins have failed from 127\\.0\\.0\\.1, until ("
            + "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)\\.");

    private final Keycloak keycloak;
    private final TokenTenant tenant;
    private final Realm realm;
    private final SwtApi login;
    private final TrustApi trust;

    TokenRefusalsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.of(keycloak, realm);
        this.login = new SwtApi(keycloak, realm);
        this.trust = TrustApi.of(keycloak, tenant.tokenService());
    }

    @BeforeAll
    void makeUser() {
        tenant.createUser("101");
    }

    @Test
    void aBlockedAddressIsToldSoWhoeverItIs() {
        TokenTenant blocking = TokenTenant.of(keycloak, keycloak.tenant());
        Realm realm = blocking.realm();
        SwtApi login = new SwtApi(keycloak, realm);
        TrustApi trust = this.trust.at(blocking.tokenService());
        blocking.createUser("101");
        // Loopback is never blocked unless the realm says who else is not.
        realm.update(settings -> settings.withObjectProperty("attributes")
                .put("pbx.webAllowedAddresses", "192.0.2.1")
                .put("pbx.webFailedAuthAmount", "1"));
        login.login(Map.of("primary", credentials("101", "wrong"), "environment", TokenTenant.ENVIRONMENT))
                .then()
                .statusCode(401);
        realm.clearEvents();
        Response answer = login.login(body("101"));
        Matcher text = BLOCKED.matcher(answer.asString());
        assertThat(text.find()).as(answer.asString()).isTrue();
        assertThat(Instant.parse(text.group(1))).isAfter(Instant.now());
        assertThat(answer.asString()).isEqualTo(error("", 500_203, text.group()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(login.login(body("nobody")).asString()).isEqualTo(answer.asString());
        trust.requireFault(trust.issue("101", PASSWORD), FAILED_CODE, text.group());
        trust.requireFault(trust.issue("nobody", PASSWORD), FAILED_CODE, text.group());
        assertThat(realm.events()).hasSize(4).allSatisfy(event -> assertThat(event)
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("address_blocked", Realm.Event::error)
                .returns("127.0.0.1", Realm.Event::ipAddress));
        assertThat(realm.events())
                .extracting(event -> event.details().get("username"))
                .containsExactlyInAnyOrder("101", "101", "nobody", "nobody");
    }

    @Test
    void anOriginThatTheApplicationDoesNotListIsRefusedBeforeAnythingIsDone() {
        realm.clearEvents();
        for (String username : List.of("101", "nobody")) {
            Response answer = keycloak.http()
                    .header("Origin", ELSEWHERE)
                    .contentType(ContentType.JSON)
                    .body(body(username))
                    .post(realm.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login"));
            assertThat(answer.asString())
                    .isEqualTo(error("", 500_203, "The application does not list this web origin."));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.header(ALLOW_ORIGIN)).isNull();
            Response fault = keycloak.http()
                    .header("Origin", ELSEWHERE)
                    .contentType("application/soap+xml")
                    .body(trust.message(
                                    TrustApi.credentials(username, PASSWORD),
                                    trust.request("Issue", TrustApi.appliesTo(TokenTenant.APPLIES_TO)))
                            .getBytes(StandardCharsets.UTF_8))
                    .post(trust.address());
            trust.requireFault(fault, "Sender", "The application does not list the web origin of the request.");
        }
        assertThat(realm.events()).isEmpty();
    }

    @Test
    void aListedOriginReadsTheAnswerAndAnyMayAskFirst() {
        String path = realm.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT);
        for (String asked : List.of(path, path + "/api/login", path.replace("/1x/", "/1xa/") + "/api/login")) {
            Response first = keycloak.http()
                    .header("Origin", ORIGIN)
                    .header("Access-Control-Request-Method", "POST")
                    .options(asked);
            assertThat(first.statusCode()).as(asked).isEqualTo(200);
            assertThat(first.header(ALLOW_ORIGIN)).as(asked).isEqualTo(ORIGIN);
            assertThat(first.header("Access-Control-Allow-Methods")).as(asked).isEqualTo("POST");
            assertThat(first.header("Access-Control-Allow-Headers")).as(asked).contains("Content-Type");
        }
        change(client -> client.putArray("webOrigins").add(ORIGIN));
        for (int status : new int[] {200, 401}) {
            Response answer = keycloak.http()
                    .header("Origin", ORIGIN)
                    .contentType(ContentType.JSON)
                    .body(body(status == 200 ? "101" : "nobody"))
                    .post(path + "/api/login");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(ORIGIN);
        }
        // Where it is not switched on.
        keycloak.http()
                .header("Origin", ORIGIN)
                .options(keycloak.realm("master").path("/securitytoken/1x/Default/api/login"))
                .then()
                .statusCode(404);
    }

    /** As at Issue; and what was sent in vain tells nothing that an origin is not to read. */
    @Test
    void whatIsDoneWithATokenIsForOriginsThatTheApplicationLists() {
        change(client -> client.putArray("webOrigins").add(ORIGIN));
        String token = trust.token("101", PASSWORD);
        realm.clearEvents();
        for (String operation : List.of("Renew", "Validate", "Cancel")) {
            Response other = trust(ELSEWHERE, with(operation, token));
            trust.requireFault(other, "Sender", "The application does not list the web origin of the request.");
            assertThat(other.header(ALLOW_ORIGIN)).as(operation).isNull();
        }
        assertThat(realm.events()).as("nothing has been done").isEmpty();
        for (String operation : List.of("Renew", "Validate", "Cancel")) {
            Response listed = trust(ORIGIN, with(operation, token));
            assertThat(listed.statusCode()).as(listed.asString()).isEqualTo(200);
            assertThat(listed.header(ALLOW_ORIGIN)).as(operation).isEqualTo(ORIGIN);
        }
        Response over = trust(ELSEWHERE, with("Renew", token));
        trust.requireFault(over, FAILED_CODE, TrustApi.ENDED);
        assertThat(over.header(ALLOW_ORIGIN)).isEqualTo(ELSEWHERE);
    }

    private String with(String operation, String token) {
        return trust.message("", trust.request(operation, TrustApi.target(operation, token)));
    }

    private Response trust(String origin, String message) {
        return keycloak.http()
                .header("Origin", origin)
                .contentType("application/soap+xml")
                .body(message.getBytes(StandardCharsets.UTF_8))
                .post(trust.address());
    }

    @Test
    void whatIsMalformedIsToldToAnyOrigin() {
        Response body = login.login(Map.of("Origin", ELSEWHERE), Map.of("environment", TokenTenant.ENVIRONMENT));
        assertThat(body.statusCode()).as(body.asString()).isEqualTo(400);
        Response nothing = login.login(
                Map.of("Origin", ELSEWHERE), Map.of("primary", credentials("101", PASSWORD), "environment", "Nowhere"));
        assertThat(nothing.asString()).isEqualTo(SwtApi.NO_ENVIRONMENT);
        Response message = trust(ELSEWHERE, "none");
        trust.requireFault(message, "Sender", "The message is not well-formed XML.");
        Response request = trust(ELSEWHERE, trust.message("", trust.request("Delete", "")));
        trust.requireFault(
                request,
                "wst:InvalidRequest",
                "RequestType must be Issue, Renew, Validate or Cancel of the WS-Trust of the request.");
        Response nobody = trust(ELSEWHERE, trust.message("", trust.request("Issue", "")));
        trust.requireFault(nobody, "wsse:InvalidSecurity", "Issue needs a UsernameToken in the Security header.");
        assertThat(List.of(body, nothing, message, request, nobody))
                .allSatisfy(answer -> assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo(ELSEWHERE));
    }

    private void change(Consumer<ObjectNode> change) {
        String path = realm.adminPath("/clients/" + tenant.clientUuid("pbx-rest"));
        ObjectNode client = keycloak.admin().get(path).as(ObjectNode.class);
        change.accept(client);
        keycloak.admin().body(client).put(path).then().statusCode(204);
    }

    @Test
    void theLoginIsServedByTlsWhereTheRealmWantsItAndNotInASuspendedTenant() {
        try {
            realm.update(settings -> settings.put("sslRequired", "all"));
            refused("HTTPS required");
            realm.update(settings -> settings.put("enabled", false));
            refused("Realm not enabled");
        } finally {
            realm.update(settings -> settings.put("enabled", true).put("sslRequired", "external"));
        }
    }

    private void refused(String text) {
        Response answer = login.login(body("101"));
        assertThat(answer.asString()).isEqualTo(error("", 500_203, text));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    /** The last one: fewer events are kept from then on. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whatIsAnotherTenantsIsNothingHere() {
        TokenTenant others = TokenTenant.of(keycloak, keycloak.tenant());
        Realm other = others.realm();
        others.createUser("101", "realm-admin");
        TrustApi there = trust.at(others.tokenService());
        String token = there.token("101", PASSWORD);
        String admin = other.userToken("101", PASSWORD);
        realm.update(changed -> List.of("LOGIN_ERROR", "REFRESH_TOKEN_ERROR", "LOGOUT_ERROR")
                .forEach(changed.putArray("enabledEventTypes")::add));
        realm.clearEvents();
        other.clearEvents();

        for (String operation : List.of("Renew", "Cancel")) {
            trust.requireFault(trust.with(operation, token), FAILED_CODE, TrustApi.NOT_OURS);
        }
        trust.requireFault(trust.issue(other.name() + "\\101", PASSWORD), FAILED_CODE, TrustApi.FAILED);
        assertThat(realm.events())
                .extracting(event -> event.type() + ' ' + event.error())
                .containsExactlyInAnyOrder(
                        "REFRESH_TOKEN_ERROR invalid_token",
                        "LOGOUT_ERROR invalid_token",
                        "LOGIN_ERROR unknown_sip_domain");
        assertThat(other.events()).isEmpty();
        assertThat(there.flaw(token)).isNull();

        // Nor the key of the simple web tokens, though the caller may do anything at home.
        change(client -> client.withObjectProperty("attributes").put("pbx.swt", "true"));
        realm.clearEvents();
        Response key = login.key(admin, "pbx-rest");
        assertThat(key.asString()).isEqualTo("{\"error\":\"HTTP 403 Forbidden\"}");
        assertThat(key.statusCode()).isEqualTo(403);
        keycloak.http()
                .get(realm.adminPath("/securitydata/swt-key/pbx-rest"))
                .then()
                .statusCode(401);
        assertThat(realm.adminEvents()).isEmpty();
    }
}
