package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.body;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusal;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Codes by which users link their accounts to an identity provider. A realm of the same server is the provider. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationCodeIT {

    private static final String PASSWORD = "Authorization-code-1!";
    private static final String CALLBACK = "https://app.example.com/linked";
    private static final String FLOW = "/authentication/flows/pbx first broker login user/executions";
    private static final String PERMISSION = "All changed values require the user management permission appropriate for"
            + " the type of user being modified.";
    private static final String WRONG = "This code is wrong or no longer valid.";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityServiceApi api;
    private final SecurityDataApi data;
    private Realm partner;

    AuthorizationCodeIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        CommandTenant commands = new CommandTenant(keycloak, tenant);
        this.api = commands.service();
        this.data = commands.data();
    }

    @BeforeAll
    void furnish() {
        // Failures of this class come from one address.
        tenant.attribute("pbx.webFailedAuthAmount", "1000");
        partner = keycloak.createRealm("plays-partner");
        partner.update(realm -> realm.put("sslRequired", "none"));
        partner.make(
                "/clients",
                Map.of(
                        "clientId",
                        "tenant",
                        "secret",
                        "secret-at-the-partner",
                        "redirectUris",
                        List.of(tenant.issuer() + "/broker/partner/endpoint")));
        String endpoints = partner.issuer() + "/protocol/openid-connect";
        Map<String, String> config = new HashMap<>(Map.of(
                "clientId", "tenant",
                "clientSecret", "secret-at-the-partner",
                "clientAuthMethod", "client_secret_post",
                "authorizationUrl", endpoints + "/auth",
                "tokenUrl", endpoints + "/token",
                "jwksUrl", endpoints + "/certs",
                "issuer", partner.issuer(),
                "useJwksUrl", "true",
                "validateSignature", "true"));
        config.put("defaultScope", "openid profile email");
        tenant.make(
                "/identity-provider/instances",
                Map.of(
                        "alias",
                        "partner",
                        "displayName",
                        "The <Partner>",
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        config));
        tenant.make("/clients", Map.of("clientId", "linker", "publicClient", true, "redirectUris", List.of(CALLBACK)));
        requirement("ALTERNATIVE");
    }

    /** New tenants have the step, switched off. */
    private void requirement(String requirement) {
        List<Map<String, Object>> steps = keycloak.admin()
                .get(tenant.adminPath(FLOW))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        Map<String, Object> step = steps.stream()
                .filter(one -> "pbx-authorization-code".equals(one.get("providerId")))
                .findFirst()
                .orElseThrow();
        step.put("requirement", requirement);
        keycloak.admin().body(step).put(tenant.adminPath(FLOW)).then().statusCode(204);
    }

    /** A user here and there. */
    private String user(String name) {
        partner.createUser(name, PASSWORD);
        return tenant.createUser(name, PASSWORD);
    }

    private String code(String name) {
        return Integer.toString(result(api.json("CreateAuthorizationCode", Map.of("Lifespan", 300, "UserName", name)))
                .path("AuthorizationCode")
                .path("Code")
                .intValue());
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '1' ? '2' : '1') + code.substring(1);
    }

    private FormBrowser.Page comes(String name) {
        return new FormBrowser(keycloak)
                .authorize(
                        tenant,
                        "linker",
                        CALLBACK,
                        "kc_idp_hint",
                        "partner",
                        "code_challenge_method",
                        "S256",
                        "code_challenge",
                        CodeVerifier.random().challenge())
                .submit("username", name, "password", PASSWORD);
    }

    private static void assertAsked(FormBrowser.Page page) {
        assertThat(page.body()).as("%s", page).contains("pbx-authorization-code-form");
    }

    private static void assertIn(FormBrowser.Page page) {
        assertThat(page.isElsewhere()).as("%s", page).isTrue();
        assertThat(page.parameter("code")).as("%s", page).isNotNull();
    }

    private List<Map<String, Object>> links(String id) {
        return keycloak.admin()
                .get(tenant.adminPath("/users/" + id + "/federated-identity"))
                .path("");
    }

    private int attempts(String userId) {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement select =
                        connection.prepareStatement("select ATTEMPTS from PBX_AUTHORIZATION_CODE where USER_ID = ?")) {
            select.setString(1, userId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getInt(1) : -1;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void expire(String userId) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement update = connection.prepareStatement(
                        "update PBX_AUTHORIZATION_CODE set EXPIRES_AT = 1 where USER_ID = ?")) {
            update.setString(1, userId);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void whoHasTheCodeLinksTheAccountOnce() {
        String id = user("c-links");
        String code = code("c-links");
        tenant.clearEvents();
        FormBrowser.Page page = comes("c-links");
        assertAsked(page);
        assertThat(page.text())
                .contains(
                        "There is an account of c-links already. To sign in to it with The &lt;Partner&gt; from now on,"
                                + " enter the code that your administrator has given you.");
        assertIn(page.submit("code", ' ' + code + ' '));
        assertThat(links(id)).singleElement().satisfies(link -> assertThat(link)
                .containsEntry("identityProvider", "partner"));
        assertThat(attempts(id)).isEqualTo(-1);
        assertThat(tenant.events()).extracting(Realm.Event::type).contains("LOGIN", "FEDERATED_IDENTITY_LINK");
        assertThat(tenant.events().toString()).doesNotContain(code);
        // From now on the link counts.
        assertIn(comes("c-links"));
    }

    @Test
    void whoHasNoCodeShowsThePassword() {
        String id = user("c-skips");
        code("c-skips");
        FormBrowser.Page page = comes("c-skips");
        assertAsked(page);
        page = page.submit("skip", "true");
        assertThat(page.body()).as("%s", page).contains("linkAccount");
        assertIn(page.submit("submitAction", "linkAccount").submit("username", "c-skips", "password", PASSWORD));
        assertThat(links(id)).hasSize(1);
    }

    @Test
    void whereThereIsNoCodeNobodyIsAsked() {
        user("c-none");
        assertThat(comes("c-none").body()).contains("linkAccount").doesNotContain("pbx-authorization-code-form");
    }

    @Test
    void aCodeThatHasExpiredIsNone() throws SQLException {
        String id = user("c-late");
        String code = code("c-late");
        FormBrowser.Page page = comes("c-late");
        assertAsked(page);
        expire(id);
        tenant.clearEvents();
        // What can be no code any more is no guess: the flow goes on.
        page = page.submit("code", code);
        assertThat(page.body()).as("%s", page).contains("linkAccount").doesNotContain(WRONG);
        assertThat(tenant.events()).extracting(Realm.Event::type).doesNotContain("IDENTITY_PROVIDER_FIRST_LOGIN_ERROR");
        assertThat(links(id)).isEmpty();
        assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 0);
        assertThat(comes("c-late").body()).doesNotContain("pbx-authorization-code-form");
    }

    @Test
    void codesThatHaveExpiredGoAndOthersStay() throws SQLException {
        String late = tenant.createUser("c-swept", PASSWORD);
        String good = tenant.createUser("c-stays", PASSWORD);
        code("c-swept");
        code("c-stays");
        expire(late);
        Awaited.until(() -> attempts(late), attempts -> attempts == -1);
        assertThat(attempts(good)).isZero();
    }

    @Test
    void aNewCodeTakesThePlaceOfTheOneBefore() {
        String id = user("c-anew");
        String first = code("c-anew");
        String second = code("c-anew");
        FormBrowser.Page page = comes("c-anew").submit("code", first);
        assertThat(page.text()).contains(WRONG);
        assertThat(attempts(id)).isEqualTo(1);
        // Two failures within a moment would count as one; and this one is no failure.
        assertIn(page.submit("code", second));
    }

    @Test
    void wrongCodesCountForTheCodeAndTheUser() {
        String id = user("c-wrong");
        String code = code("c-wrong");
        tenant.clearEvents();
        FormBrowser.Page page = comes("c-wrong");
        for (String malformed : List.of("", "1234567", "abcdefgh", "123456789")) {
            page = page.submit("code", malformed);
            assertThat(page.text()).contains(WRONG);
        }
        assertThat(attempts(id)).isZero();
        page = page.submit("code", wrong(code));
        assertThat(page.text()).contains(WRONG);
        assertThat(attempts(id)).isEqualTo(1);
        BruteForce.awaitFailures(keycloak, tenant, id, 1);
        assertThat(tenant.events())
                .filteredOn(event -> "IDENTITY_PROVIDER_FIRST_LOGIN_ERROR".equals(event.type()))
                // Keycloak sends the event of a page of this flow once more at its end.
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event)
                        .returns("invalid_user_credentials", Realm.Event::error)
                        .returns(id, Realm.Event::userId));
        assertIn(page.submit("code", code));
    }

    @Test
    void wrongCodesCountForTheAddressToo() {
        String id = user("c-address");
        String code = code("c-address");
        FormBrowser.Page page = comes("c-address");
        assertAsked(page);
        // Loopback is never blocked unless the realm says who else is not.
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.attribute("pbx.webFailedAuthAmount", "1");
        try {
            page = page.submit("code", wrong(code));
            assertThat(page.text()).contains(WRONG);
            assertThat(page.submit("code", code).text())
                    .contains("Too many sign-ins from your address have failed, so it is blocked for a while.");
            assertThat(links(id)).isEmpty();
        } finally {
            tenant.update(realm -> realm.withObjectProperty("attributes")
                    .put("pbx.webFailedAuthAmount", "1000")
                    .putNull("pbx.webAllowedAddresses"));
            keycloak.admin().delete(tenant.adminPath("/blocked-addresses/127.0.0.1"));
        }
    }

    @Test
    void ofManyGuessesAtOnceFiveAreLookedAt() {
        String id = user("c-guesses");
        tenant.update(realm -> realm.put("bruteForceProtected", false));
        try {
            String code = code("c-guesses");
            List<FormBrowser.Page> pages =
                    IntStream.range(0, 8).mapToObj(i -> comes("c-guesses")).toList();
            Together.send(8, i -> pages.get(i).submit("code", wrong(code)));
            assertThat(attempts(id)).isEqualTo(5);
            assertThat(comes("c-guesses").body()).doesNotContain("pbx-authorization-code-form");
            assertThat(links(id)).isEmpty();
        } finally {
            tenant.update(realm -> realm.put("bruteForceProtected", true));
        }
    }

    @Test
    void ofTwoThatHaveTheCodeOneLinks() {
        String id = user("c-two");
        tenant.update(realm -> realm.put("bruteForceProtected", false));
        try {
            String code = code("c-two");
            List<FormBrowser.Page> pages =
                    IntStream.range(0, 3).mapToObj(i -> comes("c-two")).toList();
            List<FormBrowser.Page> ends = Together.send(3, i -> pages.get(i).submit("code", code));
            assertThat(ends).filteredOn(FormBrowser.Page::isElsewhere).hasSize(1);
            assertThat(links(id)).hasSize(1);
        } finally {
            tenant.update(realm -> realm.put("bruteForceProtected", true));
        }
    }

    @Test
    void theAnswerTellsTheCodeAndWhenItEnds() {
        tenant.createUser("c-answer", PASSWORD);
        tenant.clearEvents();
        Response answer = api.json(
                "CreateAuthorizationCode", Map.of("Domain", domain(), "Lifespan", 6000, "UserName", "C-Answer"));
        JsonNode body = body(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(body.path("Messages").toString())
                .isEqualTo("[{\"ItemID\":0,\"ItemIndex\":0,\"ItemType\":\"AuthorizationCode\",\"LoggingNumber\":0,"
                        + "\"Message\":\"Lifespan is shortened to 600 seconds, the most there is.\","
                        + "\"Type\":\"Warning\"}]");
        JsonNode made = body.path("Result").path("AuthorizationCode");
        assertThat(made.path("Code").intValue()).isBetween(10_000_000, 99_999_999);
        assertThatObject(made)
                .returns(tenant.name(), code -> code.path("Domain").asText())
                .returns("c-answer", code -> code.path("UserName").asText());
        assertThat(made.path("ExpirationDate").asText()).matches("\\d+/\\d+/\\d{4} \\d+:\\d\\d:\\d\\d [AP]M");
        String id = tenant.userId("c-answer");
        assertThat(tenant.adminEvents()).singleElement().satisfies(event -> {
            assertThat(event.operationType()).isEqualTo("ACTION");
            assertThat(event.resourcePath()).isEqualTo("users/" + id + "/authorization-code");
            assertThat(event.representation()).doesNotContain(made.path("Code").asText());
        });
        assertThat(stored(id)).doesNotContain(made.path("Code").asText());
    }

    /** As in the Admin API, a number is enough to manage a user, and a name is looked up for those who may look for users. */
    @Test
    void whoMayLookForNobodyHasNoNameLookedUp() {
        Realm other = keycloak.tenant();
        SecurityServiceApi service = new SecurityServiceApi(keycloak, other);
        SecurityDataApi sets = new SecurityDataApi(keycloak, other);
        service.switchOn();
        String mine = other.createUser("c-mine", PASSWORD);
        other.createUser("c-not-mine", PASSWORD);
        String token = sets.tokenOf("c-delegate");
        String delegate = other.userId("c-delegate");
        other.permit(delegate, mine);
        for (String name : List.of("c-mine", "c-not-mine", "c-nobody")) {
            assertThat(body(service.json(token, "CreateAuthorizationCode", Map.of("Lifespan", 60, "UserName", name))))
                    .isEqualTo(refusal(forbidden("AuthorizationCode", PERMISSION)));
        }
        other.grantClientRoles(delegate, "realm-management", "query-users");
        String looking = other.userToken("c-delegate", "Security-data-1!");
        result(service.json(looking, "CreateAuthorizationCode", Map.of("Lifespan", 60, "UserName", "c-mine")));
        for (String name : List.of("c-not-mine", "c-nobody")) {
            assertThat(body(service.json(looking, "CreateAuthorizationCode", Map.of("Lifespan", 60, "UserName", name))))
                    .isEqualTo(refusal(forbidden("AuthorizationCode", PERMISSION)));
        }
    }

    private int domain() {
        return data.get("Domain").path("value[0].DomainID");
    }

    private String stored(String userId) {
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement select =
                        connection.prepareStatement("select CODE_HASH from PBX_AUTHORIZATION_CODE where USER_ID = ?")) {
            select.setString(1, userId);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoMayNotManageUsersIsNotToldWhoThereIs() {
        tenant.createUser("c-secret", PASSWORD);
        String viewing = data.tokenOf("c-viewer", "view-users");
        for (String name : List.of("c-secret", "c-nobody")) {
            Response answer = api.json(viewing, "CreateAuthorizationCode", Map.of("Lifespan", 60, "UserName", name));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(body(answer)).isEqualTo(refusal(forbidden("AuthorizationCode", PERMISSION)));
        }
        Response unknown = api.json("CreateAuthorizationCode", Map.of("Lifespan", 60, "UserName", "c-nobody"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(body(unknown))
                .isEqualTo(refusal(error(500302, "User", 0, 0, "There is no user with this UserName.")));
        assertThat(body(api.json(
                        "CreateAuthorizationCode", Map.of("Domain", 99999, "Lifespan", 60, "UserName", "c-secret"))))
                .isEqualTo(refusal(error(
                        500306, "Domain", 99999, 0, "Users are made and changed in the domain of the base URL only.")));
        assertThat(body(api.json("CreateAuthorizationCode", Map.of("Lifespan", 0)))
                        .path("Messages"))
                .extracting(message -> message.path("Message").asText())
                .containsExactlyInAnyOrder(
                        "UserName is required", "Lifespan must be a whole number from 1 to 2147483647");
    }
}
