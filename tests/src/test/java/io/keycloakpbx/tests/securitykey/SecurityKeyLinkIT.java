package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links that administrators make for users, and whose keys they see. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyLinkIT {

    private static final String PASSWORD = "Right-password-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final String path;
    private String caller;
    private String boss;

    SecurityKeyLinkIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.path = tenant.adminPath("/security-keys");
    }

    @BeforeAll
    void createUsers() {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.grantClientRoles(tenant.createUser("viewer", PASSWORD), "realm-management", "view-users");
        caller = tenant.createUser("501", PASSWORD);
        boss = tenant.userToken("boss", PASSWORD);
    }

    @Test
    @Tag("database")
    void aLinkIsToldOnceAndListedWithItsUser() {
        tenant.clearEvents();
        Response issued =
                boss().body(link(caller, "Help desk", "UPDATE_PASSWORD")).post(path);
        Map<String, String> link = issued.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract()
                .path("");
        assertThat(link).containsOnlyKeys("id", "actionUrl", "qrCode", "expiresAt");
        assertThat(Duration.between(Instant.now(), Instant.parse(link.get("expiresAt"))))
                .isBetween(Duration.ofSeconds(590), Duration.ofSeconds(600));
        assertThat(Base64.getDecoder().decode(link.get("qrCode"))).startsWith(0x89, 'P', 'N', 'G');
        Realm.AdminEvent event = tenant.adminEvents().get(0);
        assertThat(event)
                .returns("CREATE", Realm.AdminEvent::operationType)
                .returns("SECURITY_KEY", Realm.AdminEvent::resourceType)
                .returns("security-keys/" + link.get("id"), Realm.AdminEvent::resourcePath);
        assertThat(event.representation())
                .contains(caller, "Help desk", "UPDATE_PASSWORD")
                .doesNotContain("actionUrl");
        assertThat(boss().queryParam("purpose", "Help desk").get(path).<List<Map<String, Object>>>path(""))
                .singleElement()
                .satisfies(key -> assertThat(key)
                        .containsEntry("id", link.get("id"))
                        .containsEntry("user", Map.of("id", caller, "username", "501")));
        FormBrowser.Page form = open(link);
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.body()).contains("password-new");
        assertThat(new FormBrowser(keycloak).open(link.get("actionUrl")).status())
                .as("used up")
                .isEqualTo(400);
    }

    /** The event says who it is: not the user. */
    @Test
    void aLinkOfTheSystemsAdministratorSignsIn() {
        String id = tenant.createUser("502", PASSWORD);
        tenant.clearEvents();
        assertThat(open(issued(keycloak.admin(), link(id, "System", "SIGN_IN"))).isElsewhere())
                .as("signed in, to the account console")
                .isTrue();
        assertImpersonated("LOGIN");
        assertImpersonated("IMPERSONATE");
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals("IMPERSONATE"))
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("action", "SIGN_IN")
                        .containsEntry("security_key_purpose", "System"));
    }

    /** The sign-in ends in another request then, whose event knows nothing of it. */
    @Test
    void whoOpensALinkOfTheSystemsAdministratorIsToldOfWhateverComesThen() {
        String id = tenant.createUser("503", PASSWORD);
        tenant.clearEvents();
        assertThat(open(issued(keycloak.admin(), link(id, "System", "CONFIGURE_TOTP")))
                        .body())
                .contains("totp");
        assertImpersonated("IMPERSONATE");
    }

    private void assertImpersonated(String type) {
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals(type))
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("impersonator", "admin")
                        .containsEntry("impersonator_realm", "master"));
    }

    /** Whoever made it has its code and its secret, which prove nothing of the user to a portal. */
    @Test
    void aLinkIsNoKeyThatAPortalTakesForTheUser() throws Exception {
        Map<String, String> link = issued(boss(), link(caller, "Account portal", "UPDATE_PASSWORD"));
        String token =
                link.get("actionUrl").replaceAll(".*[?&]key=([^&]*).*", "$1").split("\\.")[1];
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token));
        SecurityKeys.assertRefused(SecurityKeys.validate(
                keycloak,
                tenant,
                SecurityKeys.integrationToken(keycloak, tenant),
                Map.of(
                        "keyCode",
                        claims.get("kc").asText(),
                        "keyHash",
                        claims.get("kh").asText(),
                        "purpose",
                        "Account portal")));
        assertThat(new FormBrowser(keycloak).open(link.get("actionUrl")).status())
                .as("used up")
                .isEqualTo(400);
    }

    /** Who may not impersonate does not get into an account unnoticed. */
    @Test
    void whatEndsInASessionTakesTheRightToImpersonate() {
        Map<String, Object> back = link(caller, "Back", "UPDATE_PASSWORD");
        back.put("clientId", "account-console");
        back.put("redirectUri", tenant.issuer() + "/account/");
        Map<String, Object> passkey = link(caller, "Passkey", "webauthn-register-passwordless");
        // Behind these comes what else the user has to do, a passkey perhaps.
        Map<String, Object> email = link(caller, "Email", "VERIFY_EMAIL");
        Map<String, Object> app = link(caller, "App", "CONFIGURE_TOTP");
        for (Map<String, Object> body : List.of(link(caller, "In", "SIGN_IN"), back, passkey, email, app)) {
            boss().body(body)
                    .post(path)
                    .then()
                    .statusCode(403)
                    .body("errorMessage", equalTo("You do not have access: this needs the role impersonation."));
        }
        String id = tenant.createUser("double", PASSWORD);
        tenant.grantClientRoles(id, "realm-management", "manage-users", "impersonation");
        Map<String, String> link = issued(as(tenant.userToken("double", PASSWORD)), link(caller, "Double", "SIGN_IN"));
        assertThat(open(link).isElsewhere()).isTrue();

        Map<String, String> withdrawn =
                issued(as(tenant.userToken("double", PASSWORD)), link(caller, "Double", "SIGN_IN"));
        SecurityKeys.withdrawClientRole(keycloak, tenant, id, "realm-management", "impersonation");
        assertIssuerNotAllowed(withdrawn);
    }

    @Test
    void noLinkOpensTheAccountOfWhoHasMoreRightsThanItsIssuer() {
        String above = tenant.createUser("above", PASSWORD);
        Map<String, String> link = issued(boss(), link(above, "Above", "UPDATE_PASSWORD"));
        tenant.grantClientRoles(above, "realm-management", "view-realm");
        boss().body(link(above, "Above too", "UPDATE_PASSWORD"))
                .post(path)
                .then()
                .statusCode(403)
                .body(
                        "",
                        equalTo(Map.of(
                                "field",
                                "user",
                                "errorMessage",
                                "You do not have access to this user: the user has admin roles that you do not"
                                        + " have.")));
        assertIssuerNotAllowed(link);
        // An equal, and whoever is below the administrators of the system.
        String equal = tenant.createUser("equal", PASSWORD, "Admin");
        issued(boss(), link(equal, "Equal", "UPDATE_PASSWORD"));
        tenant.grantClientRoles(above, "realm-management", "realm-admin");
        issued(keycloak.admin(), link(above, "System", "SIGN_IN"));
    }

    @Test
    void aLinkIsNoLongerGoodThanItsIssuerIsAnAdministrator() {
        String id = tenant.createUser("passing", PASSWORD);
        tenant.grantClientRoles(id, "realm-management", "manage-users");
        String passing = tenant.userToken("passing", PASSWORD);
        Map<String, String> link = issued(as(passing), link(caller, "Passing", "UPDATE_PASSWORD"));
        Map<String, String> other = issued(as(passing), link(caller, "Passing too", "UPDATE_PASSWORD"));
        Map<String, String> third = issued(as(passing), link(caller, "Passing on", "UPDATE_PASSWORD"));
        SecurityKeys.withdrawClientRole(keycloak, tenant, id, "realm-management", "manage-users");
        assertIssuerNotAllowed(third);
        tenant.grantClientRoles(id, "realm-management", "manage-users");
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        assertIssuerNotAllowed(link);
        tenant.deleteUser(id);
        assertIssuerNotAllowed(other);
    }

    private void assertIssuerNotAllowed(Map<String, String> link) {
        tenant.clearEvents();
        FormBrowser.Page page = open(link);
        assertThat(page.isElsewhere()).isFalse();
        assertThat(page.body()).doesNotContain("password-new");
        assertThat(tenant.events())
                .filteredOn(event -> event.error() != null)
                .first()
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "issuer_not_allowed"));
    }

    @Test
    void keysAreFoundByTheNamesOfTheirUsers() {
        String found = tenant.createUser("searched-1", PASSWORD);
        String alsoFound = tenant.createUser("searched-2", PASSWORD);
        issued(boss(), link(found, "Search", "UPDATE_PASSWORD"));
        issued(boss(), link(alsoFound, "Search", "UPDATE_PASSWORD"));
        issued(boss(), link(caller, "Search", "UPDATE_PASSWORD"));
        assertThat(users("searched")).containsExactlyInAnyOrder("searched-1", "searched-2");
        assertThat(users("searched-2")).containsExactly("searched-2");
        assertThat(users("nosuch")).isEmpty();
        boss().queryParam("search", "searched")
                .queryParam("max", 1)
                .get(path)
                .then()
                .statusCode(200)
                .header("X-Total-Count", "2");
        tenant.deleteUser(found);
        assertThat(users("searched")).containsExactly("searched-2");
    }

    @Test
    void aSearchThatMeansMoreThanAHundredUsersIsRefused() {
        Realm crowded = keycloak.tenant();
        List<Map<String, Object>> users = IntStream.rangeClosed(1, 101)
                .mapToObj(number -> Map.<String, Object>of("username", "crowd-" + number, "enabled", true))
                .toList();
        keycloak.admin()
                .body(Map.of("ifResourceExists", "FAIL", "users", users))
                .post(crowded.adminPath("/partialImport"))
                .then()
                .statusCode(200);
        keycloak.admin()
                .queryParam("search", "crowd-")
                .get(crowded.adminPath("/security-keys"))
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(Map.of(
                                "field",
                                "search",
                                "errorMessage",
                                "More than 100 users are found by this; type more of the name",
                                "key",
                                "pbxErrorTooManyUsers",
                                "params",
                                Map.of("most", "100"))));
    }

    /** By Keycloak's fine-grained permissions, which take single users from who may view all. */
    @Test
    void whomAKeyIsForIsToldOfUsersWhomTheCallerMayView() {
        Realm guarded = keycloak.tenant();
        String delegate = guarded.createUser("delegate", PASSWORD);
        String shown = guarded.createUser("guarded-1", PASSWORD);
        String hidden = guarded.createUser("guarded-2", PASSWORD);
        guarded.permitAllBut(delegate, hidden);
        String keys = guarded.adminPath("/security-keys");
        for (String user : List.of(shown, hidden)) {
            keycloak.admin()
                    .body(link(user, "Guarded", "SIGN_IN"))
                    .post(keys)
                    .then()
                    .statusCode(200);
        }
        // Without the role to look for users Keycloak would hide nobody.
        assertThat(as(guarded.userToken("delegate", PASSWORD))
                        .get(keys)
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Map<String, Object>>>path(""))
                .hasSize(2)
                .allSatisfy(key -> assertThat(key.get("user")).isNull());
        guarded.grantClientRoles(delegate, "realm-management", "query-users");
        String token = guarded.userToken("delegate", PASSWORD);
        assertThat(as(token).get(keys).then().statusCode(200).extract().<List<Map<String, Object>>>path(""))
                .hasSize(2)
                .extracting(key -> key.get("user"))
                .containsExactlyInAnyOrder(Map.of("id", shown, "username", "guarded-1"), null);
        assertThat(as(token).queryParam("search", "guarded").get(keys).<List<String>>path("user.username"))
                .containsExactly("guarded-1");
        for (Map<String, String> query : List.of(Map.of("user", hidden), Map.of("search", "guarded-2"))) {
            as(token)
                    .queryParams(query)
                    .get(keys)
                    .then()
                    .statusCode(200)
                    .header("X-Total-Count", "0")
                    .body("", equalTo(List.of()));
        }
        as(token).queryParam("user", hidden).delete(keys).then().statusCode(403);
        assertThat(keycloak.admin().queryParam("user", hidden).get(keys).header("X-Total-Count"))
                .isEqualTo("1");
    }

    /** Neither does who may manage all users but one revoke what that one has, whichever way it is asked. */
    @Test
    void keysOfAUserWhomTheCallerMayNotManageStay() {
        Realm guarded = keycloak.tenant();
        String delegate = guarded.createUser("delegate", PASSWORD);
        String mine = guarded.createUser("guarded-1", PASSWORD);
        String spared = guarded.createUser("guarded-2", PASSWORD);
        guarded.permitAllBut(delegate, spared, List.of("view", "manage"));
        String keys = guarded.adminPath("/security-keys");
        String first =
                id(keycloak.admin().body(link(mine, "Guarded", "SIGN_IN")).post(keys));
        String kept =
                id(keycloak.admin().body(link(spared, "Guarded", "SIGN_IN")).post(keys));
        SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                guarded,
                SecurityKeys.integrationToken(keycloak, guarded),
                Map.of("lifeSpan", 600, "purpose", "Guarded", "value", "of nobody")));
        String token = guarded.userToken("delegate", PASSWORD);
        guarded.clearEvents();

        as(token)
                .delete(keys + "/" + kept)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role manage-users."));
        as(token).delete(keys + "/nosuch").then().statusCode(404);
        assertThat(guarded.adminEvents()).isEmpty();
        // Nobody learns so whether there is a user.
        for (String user : List.of(spared, "nobody")) {
            as(token)
                    .queryParam("user", user)
                    .delete(keys)
                    .then()
                    .statusCode(200)
                    .body("", equalTo(Map.of("revoked", 0)));
        }
        as(token).delete(keys + "/" + first).then().statusCode(204);
        keycloak.admin()
                .body(link(mine, "Guarded", "SIGN_IN"))
                .post(keys)
                .then()
                .statusCode(200);
        as(token)
                .queryParam("purpose", "Guarded")
                .delete(keys)
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("revoked", 2)));
        assertThat(keycloak.admin().get(keys).<List<String>>path("id")).containsExactly(kept);
        // Where nobody is spared, the same words mean all.
        keycloak.admin()
                .queryParam("purpose", "Guarded")
                .delete(keys)
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("revoked", 1)));
    }

    /** Nothing tells any more whom a key is for whose realm has other secrets now. */
    @Test
    void aKeyOfWhichNobodyTellsWhomItIsForIsRevokedByWhoManagesAll() {
        Realm guarded = keycloak.tenant();
        String delegate = guarded.createUser("delegate", PASSWORD);
        String mine = guarded.createUser("guarded-1", PASSWORD);
        guarded.permitAllBut(delegate, guarded.createUser("guarded-2", PASSWORD), List.of("view", "manage"));
        String keys = guarded.adminPath("/security-keys");
        String lost = id(keycloak.admin().body(link(mine, "Guarded", "SIGN_IN")).post(keys));
        keycloak.admin()
                .queryParam("type", "org.keycloak.keys.KeyProvider")
                .get(guarded.adminPath("/components"))
                .<List<String>>path("findAll { it.providerId.contains('hmac') }.id")
                .forEach(secret -> keycloak.admin()
                        .delete(guarded.adminPath("/components/" + secret))
                        .then()
                        .statusCode(204));
        String token = guarded.userToken("delegate", PASSWORD);
        as(token)
                .delete(keys + "/" + lost)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role manage-users."));
        as(token)
                .queryParam("purpose", "Guarded")
                .delete(keys)
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("revoked", 0)));
        keycloak.admin().delete(keys + "/" + lost).then().statusCode(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user       | nosuch         | The realm has no such user.",
                "user       | f:             | The realm has no such user.",
                "action     | NO_SUCH        | The realm has no such action.",
                "clientId   | pbx-app        | clientId and redirectUri must be given together.",
                "redirectUri| https://x.test | clientId and redirectUri must be given together."
            })
    void whatTheRealmDoesNotHaveIsRefused(String member, String value, String message) {
        Map<String, Object> body = link(caller, "Refused", "UPDATE_PASSWORD");
        body.put(member, value);
        String field = member.equals("clientId") ? "redirectUri" : member.equals("redirectUri") ? "clientId" : member;
        boss().body(body)
                .post(path)
                .then()
                .statusCode(400)
                .body("", equalTo(Map.of("field", field, "errorMessage", message)));
        assertThat(keycloak.admin().queryParam("purpose", "Refused").get(path).header("X-Total-Count"))
                .isEqualTo("0");
    }

    @Test
    void rulesOfAPurposeHoldForAdministratorsToo() {
        SecurityKeys.configurePurpose(
                keycloak, tenant, "ruled", Map.of("maxLifeSpan", List.of("60"), "actions", List.of("UPDATE_PASSWORD")));
        SecurityKeys.configurePurpose(
                keycloak, tenant, "of others", Map.of("issueRole", List.of("pbx-integration.issue-security-keys")));
        boss().body(link(caller, "ruled", "UPDATE_PASSWORD"))
                .post(path)
                .then()
                .statusCode(400)
                .body("field", equalTo("lifeSpan"));
        Map<String, Object> body = link(caller, "ruled", "SIGN_IN");
        body.put("lifeSpan", 60);
        boss().body(body).post(path).then().statusCode(403).body("field", equalTo("action"));
        boss().body(link(caller, "of others", "UPDATE_PASSWORD"))
                .post(path)
                .then()
                .statusCode(403)
                .body(
                        "",
                        equalTo(Map.of(
                                "field",
                                "purpose",
                                "errorMessage",
                                "Keys of this purpose are not for administrators: it has an issueRole.")));
    }

    @Test
    void onlyWhoManagesUsersOfTheTenantMakesLinks() {
        Map<String, Object> body = link(caller, "Forbidden", "UPDATE_PASSWORD");
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(401);
        for (String user : List.of("viewer", "501")) {
            as(tenant.userToken(user, PASSWORD))
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(403)
                    .body("errorMessage", equalTo("You do not have access: this needs the role manage-users."));
        }
        as(keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!"))
                .body(body)
                .post(path)
                .then()
                .statusCode(403);
        // The tenant's own administrator, at another tenant.
        String there = keycloak.realm("globex").adminPath("/security-keys");
        boss().body(body).post(there).then().statusCode(403);
        boss().get(there).then().statusCode(403);
        boss().delete(there + "?purpose=Forbidden").then().statusCode(403);
        boss().delete(there + "/nosuch").then().statusCode(403);
    }

    @Test
    void whoIsDisabledOrAnAppGetsNoLink() {
        String id = tenant.make("/users", Map.of("username", "off", "enabled", false));
        // The account of an app has admin roles; the system's administrators have them all.
        for (String user : List.of(id, tenant.userId("service-account-pbx-integration"))) {
            keycloak.admin()
                    .body(link(user, "Off", "UPDATE_PASSWORD"))
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(Map.of(
                                    "field", "user", "errorMessage", "The user is disabled, or a service account.")));
        }
    }

    @Test
    void whoMayNotChooseAPasswordGetsNoLinkToChooseOne() {
        String id = tenant.make(
                "/users",
                Map.of(
                        "username",
                        "fixed",
                        "enabled",
                        true,
                        "attributes",
                        Map.of("pbx.canChangePassword", List.of("false"))));
        boss().body(link(id, "Fixed", "UPDATE_PASSWORD"))
                .post(path)
                .then()
                .statusCode(400)
                .body("", equalTo(Map.of("field", "action", "errorMessage", "The user may not choose a password.")));
        issued(keycloak.admin(), link(id, "Fixed", "CONFIGURE_TOTP"));
    }

    private List<String> users(String search) {
        return boss().queryParam("purpose", "Search")
                .queryParam("search", search)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("user.username");
    }

    /** Opens the link and presses the button of its page; the browser stops before the account console. */
    private FormBrowser.Page open(Map<String, String> link) {
        return new FormBrowser(keycloak)
                .closeBefore("/account")
                .open(link.get("actionUrl"))
                .submit();
    }

    private static String id(Response issued) {
        return issued.then().statusCode(200).extract().path("id");
    }

    private Map<String, String> issued(RequestSpecification request, Map<String, Object> body) {
        return request.body(body).post(path).then().statusCode(200).extract().path("");
    }

    private RequestSpecification boss() {
        return as(boss);
    }

    private RequestSpecification as(String token) {
        return keycloak.http(token).contentType(ContentType.JSON);
    }

    private static Map<String, Object> link(String userId, String purpose, String action) {
        return new HashMap<>(Map.of("user", userId, "purpose", purpose, "action", action, "lifeSpan", 600));
    }
}
