package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generate and validate of the CostGuard contract (5.4, 5.8). */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyIT {

    private static final String NOT_VALID = "The security key is not valid.";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US);

    private final Keycloak keycloak;
    private Realm tenant;
    private String token;

    SecurityKeyIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void createTenant() {
        tenant = keycloak.createTenant("keys.test");
        token = SecurityKeys.integrationToken(keycloak, tenant);
    }

    @AfterAll
    void deleteTenant() {
        tenant.close();
    }

    private Response generate(Object body) {
        return SecurityKeys.generate(keycloak, tenant, token, body);
    }

    private Response validate(Object body) {
        return SecurityKeys.validate(keycloak, tenant, token, body);
    }

    private Map<String, String> key(String purpose, String value) {
        return SecurityKeys.key(generate(Map.of("lifeSpan", 3600, "purpose", purpose, "value", value)));
    }

    private void assertRefused(Response response) {
        assertThat(response.statusCode()).isEqualTo(400);
        List<Map<String, Object>> errors = response.path("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).containsOnlyKeys("field", "loggingNumber", "message");
        assertThat(errors.get(0)).containsEntry("field", "keyCode").containsEntry("message", NOT_VALID);
    }

    @Test
    @Tag("database")
    void generatesAndValidatesAsTheContractSays() {
        Instant before = Instant.now();
        Response generated =
                generate("{\"lifeSpan\": 3600, \"purpose\": \"Forgot Password\", \"value\": \"Account 123\"}");
        assertThat(generated.statusCode()).isEqualTo(200);
        assertThat(generated.header("Cache-Control")).contains("no-store");
        Map<String, String> answer = generated.path("");
        assertThat(answer).containsOnlyKeys("expirationDate", "keyCode", "keyHash", "purpose");
        assertThat(answer.get("purpose")).isEqualTo("Forgot Password");
        assertThat(answer.get("keyCode")).matches("[0-9a-f]{32}");
        assertThat(Base64.getUrlDecoder().decode(answer.get("keyHash"))).hasSize(32);
        Instant expires =
                LocalDateTime.parse(answer.get("expirationDate"), DATE).toInstant(ZoneOffset.UTC);
        assertThat(expires).isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3601));

        Response validated = validate(SecurityKeys.proof(answer));
        assertThat(validated.statusCode()).isEqualTo(200);
        assertThat(validated.<Map<String, String>>path("")).isEqualTo(Map.of("value", "Account 123"));

        assertRefused(validate(SecurityKeys.proof(answer)));
    }

    @Test
    @Tag("database")
    void aSecondKeyForTheSamePurposeAndValueInvalidatesTheFirst() {
        Map<String, String> first = key("superseded", "Account 1");
        Map<String, String> otherValue = key("superseded", "Account 2");
        Map<String, String> otherPurpose = key("not superseded", "Account 1");
        Map<String, String> second = key("superseded", "Account 1");
        assertRefused(validate(SecurityKeys.proof(first)));
        for (Map<String, String> valid : List.of(otherValue, otherPurpose, second)) {
            assertThat(validate(SecurityKeys.proof(valid)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWrongSecretUsesTheKeyUp() {
        Map<String, String> key = key("wrong secret", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("keyHash", Base64.getEncoder().encodeToString(new byte[32]));
        assertRefused(validate(wrong));
        assertRefused(validate(SecurityKeys.proof(key)));
    }

    @Test
    void aWrongPurposeUsesTheKeyUp() {
        Map<String, String> key = key("right purpose", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("purpose", "wrong purpose");
        assertRefused(validate(wrong));
        assertRefused(validate(SecurityKeys.proof(key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "not Base64 at all!", "AAAA"})
    void aMalformedSecretUsesTheKeyUpAndIsAnsweredAlike(String secret) {
        Map<String, String> key = key("malformed secret", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("keyHash", secret);
        assertRefused(validate(wrong));
        assertRefused(validate(SecurityKeys.proof(key)));
    }

    @Test
    void anExpiredKeyIsRefused() throws InterruptedException {
        Map<String, String> key = SecurityKeys.key(generate(Map.of("lifeSpan", 1, "purpose", "expires", "value", "v")));
        TimeUnit.MILLISECONDS.sleep(1100);
        assertRefused(validate(SecurityKeys.proof(key)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000000000000000",
                "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                "1234",
                "' or 1=1 --",
                "000000000000000000000000000000000000000000000000"
            })
    void unknownAndMalformedCodesAreAnsweredAlikeAndUseNothingUp(String code) {
        Map<String, String> key = key("unknown code", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("keyCode", code);
        assertRefused(validate(wrong));
        assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain", "text/json"})
    void readsJsonWhateverItIsCalled(String contentType) {
        Response generated = keycloak.http(token)
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(contentType, ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(contentType + "; charset=UTF-8")
                .body("{\"lifeSpan\":60,\"purpose\":\"p\",\"value\":\"100% & = ü\"}")
                .post(tenant.path("/security-keys"));
        assertThat(validate(SecurityKeys.proof(SecurityKeys.key(generated))).<String>path("value"))
                .isEqualTo("100% & = ü");
    }

    @Test
    void aCodeMayBeWrittenInCapitals() {
        Map<String, String> proof = SecurityKeys.proof(key("capitals", "v"));
        proof.put("keyCode", proof.get("keyCode").toUpperCase(Locale.ROOT));
        assertThat(validate(proof).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{'lifeSpan':'3600','purpose':'p','value':'v'}",
                "{'lifeSpan':0,'purpose':'p','value':'v'}",
                "{'lifeSpan':-1,'purpose':'p','value':'v'}",
                "{'lifeSpan':1.5,'purpose':'p','value':'v'}",
                "{'lifeSpan':604801,'purpose':'p','value':'v'}",
                "{'lifeSpan':99999999999999999999,'purpose':'p','value':'v'}",
                "{'lifeSpan':3600,'purpose':'','value':'v'}",
                "{'lifeSpan':3600,'purpose':'p','value':''}",
                "{'lifeSpan':3600,'purpose':['p'],'value':'v'}",
                "{'lifeSpan':3600,'purpose':'p','value':{}}",
                "{'lifeSpan':3600,'purpose':'p'}",
                "{'lifeSpan':3600,'purpose':'p','value':'v','action':7}",
                "{'lifeSpan':3600,'purpose':'p','value':'v','action':'NO_SUCH_ACTION'}"
            })
    void refusesMalformedRequestsInOneShape(String body) {
        Response response = generate(body.replace('\'', '"'));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.<List<?>>path("errors")).hasSize(1);
        assertThat(response.<Map<String, Object>>path("errors[0]"))
                .containsOnlyKeys("field", "loggingNumber", "message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'keyCode':1,'keyHash':'x','purpose':'p'}",
                "{'keyCode':'','keyHash':'x','purpose':'p'}",
                "{'keyCode':'00000000000000000000000000000000','keyHash':'x'}"
            })
    void refusesMalformedValidationsInOneShape(String body) {
        Response response = validate(body.replace('\'', '"'));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.<Map<String, Object>>path("errors[0]"))
                .containsOnlyKeys("field", "loggingNumber", "message");
    }

    @Test
    void takesTheLongestPurposeAndValue() {
        String purpose = "p".repeat(254) + "ü";
        String value = "€".repeat(4000);
        Map<String, String> key = key(purpose, value);
        assertThat(validate(SecurityKeys.proof(key)).<String>path("value")).isEqualTo(value);
        assertThat(generate(Map.of("lifeSpan", 1, "purpose", purpose + "x", "value", "v"))
                        .<String>path("errors[0].field"))
                .isEqualTo("purpose");
        assertThat(generate(Map.of("lifeSpan", 1, "purpose", "p", "value", value + "x"))
                        .<String>path("errors[0].field"))
                .isEqualTo("value");
    }

    @Test
    void needsATokenWithTheRole() {
        Map<String, Object> body = Map.of("lifeSpan", 60, "purpose", "p", "value", "v");
        assertThat(SecurityKeys.generate(keycloak, tenant, "not a token", body).statusCode())
                .isEqualTo(401);
        assertThat(keycloak.http()
                        .body(body)
                        .post(tenant.path("/security-keys"))
                        .statusCode())
                .isEqualTo(401);
        tenant.createUser("301", "Without-role-301!");
        String user = SecurityKeys.userToken(keycloak, tenant, "301", "Without-role-301!");
        assertThat(SecurityKeys.generate(keycloak, tenant, user, body).statusCode())
                .isEqualTo(403);
        Map<String, String> key = key("needs role", "v");
        assertThat(SecurityKeys.validate(keycloak, tenant, user, SecurityKeys.proof(key))
                        .statusCode())
                .isEqualTo(403);
        assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void aUserWithTheRoleMayUseIt() {
        String id = tenant.createUser("302", "With-role-302!");
        SecurityKeys.grantClientRole(keycloak, tenant, id, "pbx-integration", "issue-security-keys");
        String user = SecurityKeys.userToken(keycloak, tenant, "302", "With-role-302!");
        Map<String, Object> body = Map.of("lifeSpan", 60, "purpose", "user's token", "value", "v");
        Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(keycloak, tenant, user, body));
        assertThat(SecurityKeys.validate(keycloak, tenant, user, SecurityKeys.proof(key))
                        .statusCode())
                .isEqualTo(403);
        assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherTenantNeitherOpensNorBurnsAKey() {
        try (Realm other = keycloak.createTenant("otherkeys.test")) {
            String otherToken = SecurityKeys.integrationToken(keycloak, other);
            Map<String, String> key = key("cross tenant", "v");
            assertRefused(SecurityKeys.validate(keycloak, other, otherToken, SecurityKeys.proof(key)));
            assertThat(SecurityKeys.validate(keycloak, tenant, otherToken, SecurityKeys.proof(key))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer e30.e30.", "Bearer {}", "Bearer", "Bearer bnVsbA.bnVsbA.bnVsbA", "Basic Og==", "x"})
    void whatIsNoTokenIsChallenged(String authorization) {
        for (String path : List.of("/security-keys", "/security-keys/validate")) {
            Response response = keycloak.http()
                    .header("Authorization", authorization)
                    .body(Map.of("lifeSpan", 60, "purpose", "p", "value", "v"))
                    .post(tenant.path(path));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(response.<Integer>path("errors[0].loggingNumber")).isEqualTo(500102);
        }
    }

    @Test
    void aSuspendedTenantServesNobody() {
        try (Realm suspended = keycloak.createTenant("suspendedkeys.test")) {
            String suspendedToken = SecurityKeys.integrationToken(keycloak, suspended);
            suspended.update(realm -> realm.put("enabled", false));
            Response response = SecurityKeys.generate(
                    keycloak, suspended, suspendedToken, Map.of("lifeSpan", 60, "purpose", "p", "value", "v"));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.<String>path("errors[0].message")).isEqualTo("Realm not enabled");
        }
    }

    @Test
    void writesEventsWithoutTheSecret() {
        tenant.clearEvents();
        Map<String, String> key = key("events", "the value");
        Map<String, String> burnt = key("events", "another value");
        validate(SecurityKeys.proof(key));
        Map<String, String> wrong = SecurityKeys.proof(burnt);
        wrong.put("purpose", "other");
        validate(wrong);
        List<Realm.Event> events = tenant.events();
        assertThat(events)
                .extracting(Realm.Event::type, event -> event.details().get("custom_required_action"))
                .containsExactlyInAnyOrder(
                        tuple("CUSTOM_REQUIRED_ACTION", "security-key-issue"),
                        tuple("CUSTOM_REQUIRED_ACTION", "security-key-issue"),
                        tuple("CUSTOM_REQUIRED_ACTION", "security-key-validate"),
                        tuple("CUSTOM_REQUIRED_ACTION_ERROR", "security-key-validate"));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.clientId()).isEqualTo("pbx-integration");
            assertThat(event.details()).containsKey("security_key_purpose");
            assertThat(event.toString())
                    .doesNotContain(key.get("keyCode"), key.get("keyHash"), "the value")
                    .doesNotContain(burnt.get("keyCode"), burnt.get("keyHash"), "another value");
        });
        assertThat(events)
                .filteredOn(event -> event.error() != null)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.error()).isEqualTo("invalid_code");
                    assertThat(event.details())
                            .containsEntry("security_key_purpose", "events")
                            .containsKey("security_key_id");
                });
    }

    @Test
    void answersPreflightsAndAllowsTheClientsOrigins() {
        Response preflight = keycloak.http()
                .header("Origin", "https://app.example.com")
                .header("Access-Control-Request-Method", "POST")
                .options(tenant.path("/security-keys/validate"));
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(keycloak.http(token)
                        .header("Origin", "https://evil.example.com")
                        .body(Map.of("lifeSpan", 60, "purpose", "p", "value", "v"))
                        .post(tenant.path("/security-keys"))
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void countsKeysInMetrics() {
        Map<String, String> key = key("metrics", "v");
        validate(SecurityKeys.proof(key));
        validate(SecurityKeys.proof(key));
        String metrics = RestAssured.given()
                .baseUri(keycloak.managementUrl().toString())
                .get("/metrics")
                .asString();
        for (String outcome : List.of("issued", "redeemed", "failed")) {
            assertThat(metrics).containsPattern("pbx_security_keys_total\\{(.*)outcome=\"" + outcome + "\"(.*)\\}");
        }
    }

    @Test
    @Tag("database")
    void anAdministratorListsAndRevokesKeysWithoutSeeingSecrets() {
        Map<String, String> first = key("administered", "v1");
        Map<String, String> second = key("administered", "v2");
        Map<String, String> third = key("administered", "v3");
        Response list = keycloak.admin().queryParam("purpose", "administered").get(tenant.adminPath("/security-keys"));
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.header("X-Total-Count")).isEqualTo("3");
        List<Map<String, Object>> keys = list.path("");
        assertThat(keys).hasSize(3).allSatisfy(key -> {
            assertThat(key).containsOnlyKeys("id", "purpose", "issuer", "issuerUserId", "createdAt", "expiresAt");
            assertThat(key).containsEntry("issuer", "pbx-integration");
        });
        assertThat(list.asString()).doesNotContain(first.get("keyCode"), first.get("keyHash"), "v1");

        tenant.clearEvents();
        String id = (String) keys.get(0).get("id");
        assertThat(keycloak.admin()
                        .delete(tenant.adminPath("/security-keys/" + id))
                        .statusCode())
                .isEqualTo(204);
        assertThat(keycloak.admin()
                        .delete(tenant.adminPath("/security-keys/" + id))
                        .statusCode())
                .isEqualTo(404);
        assertRefused(validate(SecurityKeys.proof(first)));
        Response revoked =
                keycloak.admin().queryParam("purpose", "administered").delete(tenant.adminPath("/security-keys"));
        assertThat(revoked.<Integer>path("revoked")).isEqualTo(2);
        assertRefused(validate(SecurityKeys.proof(second)));
        assertRefused(validate(SecurityKeys.proof(third)));
        assertThat(tenant.adminEvents())
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(tuple("DELETE", "SECURITY_KEY"), tuple("DELETE", "SECURITY_KEY"));
        assertThat(keycloak.admin().delete(tenant.adminPath("/security-keys")).statusCode())
                .isEqualTo(400);
        assertThat(keycloak.admin()
                        .queryParam("max", 501)
                        .get(tenant.adminPath("/security-keys"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anAdministratorOfAnotherTenantSeesAndRevokesNothing() {
        try (Realm other = keycloak.createTenant("foreignadmin.test")) {
            String foreign = SecurityKeys.integrationToken(keycloak, other);
            Map<String, String> key = key("foreign admin", "v");
            assertThat(keycloak.http(foreign)
                            .get(tenant.adminPath("/security-keys"))
                            .statusCode())
                    .isIn(401, 403);
            assertThat(keycloak.http(foreign)
                            .queryParam("purpose", "foreign admin")
                            .delete(tenant.adminPath("/security-keys"))
                            .statusCode())
                    .isIn(401, 403);
            List<Map<String, Object>> keys = keycloak.admin()
                    .queryParam("purpose", "foreign admin")
                    .get(tenant.adminPath("/security-keys"))
                    .path("");
            assertThat(keycloak.admin()
                            .delete(other.adminPath(
                                    "/security-keys/" + keys.get(0).get("id")))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void administrationNeedsPermissionsOnUsers() {
        tenant.createUser("303", "No-permission-303!");
        String user = SecurityKeys.userToken(keycloak, tenant, "303", "No-permission-303!");
        assertThat(keycloak.http(user).get(tenant.adminPath("/security-keys")).statusCode())
                .isEqualTo(403);
        assertThat(keycloak.http(user)
                        .queryParam("purpose", "p")
                        .delete(tenant.adminPath("/security-keys"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPurposeHasTheRulesThatTheRealmConfigures() {
        Map<String, Object> config = new HashMap<>();
        config.put("maxLifeSpan", List.of("60"));
        config.put("actions", List.of("NONE"));
        config.put("issueRole", List.of("pbx-integration.validate-security-keys"));
        config.put("validateRole", List.of("realm-management.manage-realm"));
        String id = SecurityKeys.configurePurpose(keycloak, tenant, "configured", config);
        Map<String, String> key =
                SecurityKeys.key(generate(Map.of("lifeSpan", 60, "purpose", "configured", "value", "v")));
        assertThat(generate(Map.of("lifeSpan", 61, "purpose", "configured", "value", "v"))
                        .<String>path("errors[0].field"))
                .isEqualTo("lifeSpan");
        tenant.createUser("304", "Some-user-304!");
        assertThat(generate(Map.of("lifeSpan", 60, "purpose", "configured", "value", "304", "action", "SIGN_IN"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(403);
        keycloak.admin().delete(tenant.adminPath("/components/" + id)).then().statusCode(204);
        assertThat(validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void purposesAreCheckedAndTravelWithTheRealm() {
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "bad", Map.of("maxLifeSpan", List.of("0")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "bad", Map.of("actions", List.of("NO_SUCH")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "bad", Map.of("issueRole", List.of("no-such")))
                        .statusCode())
                .isEqualTo(400);
        String id = SecurityKeys.configurePurpose(
                keycloak, tenant, "travels", Map.of("actions", List.of("UPDATE_PASSWORD", "SIGN_IN")));
        assertThat(SecurityKeys.createPurpose(keycloak, tenant, "travels", Map.of())
                        .statusCode())
                .isEqualTo(400);
        String export = keycloak.admin()
                .queryParam("exportClients", true)
                .post(tenant.adminPath("/partial-export"))
                .asString();
        assertThat(export).contains("\"travels\"", "io.keycloakpbx.securitykey.SecurityKeyPurpose");
        keycloak.admin().delete(tenant.adminPath("/components/" + id)).then().statusCode(204);
    }
}
