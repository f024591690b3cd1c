package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.claims;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static io.keycloakpbx.tests.sts.SwtApi.payload;
import static io.keycloakpbx.tests.sts.SwtApi.sign;
import static io.keycloakpbx.tests.sts.SwtApi.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Simple web tokens: what they say, what they open, and what ends them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class SwtIT {

    private static final String CLIENT = "pbx-rest";

    private final Keycloak keycloak;
    private final Realm realm;
    private final SwtTenant tenant;
    private final SwtApi api;
    private String outliving;
    private String expiring;
    private long expiry;

    SwtIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new SwtTenant(keycloak, realm);
        this.api = new SwtApi(keycloak, realm);
    }

    @BeforeAll
    void beginALife() {
        String environment = tenant.environment();
        String username = tenant.userIn(environment);
        outliving = tenant.token(username, environment);
        tenant.clientAttribute("app-" + environment, "pbx.tokenLifespan", "10");
        expiring = tenant.token(username, environment);
        expiry = Long.parseLong(claims(expiring).get("ExpiresOn"));
        assertThat(expiry - Instant.now().getEpochSecond()).isBetween(1L, 10L);
        api.read(expiring).then().statusCode(200);
    }

    @Test
    void aSimpleWebTokenSaysWhoseItIs() {
        String environment = tenant.environment();
        String username = tenant.userIn(environment);
        long before = Instant.now().getEpochSecond();
        String token = tenant.token(username, environment);
        Map<String, String> claims = claims(token);
        assertThat(claims.keySet())
                .containsExactly(
                        "Issuer",
                        "Audience",
                        "ExpiresOn",
                        "Environment",
                        "Username",
                        "Permissions",
                        "ClientID",
                        "SessionID",
                        "KeyID",
                        "Proof");
        assertThat(claims)
                .containsEntry("Issuer", realm.issuer())
                .containsEntry("Audience", TokenTenant.APPLIES_TO)
                .containsEntry("Environment", environment)
                .containsEntry("Username", realm.name() + '\\' + username)
                .containsEntry("ClientID", "app-" + environment)
                .containsEntry(
                        "SessionID",
                        tenant.event("LOGIN", realm.userId(username)).sessionId());
        assertThat(claims.get("Permissions").split(",")).contains("view-realm");
        int idle = keycloak.admin().get(realm.adminPath("")).path("ssoSessionIdleTimeout");
        assertThat(Long.parseLong(claims.get("ExpiresOn"))).isCloseTo(before + idle, within(20L));

        Response key = api.key(keycloak.adminToken(), "app-" + environment);
        assertThat(key.statusCode()).isEqualTo(200);
        assertThat(key.header("Cache-Control")).contains("no-store");
        assertThat(key.<Map<String, Object>>path("")).containsOnlyKeys("keyId", "key", "algorithm");
        assertThat(key.<String>path("algorithm")).isEqualTo("HmacSHA256");
        assertThat(key.<String>path("keyId")).isEqualTo(claims.get("KeyID"));
        assertThat(sign(signed(token), key.path("key"))).isEqualTo(token);
        assertThat(Base64.getDecoder().decode(key.<String>path("key"))).hasSize(32);
        // Another client's is another.
        assertThat(api.key(keycloak.adminToken(), "app-" + tenant.environment()).<String>path("key"))
                .isNotEqualTo(key.path("key"));
        api.read(token).then().statusCode(200);
    }

    @Test
    void permissionsAreThoseOfTheEnvironment() {
        String here = tenant.environment();
        String there = tenant.environment();
        String username = tenant.userIn(here);
        String id = realm.userId(username);
        realm.grantClientRoles(id, there, "Agent");
        keycloak.admin()
                .body(Map.of("name", "Auditor"))
                .post(realm.adminPath("/roles"))
                .then()
                .statusCode(201);
        Map<String, Object> permission = keycloak.admin()
                .get(realm.adminPath("/clients/" + tenant.clientUuid("realm-management") + "/roles/view-events"))
                .path("");
        keycloak.admin()
                .body(List.of(permission))
                .post(realm.adminPath("/roles/Auditor/composites"))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(Map.of("name", "Auditor"))
                .post(realm.adminPath("/clients/" + tenant.clientUuid(here) + "/roles"))
                .then()
                .statusCode(201);
        realm.grantClientRoles(id, here, "Auditor");
        assertThat(permissions(tenant.token(username, here)))
                .contains("view-events", "view-realm")
                .isEqualTo(effectivePermissions(username, here));
        assertThat(permissions(tenant.token(username, there)))
                .contains("view-realm")
                .doesNotContain("view-events")
                .isEqualTo(effectivePermissions(username, there));
    }

    private static List<String> permissions(String token) {
        return List.of(claims(token).get("Permissions").split(","));
    }

    private List<String> effectivePermissions(String username, String environment) {
        List<String> found = keycloak.admin()
                .queryParam(
                        "$filter",
                        "UserName eq '" + username + "' and ApplicationInstance eq 'app-" + environment
                                + "' and HasPermission eq true")
                .get(realm.adminPath("/securitydata/EffectivePermission"))
                .path("value.Permission");
        return found.stream().sorted().toList();
    }

    @Test
    void theKeyIsForWhoManagesTheClient() {
        String environment = tenant.environment();
        String client = "app-" + environment;
        String viewer = tenant.user();
        realm.grantClientRoles(realm.userId(viewer), "realm-management", "view-clients");
        String manager = tenant.user();
        realm.grantClientRoles(realm.userId(manager), "realm-management", "manage-clients");
        String viewing = realm.userToken(viewer, TokenTenant.PASSWORD);
        String managing = realm.userToken(manager, TokenTenant.PASSWORD);
        for (String asked : List.of(client, "unknown")) {
            Response refused = api.key(viewing, asked);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.<String>path("'odata.error'.message.value"))
                    .isEqualTo("You do not have access: this needs the role manage-clients.");
        }
        realm.clearEvents();
        Response key = api.key(managing, client);
        assertThat(key.statusCode()).isEqualTo(200);
        String uuid = tenant.clientUuid(client);
        assertThat(api.key(managing, uuid).asString()).isEqualTo(key.asString());
        List<Realm.AdminEvent> events = realm.adminEvents("clients/" + uuid + "/swt-key");
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.operationType()).isEqualTo("ACTION");
            assertThat(event.resourceType()).isEqualTo("CLIENT");
            assertThat(String.valueOf(event.representation())).doesNotContain(key.<String>path("key"));
        });
        Response none = api.key(managing, CLIENT);
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.<String>path("'odata.error'.message.value"))
                .isEqualTo("The client has no simple web tokens: its attribute pbx.swt is not true.");
        assertThat(api.key(managing, "unknown").statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenOpensTheServicesAndNothingElse() {
        String environment = tenant.environment();
        String token = tenant.token(tenant.userIn(environment), environment);
        api.read(token).then().statusCode(200);
        api.read(token).then().statusCode(200);
        api.wrap(token, realm.adminPath("/users")).then().statusCode(401);
        api.wrap(token, realm.adminPath("/extensions")).then().statusCode(401);
        api.wrap(token, realm.path("/api/auth/user")).then().statusCode(401);
        // Known, but without the right.
        keycloak.http()
                .header("Authorization", "WRAP access_token=\"" + token + '"')
                .contentType(ContentType.JSON)
                .body(Map.of("lifeSpan", 60, "purpose", "test", "value", "test"))
                .post(realm.path("/security-keys"))
                .then()
                .statusCode(403)
                .body("errors[0].loggingNumber", equalTo(500_103));
        // And not as a bearer token.
        keycloak.http(token)
                .get(realm.adminPath("/securitydata/Environment"))
                .then()
                .statusCode(401);
    }

    @Test
    void whatWasChangedIsRefused() {
        String environment = tenant.environment();
        String username = tenant.userIn(environment);
        String token = tenant.token(username, environment);
        String key = api.key(keycloak.adminToken(), "app-" + environment).path("key");
        String form = signed(token);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < token.length(); i += 7) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            wrong.add(token.substring(0, i) + changed + token.substring(i + 1));
        }
        wrong.add(form);
        wrong.add(form + "&HMACSHA256=");
        wrong.add(token + "&Username=acme%5Cadmin");
        wrong.add("Username=acme%5Cadmin&" + token);
        wrong.add(token + "&HMACSHA256=" + token.substring(token.indexOf("HMACSHA256=") + 11));
        // Whoever has the key can sign, but not what is not so.
        wrong.add(sign(form + "&Username=acme%5Cadmin", key));
        wrong.add(sign(form + "&HMACSHA256=AA", key));
        wrong.add(sign(form + "&x=" + "a".repeat(8_192), key));
        wrong.add(signedWith(token, key, "Audience", "https://other.example.com/"));
        wrong.add(signedWith(token, key, "Environment", TokenTenant.ENVIRONMENT));
        wrong.add(signedWith(token, key, "Environment", "Nowhere"));
        wrong.add(
                signedWith(token, key, "ExpiresOn", Long.toString(Instant.now().getEpochSecond() - 1)));
        wrong.add(signedWith(token, key, "ExpiresOn", "never"));
        wrong.add(signedWith(token, key, "SessionID", "none"));
        wrong.add(signedWith(token, key, "SessionID", ""));
        wrong.add(signedWith(token, key, "ClientID", CLIENT));
        wrong.add(signedWith(token, key, "ClientID", "%00"));
        wrong.add(signedWith(token, key, "KeyID", "none"));
        wrong.add(signedWith(token, key, "Issuer", keycloak.baseUrl() + "/realms/master"));
        wrong.add(signedWith(token, key, "Issuer", "https://other.example.com/realms/" + realm.name()));
        wrong.add(signedWith(token, key, "Issuer", "x/%zz"));
        for (String changed : wrong) {
            assertThat(api.read(changed).statusCode()).as(changed).isEqualTo(401);
        }
        // Another user's session is another user's token: who it is, the session says.
        api.read(token).then().statusCode(200);
        // At another realm it opens nothing.
        Realm other = keycloak.tenant();
        other.attribute("pbx.securityData", "true");
        api.wrap(token, other.adminPath("/securitydata/Environment")).then().statusCode(401);
    }

    /** Who may read the key of an application may verify its tokens, and make none that the realm would take. */
    @Test
    void theKeyOfAnApplicationMakesNoTokens() {
        String environment = tenant.environment();
        String app = "app-" + environment;
        String administrator = tenant.userIn(environment);
        String token = tenant.token(tenant.userIn(environment), environment);
        String key = api.key(keycloak.adminToken(), app).path("key");
        String other = claims(tenant.token(administrator, environment)).get("SessionID");
        assertThat(sign(signed(token), key)).isEqualTo(token);
        for (String made : List.of(
                signedWith(token, key, "SessionID", other),
                signedWith(
                        token,
                        key,
                        "ExpiresOn",
                        Long.toString(Long.parseLong(claims(token).get("ExpiresOn")) + 1)),
                signedWith(token, key, "Proof", ""),
                signedWith(
                        token,
                        key,
                        "Proof",
                        claims(tenant.token(administrator, environment)).get("Proof")),
                sign(signed(token).replaceFirst("&Proof=[^&]*", ""), key))) {
            api.read(made).then().statusCode(401);
            keycloak.http()
                    .header("Content-Type", "application/json; action=CreateEnvironment")
                    .body(Map.of("Request", Map.of("Name", "Made"), "Requestor", Map.of("AuthorizationToken", made)))
                    .post(tenant.securityService())
                    .then()
                    .statusCode(401);
        }
        api.read(token).then().statusCode(200);
    }

    private static String signedWith(String token, String key, String claim, String value) {
        Map<String, String> claims = claims(token);
        claims.put(claim, value);
        return sign(SwtApi.form(claims), key);
    }

    @Test
    void aTokenEndsWhenItsUserLeavesTheEnvironment() {
        String environment = tenant.environment();
        String username = tenant.userIn(environment);
        String token = tenant.token(username, environment);
        String path = realm.adminPath(
                "/users/" + realm.userId(username) + "/role-mappings/clients/" + tenant.clientUuid(environment));
        List<Map<String, Object>> given = keycloak.admin().get(path).path("");
        keycloak.admin().body(given).delete(path).then().statusCode(204);
        api.read(token).then().statusCode(401);
        keycloak.admin().body(given).post(path).then().statusCode(204);
        api.read(token).then().statusCode(200);
    }

    @Test
    void aTokenEndsWithItsSession() {
        String environment = tenant.environment();
        for (Consumer<String> end : List.<Consumer<String>>of(
                id -> keycloak.admin()
                        .post(realm.adminPath("/users/" + id + "/logout"))
                        .then()
                        .statusCode(204),
                id -> keycloak.admin()
                        .body(Map.of("enabled", false))
                        .put(realm.adminPath("/users/" + id))
                        .then()
                        .statusCode(204),
                realm::deleteUser)) {
            String username = tenant.userIn(environment);
            String used = tenant.token(username, environment);
            String unused = tenant.token(username, environment);
            // Now its access token is kept.
            api.read(used).then().statusCode(200);
            end.accept(realm.userId(username));
            api.read(used).then().statusCode(401);
            api.read(unused).then().statusCode(401);
        }
    }

    @Test
    void aTokenEndsWithTheOptInAndTheClient() {
        String environment = tenant.environment();
        String client = "app-" + environment;
        String username = tenant.userIn(environment);
        String first = tenant.token(username, environment);
        String second = tenant.token(username, environment);
        tenant.optIn(client, "false");
        api.read(first).then().statusCode(401);
        assertThat(payload(SwtApi.token(tenant.login(username, environment)))
                        .path("azp")
                        .asText())
                .isEqualTo(client);
        tenant.optIn(client, "true");
        api.read(first).then().statusCode(200);
        tenant.clientAttribute(client, "pbx.relyingPartyUri", "https://other.example.com/");
        api.read(second).then().statusCode(401);
        tenant.clientAttribute(client, "pbx.relyingPartyUri", TokenTenant.APPLIES_TO);
        api.read(second).then().statusCode(200);
        tenant.disable(client);
        api.read(first).then().statusCode(401);
        api.read(second).then().statusCode(401);
    }

    @Test
    void notBeforeAndLocksEndTokens() {
        Realm own = keycloak.tenant();
        TokenTenant other = TokenTenant.of(keycloak, own);
        SwtApi there = new SwtApi(keycloak, own);
        other.clientAttribute(CLIENT, "pbx.swt", "true");
        own.update(settings -> settings.put("bruteForceProtected", true)
                .put("failureFactor", 2)
                .put("waitIncrementSeconds", 60));
        String id = other.createUser("101", "view-realm");
        String token = there.token("101");
        for (int i = 1; i <= 2; i++) {
            BruteForce.fail(
                    keycloak,
                    own,
                    id,
                    i,
                    () -> there.login(
                            Map.of("primary", credentials("101", "wrong"), "environment", TokenTenant.ENVIRONMENT)));
        }
        there.read(token).then().statusCode(401);
        keycloak.admin()
                .delete(own.adminPath("/attack-detection/brute-force/users/" + id))
                .then()
                .statusCode(204);
        there.read(token).then().statusCode(200);
        String unused = there.token("101");
        own.update(settings -> settings.put("notBefore", Instant.now().getEpochSecond() + 1));
        there.read(token).then().statusCode(401);
        there.read(unused).then().statusCode(401);
    }

    /** Most of its life is over when the other tests are. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void aTokenExpires() throws InterruptedException {
        Thread.sleep(Math.max(0, 1_000 * (expiry + 1) - Instant.now().toEpochMilli()));
        api.read(expiring).then().statusCode(401);
        api.read(outliving).then().statusCode(200);
    }

    /** The last one: nothing that was issued before is good after it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void tokensOfAnEarlierKeyAreGoodUntilItIsDisabled() {
        String environment = tenant.environment();
        String client = "app-" + environment;
        String username = tenant.userIn(environment);
        String before = tenant.token(username, environment);
        String unused = tenant.token(username, environment);
        String realmId = keycloak.admin().get(realm.adminPath("")).path("id");
        List<String> old = keycloak.admin()
                .queryParam("type", "org.keycloak.keys.KeyProvider")
                .get(realm.adminPath("/components"))
                .path("findAll { it.providerId == 'hmac-generated' }.id");
        String location = keycloak.admin()
                .body(Map.of(
                        "name",
                        "next",
                        "providerId",
                        "hmac-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "parentId",
                        realmId,
                        "config",
                        Map.of("priority", List.of("200"), "algorithm", List.of("HS512"))))
                .post(realm.adminPath("/components"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        String after = tenant.token(username, environment);
        assertThat(claims(after).get("KeyID"))
                .isNotEqualTo(claims(before).get("KeyID"))
                .isEqualTo(api.key(keycloak.adminToken(), client).path("keyId"));
        api.read(before).then().statusCode(200);
        api.read(after).then().statusCode(200);
        for (String id : old) {
            ObjectNode component =
                    keycloak.admin().get(realm.adminPath("/components/" + id)).as(ObjectNode.class);
            component.withObjectProperty("config").putArray("enabled").add("false");
            keycloak.admin()
                    .body(component)
                    .put(realm.adminPath("/components/" + id))
                    .then()
                    .statusCode(204);
        }
        api.read(unused).then().statusCode(401);
        api.read(tenant.token(username, environment)).then().statusCode(200);
        for (String id : old) {
            ObjectNode component =
                    keycloak.admin().get(realm.adminPath("/components/" + id)).as(ObjectNode.class);
            component.withObjectProperty("config").putArray("enabled").add("true");
            keycloak.admin()
                    .body(component)
                    .put(realm.adminPath("/components/" + id))
                    .then()
                    .statusCode(204);
        }
        keycloak.admin().delete(location).then().statusCode(204);
    }

    @Test
    void manyComeAtOnce() {
        String environment = tenant.environment();
        String token = tenant.token(tenant.userIn(environment), environment);
        assertThat(Together.send(50, i -> api.read(token).statusCode())).containsOnly(200);
        List<String> tokens = new ArrayList<>();
        String username = tenant.userIn(environment);
        for (int i = 0; i < 20; i++) {
            tokens.add(tenant.token(username, environment));
        }
        assertThat(Together.send(20, i -> api.read(tokens.get(i)).statusCode())).containsOnly(200);
    }

    @Test
    void accessTokensAreTakenByWrapAsBefore() {
        String username = tenant.user();
        String token = realm.userToken(username, TokenTenant.PASSWORD);
        api.read(token).then().statusCode(200);
        api.read(SwtApi.altered(token)).then().statusCode(401);
        keycloak.http()
                .header("Authorization", "WRAP access_token=" + token)
                .get(realm.adminPath("/securitydata/Environment"))
                .then()
                .statusCode(401);
    }
}
