package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.body;
import static io.keycloakpbx.tests.sts.SwtApi.claims;
import static io.keycloakpbx.tests.sts.SwtApi.credentials;
import static io.keycloakpbx.tests.sts.SwtApi.error;
import static io.keycloakpbx.tests.sts.SwtApi.sign;
import static io.keycloakpbx.tests.sts.SwtApi.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.securitydata.Awaited;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Security tokens as JSON strings, and simple web tokens in requests. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SwtIT {

    private static final String CLIENT = "pbx-rest";
    private static final String FAILED = error("", 500_201, "The user name or the password is not valid.");
    private static final String NO_ENVIRONMENT =
            error("environment", 500_201, "You do not have access to this environment or it does not exist.");

    private final Keycloak keycloak;
    private final TokenTenant tenant;
    private final Realm realm;
    private final SwtApi api;
    private int users;

    SwtIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.of(keycloak, realm);
        this.api = new SwtApi(keycloak, realm);
    }

    @BeforeAll
    void prepare() {
        realm.update(settings -> settings.put("failureFactor", 1000));
        optIn(CLIENT, null);
    }

    private String user() {
        users++;
        String username = "swt-" + users;
        tenant.createUser(username, "view-realm");
        return username;
    }

    private void optIn(String clientId, String value) {
        client(clientId, attributes -> attributes.put("pbx.swt", value));
    }

    private void client(String clientId, Consumer<ObjectNode> change) {
        String path = realm.adminPath("/clients/" + tenant.clientUuid(clientId));
        ObjectNode client = keycloak.admin().get(path).as(ObjectNode.class);
        change.accept(client.withObjectProperty("attributes"));
        keycloak.admin().body(client).put(path).then().statusCode(204);
    }

    /** Makes an application of its own that has opted in, and takes the place of {@code pbx-rest} in an environment of its own. */
    private String environment() {
        String name = "Env-" + UUID.randomUUID();
        keycloak.admin()
                .body(Map.of("clientId", name, "bearerOnly", true, "attributes", Map.of("pbx.environment", "true")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "app-" + name,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of(
                                "pbx.relyingPartyUri",
                                TokenTenant.APPLIES_TO,
                                "pbx.environment.name",
                                name,
                                "pbx.swt",
                                "true")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("name", "Agent"))
                .post(realm.adminPath("/clients/" + tenant.clientUuid(name) + "/roles"))
                .then()
                .statusCode(201);
        return name;
    }

    private String userIn(String environment) {
        String username = user();
        realm.grantClientRoles(realm.userId(username), environment, "Agent");
        return username;
    }

    private Response login(String username, String environment) {
        return api.login(Map.of("primary", credentials(username, TokenTenant.PASSWORD), "environment", environment));
    }

    private String swt(String username, String environment) {
        return SwtApi.token(login(username, environment));
    }

    private static ObjectNode payload(String jwt) {
        try {
            return new ObjectMapper().readValue(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Realm.Event event(String type, String userId) {
        return realm.events().stream()
                .filter(event -> event.type().equals(type) && userId.equals(event.userId()))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasSession(String userId) {
        List<Object> sessions = keycloak.admin()
                .get(realm.adminPath("/users/" + userId + "/sessions"))
                .path("");
        return !sessions.isEmpty();
    }

    @Test
    void withoutOptInTheTokenIsTheAccessToken() {
        String username = user();
        Response answer = api.login(body(username));
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        String token = SwtApi.token(answer);
        ObjectNode claims = payload(token);
        assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("azp").asText()).isEqualTo(CLIENT);
        assertThat(claims.has("act")).isFalse();
        api.read(token).then().statusCode(200);
        keycloak.http(token)
                .get(realm.adminPath("/securitydata/Environment"))
                .then()
                .statusCode(200);
        Realm.Event login = event("LOGIN", realm.userId(username));
        assertThat(login.clientId()).isEqualTo(CLIENT);
        assertThat(login.details()).containsEntry("username", username).containsEntry("sip_domain", realm.name());
        assertThat(login.details()).doesNotContainKeys("pbx_actor", "pbx_act_as");
    }

    @Test
    void theDomainIsTheRealmOrOneOfItsSipDomainsInAnyCase() {
        String username = user();
        for (String typed : List.of(
                username,
                realm.name() + '\\' + username,
                realm.name().toUpperCase(Locale.ROOT) + '\\' + username,
                username + '@' + realm.name())) {
            assertThat(payload(api.token(typed)).path("sub").asText()).as(typed).isEqualTo(realm.userId(username));
        }
        assertThat(api.login("1xa/" + TokenTenant.ENVIRONMENT, body(username)).statusCode())
                .isEqualTo(200);
        String other = environment();
        // That of the body wins.
        assertThat(api.login("1x/" + other, body(username)).statusCode()).isEqualTo(200);
        assertThat(api.login("1x/" + other, Map.of("primary", credentials(username, TokenTenant.PASSWORD)))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
    }

    @Test
    void whatFailsFailsInOneWay() {
        String username = user();
        String disabled = user();
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(realm.adminPath("/users/" + realm.userId(disabled)))
                .then()
                .statusCode(204);
        Realm foreign = keycloak.tenant();
        TokenTenant others = TokenTenant.of(keycloak, foreign);
        others.createUser("foreigner");
        List<Map<String, Object>> wrong = List.of(
                credentials(username, "wrong"),
                credentials(disabled, TokenTenant.PASSWORD),
                credentials("nobody", TokenTenant.PASSWORD),
                credentials("nowhere.example.com\\" + username, TokenTenant.PASSWORD),
                credentials(foreign.name() + "\\foreigner", TokenTenant.PASSWORD),
                credentials("\\" + username, TokenTenant.PASSWORD),
                credentials("u".repeat(900), TokenTenant.PASSWORD));
        for (Map<String, Object> primary : wrong) {
            Response answer = api.login(Map.of("primary", primary, "environment", TokenTenant.ENVIRONMENT));
            assertThat(answer.asString()).as("%s", primary.get("username")).isEqualTo(FAILED);
            assertThat(answer.statusCode()).isEqualTo(401);
        }
        assertThat(realm.events().stream().filter(event -> "LOGIN_ERROR".equals(event.type())))
                .anySatisfy(event -> assertThat(event.error()).isEqualTo("invalid_user_credentials"))
                .anySatisfy(event -> {
                    assertThat(event.error()).isEqualTo("unknown_sip_domain");
                    assertThat(event.details()).containsEntry("sip_domain", "nowhere.example.com");
                });
        assertThat(api.login(Map.of("primary", credentials(username, TokenTenant.PASSWORD), "environment", "Nowhere"))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
    }

    @Test
    void whatIsMalformedIsNamed() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("{", error("", 500_200, "the request body is not well-formed JSON"));
        cases.put("[]", error("", 500_200, "the request body must be a JSON object"));
        cases.put("{}", error("primary", 500_200, "is required"));
        cases.put("{\"primary\":\"x\"}", error("primary", 500_200, "primary must be an object"));
        cases.put(
                "{\"primary\":{\"password\":\"x\"}}",
                error("primary.username", 500_200, "primary.username is required"));
        cases.put(
                "{\"primary\":{\"username\":\"x\"}}",
                error("primary.password", 500_200, "primary.password is required"));
        cases.put(
                "{\"primary\":{\"username\":\"x\",\"password\":\"x\"},\"actAs\":{\"username\":\"y\"}}",
                error("actAs.password", 500_200, "actAs.password is required"));
        cases.forEach((body, answer) -> {
            Response response = api.login(body);
            assertThat(response.asString()).as(body).isEqualTo(answer);
            assertThat(response.statusCode()).isEqualTo(400);
        });
        assertThat(api.login("").statusCode()).isEqualTo(400);
        assertThat(api.login("{\"primary\":{\"username\":\"" + "u".repeat(70_000) + "\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoIsNotInTheEnvironmentHasNoTokenAndNoSession() {
        String environment = environment();
        String username = user();
        Response answer = login(username, environment);
        assertThat(answer.asString()).isEqualTo(NO_ENVIRONMENT);
        assertThat(answer.statusCode()).isEqualTo(401);
        String id = realm.userId(username);
        assertThat(hasSession(id)).isFalse();
        assertThat(event("LOGOUT", id).sessionId()).isEqualTo(event("LOGIN", id).sessionId());
    }

    @Test
    void whatIsToBeDoneFirstIsTold() {
        String username = user();
        String id = realm.userId(username);
        keycloak.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(realm.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        assertThat(api.login(body(username)).asString())
                .isEqualTo(error("", 500_201, "The user has to sign in with a browser first: UPDATE_PASSWORD."));
        assertThat(api.login(Map.of("primary", credentials(username, "wrong"), "environment", TokenTenant.ENVIRONMENT))
                        .asString())
                .isEqualTo(FAILED);
    }

    @Test
    void aSimpleWebTokenSaysWhoseItIs() {
        String environment = environment();
        String username = userIn(environment);
        long before = Instant.now().getEpochSecond();
        String token = swt(username, environment);
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
                        "SessionID", event("LOGIN", realm.userId(username)).sessionId());
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
        assertThat(api.key(keycloak.adminToken(), "app-" + environment()).<String>path("key"))
                .isNotEqualTo(key.path("key"));
        api.read(token).then().statusCode(200);
    }

    @Test
    void permissionsAreThoseOfTheEnvironment() {
        String here = environment();
        String there = environment();
        String username = userIn(here);
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
        assertThat(permissions(swt(username, here)))
                .contains("view-events", "view-realm")
                .isEqualTo(effectivePermissions(username, here));
        assertThat(permissions(swt(username, there)))
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
        String environment = environment();
        String client = "app-" + environment;
        String viewer = user();
        realm.grantClientRoles(realm.userId(viewer), "realm-management", "view-clients");
        String manager = user();
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
        String environment = environment();
        String token = swt(userIn(environment), environment);
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
        String environment = environment();
        String username = userIn(environment);
        String token = swt(username, environment);
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
        String environment = environment();
        String app = "app-" + environment;
        String administrator = userIn(environment);
        String token = swt(userIn(environment), environment);
        String key = api.key(keycloak.adminToken(), app).path("key");
        String other = claims(swt(administrator, environment)).get("SessionID");
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
                        claims(swt(administrator, environment)).get("Proof")),
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

    @Test
    void aTokenEndsWhenItsUserLeavesTheEnvironment() {
        String environment = environment();
        String username = userIn(environment);
        String token = swt(username, environment);
        String path = realm.adminPath(
                "/users/" + realm.userId(username) + "/role-mappings/clients/" + tenant.clientUuid(environment));
        List<Map<String, Object>> given = keycloak.admin().get(path).path("");
        keycloak.admin().body(given).delete(path).then().statusCode(204);
        api.read(token).then().statusCode(401);
        keycloak.admin().body(given).post(path).then().statusCode(204);
        api.read(token).then().statusCode(200);
    }

    private static String signedWith(String token, String key, String claim, String value) {
        Map<String, String> claims = claims(token);
        claims.put(claim, value);
        return sign(SwtApi.form(claims), key);
    }

    @Test
    void aTokenEndsWithItsSession() {
        String environment = environment();
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
            String username = userIn(environment);
            String used = swt(username, environment);
            String unused = swt(username, environment);
            // Now its access token is kept.
            api.read(used).then().statusCode(200);
            end.accept(realm.userId(username));
            api.read(used).then().statusCode(401);
            api.read(unused).then().statusCode(401);
        }
    }

    @Test
    void aTokenEndsWithTheOptInTheClientAndTheSwitch() {
        String environment = environment();
        String client = "app-" + environment;
        String username = userIn(environment);
        String first = swt(username, environment);
        String second = swt(username, environment);
        optIn(client, "false");
        api.read(first).then().statusCode(401);
        assertThat(payload(SwtApi.token(login(username, environment)))
                        .path("azp")
                        .asText())
                .isEqualTo(client);
        optIn(client, "true");
        api.read(first).then().statusCode(200);
        client(client, attributes -> attributes.put("pbx.relyingPartyUri", "https://other.example.com/"));
        api.read(second).then().statusCode(401);
        client(client, attributes -> attributes.put("pbx.relyingPartyUri", TokenTenant.APPLIES_TO));
        api.read(second).then().statusCode(200);
        String path = realm.adminPath("/clients/" + tenant.clientUuid(client));
        ObjectNode off = keycloak.admin().get(path).as(ObjectNode.class).put("enabled", false);
        keycloak.admin().body(off).put(path).then().statusCode(204);
        api.read(first).then().statusCode(401);
        api.read(second).then().statusCode(401);
    }

    @Test
    void notBeforeAndLocksEndTokens() {
        Realm own = keycloak.tenant();
        TokenTenant other = TokenTenant.of(keycloak, own);
        SwtApi there = new SwtApi(keycloak, own);
        String path = own.adminPath("/clients/" + other.clientUuid(CLIENT));
        ObjectNode client = keycloak.admin().get(path).as(ObjectNode.class);
        client.withObjectProperty("attributes").put("pbx.swt", "true");
        keycloak.admin().body(client).put(path).then().statusCode(204);
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

    @Test
    void aTokenExpires() throws InterruptedException {
        String environment = environment();
        client("app-" + environment, attributes -> attributes.put("pbx.tokenLifespan", "10"));
        String token = swt(userIn(environment), environment);
        long end = Long.parseLong(claims(token).get("ExpiresOn"));
        assertThat(end - Instant.now().getEpochSecond()).isBetween(1L, 10L);
        api.read(token).then().statusCode(200);
        Thread.sleep(Math.max(0, 1_000 * (end + 1) - Instant.now().toEpochMilli()));
        api.read(token).then().statusCode(401);
    }

    @Test
    void tokensOfAnEarlierKeyAreGoodUntilItIsDisabled() {
        String environment = environment();
        String client = "app-" + environment;
        String username = userIn(environment);
        String before = swt(username, environment);
        String unused = swt(username, environment);
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
        String after = swt(username, environment);
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
        api.read(swt(username, environment)).then().statusCode(200);
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

    private static Map<String, Object> actAs(String primary, String actAs, String password, String environment) {
        return Map.of(
                "primary",
                credentials(primary, TokenTenant.PASSWORD),
                "actAs",
                credentials(actAs, password),
                "environment",
                environment);
    }

    @Test
    void whoActsForSomebodyIsTold() {
        String environment = environment();
        String actor = userIn(environment);
        String username = userIn(environment);
        String actorId = realm.userId(actor);
        String id = realm.userId(username);
        String token = SwtApi.token(api.login(actAs(actor, username, TokenTenant.PASSWORD, environment)));
        assertThat(claims(token))
                .containsEntry("Username", realm.name() + '\\' + username)
                .containsEntry("Actor", realm.name() + '\\' + actor);
        Realm.Event first = event("LOGIN", actorId);
        Realm.Event second = event("LOGIN", id);
        assertThat(first.details()).containsEntry("pbx_act_as", username);
        assertThat(second.details())
                .containsEntry("pbx_actor", realm.name() + '\\' + actor)
                .containsEntry("pbx_actor_session", first.sessionId());
        assertThat(claims(token)).containsEntry("SessionID", second.sessionId());
        Object parent = Awaited.until(() -> session(username, "ParentSessionID"), number -> number != null);
        assertThat(parent).isEqualTo(session(actor, "SessionID"));
        String unused = SwtApi.token(api.login(actAs(actor, username, TokenTenant.PASSWORD, environment)));
        api.read(token).then().statusCode(200);
        // Whoever acts must be allowed to go on, too.
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(realm.adminPath("/users/" + actorId))
                .then()
                .statusCode(204);
        api.read(unused).then().statusCode(401);
        optIn("app-" + environment, "false");
        String by = userIn(environment);
        ObjectNode claims = payload(SwtApi.token(api.login(actAs(by, username, TokenTenant.PASSWORD, environment))));
        assertThat(claims.path("sub").asText()).isEqualTo(id);
        assertThat(claims.path("act").path("sub").asText()).isEqualTo(realm.userId(by));
    }

    /** Dates and not-before of who acts count as those of the user do, and an access token does not outlast them by much. */
    @Test
    void whoActsMustBeAllowedToSignInAllTheTime() {
        String environment = environment();
        String username = userIn(environment);
        String expired = userIn(environment);
        String token = SwtApi.token(api.login(actAs(expired, username, TokenTenant.PASSWORD, environment)));
        String path = realm.adminPath("/users/" + realm.userId(expired));
        ObjectNode user = keycloak.admin().get(path).as(ObjectNode.class);
        user.withObjectProperty("attributes").putArray("pbx.expirationDate").add("2001-03-01T08:00:00Z");
        keycloak.admin().body(user).put(path).then().statusCode(204);
        api.read(token).then().statusCode(401);

        optIn("app-" + environment, "false");
        client("app-" + environment, attributes -> attributes.put("access.token.lifespan", "3600"));
        ObjectNode claims = payload(
                SwtApi.token(api.login(actAs(userIn(environment), username, TokenTenant.PASSWORD, environment))));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(290L, 300L);
    }

    @Test
    void whereTheSecondIsOfAnotherWebOriginTheFirstIsSignedOut() {
        String environment = environment();
        String actor = userIn(environment);
        String path = realm.adminPath("/clients/" + tenant.clientUuid("app-" + environment));
        ObjectNode client = keycloak.admin().get(path).as(ObjectNode.class);
        client.putArray("webOrigins").add("https://crm.example.com");
        keycloak.admin().body(client).put(path).then().statusCode(204);
        Response answer =
                from(keycloak, actAs(actor, "nowhere.example.com\\x", "wrong", environment), "https://crm.example.com");
        assertThat(answer.asString()).isEqualTo(FAILED);
        assertThat(answer.statusCode()).isEqualTo(401);
        String id = realm.userId(actor);
        assertThat(hasSession(id)).isFalse();
        assertThat(event("LOGOUT", id).sessionId()).isEqualTo(event("LOGIN", id).sessionId());
    }

    private Response from(Keycloak at, Object body, String origin) {
        return at.http()
                .header("Origin", origin)
                .contentType(ContentType.JSON)
                .body(body)
                .post(realm.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login"));
    }

    private Object session(String username, String property) {
        return keycloak.admin()
                .queryParam("$filter", "UserName eq '" + username + "'")
                .get(realm.adminPath("/securitydata/Session"))
                .path("value[0]." + property);
    }

    @Test
    void nothingIsLeftOverWhereTheSecondCannotSignIn() {
        String environment = environment();
        String actor = userIn(environment);
        String username = userIn(environment);
        String outside = user();
        String actorId = realm.userId(actor);
        assertThat(api.login(actAs(actor, username, "wrong", environment)).asString())
                .isEqualTo(FAILED);
        assertThat(hasSession(actorId)).isFalse();
        assertThat(event("LOGOUT", actorId).sessionId())
                .isEqualTo(event("LOGIN", actorId).sessionId());
        assertThat(api.login(actAs(actor, outside, TokenTenant.PASSWORD, environment))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
        assertThat(hasSession(actorId)).isFalse();
        assertThat(hasSession(realm.userId(outside))).isFalse();
        assertThat(api.login(actAs(outside, username, TokenTenant.PASSWORD, environment))
                        .asString())
                .isEqualTo(NO_ENVIRONMENT);
        assertThat(hasSession(realm.userId(username))).isFalse();
    }

    @Test
    void listedAddressesOnly() {
        Realm own = keycloak.tenant();
        TokenTenant other = TokenTenant.of(keycloak, own);
        String path = own.adminPath("/clients/" + other.clientUuid(CLIENT));
        ObjectNode client = keycloak.admin().get(path).as(ObjectNode.class);
        client.withObjectProperty("attributes").put("pbx.swt", "true");
        keycloak.admin().body(client).put(path).then().statusCode(204);
        client = keycloak.admin().get(path).as(ObjectNode.class);
        client.putArray("webOrigins").add("https://crm.example.com");
        keycloak.admin().body(client).put(path).then().statusCode(204);
        other.createUser("101", "view-realm");
        String exempt = other.createUser("102", "view-realm");
        ObjectNode user =
                keycloak.admin().get(own.adminPath("/users/" + exempt)).as(ObjectNode.class);
        user.putObject("attributes").putArray("pbx.bypassIpAllowList").add("true");
        keycloak.admin()
                .body(user)
                .put(own.adminPath("/users/" + exempt))
                .then()
                .statusCode(204);
        own.update(settings -> settings.withObjectProperty("attributes")
                .put("pbx.enableIpAllowList", "true")
                .put("pbx.ipAllowList", "192.0.2.0/24, 127.0.0.1"));
        try (Relay relay = new Relay(keycloak)) {
            SwtApi moving = new SwtApi(relay.keycloak(), own);
            String token = moving.token("101");
            String free = moving.token("102");
            moving.read(token).then().statusCode(200);
            relay.from("127.0.0.2");
            moving.read(token).then().statusCode(401);
            moving.read(free).then().statusCode(200);
            own.clearEvents();
            assertThat(moving.login(body("101")).asString()).isEqualTo(FAILED);
            assertThat(own.events()).hasSize(1).allSatisfy(event -> {
                assertThat(event.type()).isEqualTo("LOGIN_ERROR");
                assertThat(event.details()).containsEntry("reason", "address_not_allowed");
            });
            moving.token("102");
            // Who is not held to the list is not to be told from who is.
            own.clearEvents();
            for (String username : List.of("101", "102", "nobody")) {
                Response answer = relay.keycloak()
                        .http()
                        .header("Origin", "https://crm.example.com")
                        .contentType(ContentType.JSON)
                        .body(Map.of("primary", credentials(username, "wrong"), "environment", TokenTenant.ENVIRONMENT))
                        .post(own.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login"));
                assertThat(answer.asString()).as(username).isEqualTo(FAILED);
            }
            assertThat(own.events()).hasSize(3).allSatisfy(event -> assertThat(event.error())
                    .isIn("invalid_user_credentials", "user_not_found"));
            // No header moves a client.
            relay.keycloak()
                    .http()
                    .header("X-Forwarded-For", "127.0.0.1")
                    .contentType(ContentType.JSON)
                    .body(body("101"))
                    .post(own.path("/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login"))
                    .then()
                    .statusCode(401);
            // An empty list has nobody.
            own.update(settings -> settings.withObjectProperty("attributes").put("pbx.ipAllowList", ""));
            relay.from("127.0.0.1");
            assertThat(moving.login(body("101")).asString()).isEqualTo(FAILED);
            moving.token("102");
        }
    }

    @Test
    void manyComeAtOnce() {
        String environment = environment();
        String token = swt(userIn(environment), environment);
        assertThat(Together.send(50, i -> api.read(token).statusCode())).containsOnly(200);
        List<String> tokens = new ArrayList<>();
        String username = userIn(environment);
        for (int i = 0; i < 20; i++) {
            tokens.add(swt(username, environment));
        }
        assertThat(Together.send(20, i -> api.read(tokens.get(i)).statusCode())).containsOnly(200);
    }

    @Test
    void accessTokensAreTakenByWrapAsBefore() {
        String username = user();
        String token = realm.userToken(username, TokenTenant.PASSWORD);
        api.read(token).then().statusCode(200);
        int signature = token.lastIndexOf('.') + 10;
        api.read(token.substring(0, signature)
                        + (token.charAt(signature) == 'A' ? 'B' : 'A')
                        + token.substring(signature + 1))
                .then()
                .statusCode(401);
        keycloak.http()
                .header("Authorization", "WRAP access_token=" + token)
                .get(realm.adminPath("/securitydata/Environment"))
                .then()
                .statusCode(401);
    }
}
