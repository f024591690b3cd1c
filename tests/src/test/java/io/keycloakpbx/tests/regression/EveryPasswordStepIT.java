package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever takes a password passes the same steps. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPasswordStepIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String APP = "http://localhost:65000/app";
    private static final String HERE = "127.0.0.1";

    private final Keycloak keycloak;
    private final Realm tenant;

    EveryPasswordStepIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void prepare() {
        // Loopback is never blocked unless the realm says who else is not.
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.attribute("pbx.basicAuth", "true");
        tenant.createUser("201", PASSWORD);
        keycloak.admin()
                .body(Map.of(
                        "clientId", "of-an-administrator", "publicClient", true, "directAccessGrantsEnabled", true))
                .post(tenant.adminPath("/clients"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("clientId", "app", "publicClient", true, "redirectUris", List.of(APP)))
                .post(tenant.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @AfterEach
    void clear() {
        keycloak.admin().delete(tenant.adminPath("/blocked-addresses/" + HERE));
    }

    /** The ways to try a password, a key or a token of a sign-in. */
    enum Way {
        SIGN_IN,
        MADE_UP_TOKEN,
        BASIC,
        TOKEN_ENDPOINT,
        CLIENT_OF_AN_ADMINISTRATOR,
        SECURITY_KEY,
        PAGE
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void fiveFailuresOfOneWayCloseAllWays(Way way) {
        assertThat(signIn("201", PASSWORD).statusCode()).isEqualTo(200);
        FormBrowser.Page open = page();
        FormBrowser.Page tried = page();
        for (int i = 0; i < 5; i++) {
            tried = fail(way, i, tried);
        }
        signIn("201", PASSWORD).then().statusCode(403).body("errors[0].code", equalTo("DENIED"));
        assertThat(basic("201", PASSWORD).statusCode()).isEqualTo(401);
        for (Response denied :
                List.of(tenant.passwordGrant("201", PASSWORD), ofAnAdministrator("201", PASSWORD), securityKey())) {
            denied.then()
                    .statusCode(403)
                    .header("Retry-After", notNullValue())
                    .body("error", equalTo("access_denied"))
                    .body(
                            "error_description",
                            matchesPattern("the client IP address 127\\.0\\.0\\.1 has been blocked until \\S+"));
        }
        assertThat(page().status()).isEqualTo(403);
        // A page that was open before is none that takes more passwords.
        FormBrowser.Page late = open.submit("username", "201", "password", PASSWORD);
        assertThat(late.status()).isEqualTo(403);
        assertThat(late.body()).contains("Too many sign-ins from your address have failed");

        keycloak.admin()
                .delete(tenant.adminPath("/blocked-addresses/" + HERE))
                .then()
                .statusCode(204);
        assertThat(basic("201", PASSWORD).statusCode()).isEqualTo(403);
        assertThat(page().submit("username", "201", "password", PASSWORD).parameter("code"))
                .isNotNull();
    }

    /** The page as it is afterwards. */
    private FormBrowser.Page fail(Way way, int number, FormBrowser.Page page) {
        String nobody = "nobody" + number;
        if (way == Way.PAGE) {
            FormBrowser.Page next = page.submit("username", nobody, "password", "wrong");
            assertThat(next.status()).isEqualTo(200);
            return next;
        }
        Response refused =
                switch (way) {
                    case SIGN_IN -> signIn(nobody, "wrong");
                    case MADE_UP_TOKEN -> madeUpToken();
                    case BASIC -> basic(nobody, "wrong");
                    case TOKEN_ENDPOINT -> tenant.passwordGrant(nobody, "wrong");
                    case CLIENT_OF_AN_ADMINISTRATOR -> ofAnAdministrator(nobody, "wrong");
                    default -> securityKey();
                };
        assertThat(refused.statusCode()).isNotEqualTo(403);
        return page;
    }

    @Test
    void aPasswordThatIsRightIsNoFailure() {
        for (int i = 0; i < 6; i++) {
            signIn("201", PASSWORD).then().statusCode(200);
            tenant.passwordGrant("201", PASSWORD).then().statusCode(200);
        }
    }

    @Test
    void aSipAddressIsAUserNameAtTheTokenEndpointAndOnThePage() {
        tenant.passwordGrant("201@" + tenant, PASSWORD).then().statusCode(200);
        assertThat(page().submit("username", "sip:201@" + tenant, "password", PASSWORD)
                        .parameter("code"))
                .isNotNull();
        String id = tenant.createUser("202", PASSWORD);
        BruteForce.fail(keycloak, tenant, id, 1, () -> tenant.passwordGrant("202@" + tenant, "wrong")
                .then()
                .statusCode(400));
        BruteForce.fail(keycloak, tenant, id, 2, () -> page().submit("username", "202@" + tenant, "password", "wrong"));
    }

    @Test
    void adminCliTakesNoPasswordsInATenant() {
        tenant.tokenRequest("grant_type", "password", "client_id", "admin-cli", "username", "201", "password", PASSWORD)
                .then()
                .statusCode(400)
                .body("error", equalTo("unauthorized_client"));
        assertThat(keycloak.realm("acme")
                        .tokenRequest(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "101",
                                "password",
                                "Pbx-demo-101!")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void adminCliTakesNoPasswordsWhoeverSwitchesThemOn() {
        ObjectNode saved = switchOnDirectGrants(tenant, "admin-cli");
        assertThat(saved.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        tenant.tokenRequest("grant_type", "password", "client_id", "admin-cli", "username", "201", "password", PASSWORD)
                .then()
                .statusCode(400)
                .body("error", equalTo("unauthorized_client"));
        // It is the tenant's, and no other client's.
        assertThat(switchOnDirectGrants(tenant, "app")
                        .path("directAccessGrantsEnabled")
                        .asBoolean())
                .isTrue();
        Realm plain = keycloak.createRealm("plain-admin-cli");
        assertThat(switchOnDirectGrants(plain, "admin-cli")
                        .path("directAccessGrantsEnabled")
                        .asBoolean())
                .isTrue();
    }

    /** Saves a client as the admin console does; what it is then. */
    private ObjectNode switchOnDirectGrants(Realm realm, String clientId) {
        String id = keycloak.admin()
                .queryParam("clientId", clientId)
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        String path = realm.adminPath("/clients/" + id);
        ObjectNode client = keycloak.admin().get(path).as(ObjectNode.class);
        keycloak.admin()
                .body(client.put("directAccessGrantsEnabled", true).put("description", "Saved"))
                .put(path)
                .then()
                .statusCode(204);
        ObjectNode saved = keycloak.admin().get(path).as(ObjectNode.class);
        assertThat(saved.path("description").asText()).isEqualTo("Saved");
        return saved;
    }

    @Test
    void flowsOfAnEarlierTemplateGetTheStepsAndOthersDoNot() {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        made.put("realm", "earlier-flows").put("enabled", true).put("directGrantFlow", "pbx direct grant");
        ObjectNode direct = flow(made, "pbx direct grant", true);
        execution(direct, 20, null).put("flowAlias", "pbx direct grant password");
        ObjectNode password = flow(made, "pbx direct grant password", false);
        execution(password, 10, "direct-grant-validate-username");
        execution(password, 20, "direct-grant-validate-password");
        execution(flow(made, "of a customer", true), 10, "direct-grant-validate-username");
        keycloak.admin().body(made).post("/admin/realms").then().statusCode(201);
        Realm realm = keycloak.realm("earlier-flows");
        assertThat(steps(realm, "pbx direct grant"))
                .containsExactly("direct-grant-validate-username", "direct-grant-validate-password");

        realm.attribute("pbx.sipDomain", "earlier-flows.test");
        List<String> steps = List.of(
                "pbx-address-lock", "pbx-direct-grant-username", "pbx-direct-grant-password", "pbx-allowed-addresses");
        assertThat(steps(realm, "pbx direct grant")).isEqualTo(steps);
        assertThat(steps(realm, "of a customer")).containsExactly("direct-grant-validate-username");

        // Once more changes nothing.
        realm.attribute("pbx.sipDomain", "");
        realm.attribute("pbx.sipDomain", "earlier-flows.test");
        assertThat(steps(realm, "pbx direct grant")).isEqualTo(steps);
    }

    private static ObjectNode flow(ObjectNode realm, String alias, boolean topLevel) {
        return realm.withArray("authenticationFlows")
                .addObject()
                .put("alias", alias)
                .put("providerId", "basic-flow")
                .put("topLevel", topLevel)
                .put("builtIn", false);
    }

    private static ObjectNode execution(ObjectNode flow, int priority, String authenticator) {
        return flow.withArray("authenticationExecutions")
                .addObject()
                .put("authenticator", authenticator)
                .put("requirement", "REQUIRED")
                .put("priority", priority)
                .put("authenticatorFlow", authenticator == null);
    }

    private List<String> steps(Realm realm, String flow) {
        List<String> steps = keycloak.admin()
                .get(realm.adminPath("/authentication/flows/{flow}/executions"), flow)
                .then()
                .statusCode(200)
                .extract()
                .path("providerId");
        return steps.stream().filter(step -> step != null).toList();
    }

    private Response signIn(String username, String password) {
        return api("sign_in", Map.of("username", username, "password", password));
    }

    private Response madeUpToken() {
        String id = keycloak.admin().get(tenant.adminPath("")).path("id");
        return api("verify_otp", Map.of("token", id + ".made-up", "code", "123456"));
    }

    private Response api(String operation, Map<String, String> body) {
        return keycloak.http().contentType(ContentType.JSON).body(body).post(tenant.path("/api/auth/" + operation));
    }

    private Response basic(String username, String password) {
        return keycloak.http()
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)))
                .get(tenant.adminPath("/communication_manager/rest/config/asterisk"));
    }

    private Response ofAnAdministrator(String username, String password) {
        return tenant.tokenRequest(
                "grant_type",
                "password",
                "client_id",
                "of-an-administrator",
                "username",
                username,
                "password",
                password);
    }

    private Response securityKey() {
        return tenant.tokenRequest(
                "grant_type",
                "password",
                "client_id",
                "of-an-administrator",
                "key_code",
                UUID.randomUUID().toString().replace("-", ""),
                "key_hash",
                "wrong");
    }

    private FormBrowser.Page page() {
        return new FormBrowser(keycloak)
                .authorize(
                        tenant,
                        "app",
                        APP,
                        "code_challenge",
                        CodeVerifier.random().challenge(),
                        "code_challenge_method",
                        "S256");
    }
}
