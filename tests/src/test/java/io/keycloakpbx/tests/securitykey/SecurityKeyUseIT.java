package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is used once, and by whoever knows all of it (CostGuard contract 5.4, 5.8). */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyUseIT {

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityKeys keys;

    SecurityKeyUseIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.keys = new SecurityKeys(keycloak, tenant);
    }

    @Test
    void aWrongSecretUsesTheKeyUp() {
        Map<String, String> key = keys.key("wrong secret", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("keyHash", Base64.getEncoder().encodeToString(new byte[32]));
        SecurityKeys.assertRefused(keys.validate(wrong));
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(key)));
    }

    @Test
    void aWrongPurposeUsesTheKeyUp() {
        Map<String, String> key = keys.key("right purpose", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("purpose", "wrong purpose");
        SecurityKeys.assertRefused(keys.validate(wrong));
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "not Base64 at all!", "AAAA"})
    void aMalformedSecretUsesTheKeyUpAndIsAnsweredAlike(String secret) {
        Map<String, String> key = keys.key("malformed secret", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("keyHash", secret);
        SecurityKeys.assertRefused(keys.validate(wrong));
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(key)));
    }

    @Test
    void anExpiredKeyIsRefused() throws InterruptedException {
        Map<String, String> key =
                SecurityKeys.key(keys.generate(Map.of("lifeSpan", 1, "purpose", "expires", "value", "v")));
        TimeUnit.MILLISECONDS.sleep(1100);
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(key)));
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
        Map<String, String> key = keys.key("unknown code", "v");
        Map<String, String> wrong = SecurityKeys.proof(key);
        wrong.put("keyCode", code);
        SecurityKeys.assertRefused(keys.validate(wrong));
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void aCodeMayBeWrittenInCapitals() {
        Map<String, String> proof = SecurityKeys.proof(keys.key("capitals", "v"));
        proof.put("keyCode", proof.get("keyCode").toUpperCase(Locale.ROOT));
        assertThat(keys.validate(proof).statusCode()).isEqualTo(200);
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
        Response response = keys.validate(body.replace('\'', '"'));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.<Map<String, Object>>path("errors[0]"))
                .containsOnlyKeys("field", "loggingNumber", "message");
    }

    @Test
    void anotherTenantNeitherOpensNorBurnsAKey() {
        Realm other = keycloak.realm("globex");
        String otherToken = SecurityKeys.integrationToken(keycloak, other);
        Map<String, String> key = keys.key("cross tenant", "v");
        SecurityKeys.assertRefused(SecurityKeys.validate(keycloak, other, otherToken, SecurityKeys.proof(key)));
        assertThat(SecurityKeys.validate(keycloak, tenant, otherToken, SecurityKeys.proof(key))
                        .statusCode())
                .isEqualTo(401);
        assertThat(keys.validate(SecurityKeys.proof(key)).statusCode()).isEqualTo(200);
    }

    @Test
    void writesEventsWithoutTheSecret() {
        tenant.clearEvents();
        Map<String, String> key = keys.key("events", "the value");
        Map<String, String> burnt = keys.key("events", "another value");
        keys.validate(SecurityKeys.proof(key));
        Map<String, String> wrong = SecurityKeys.proof(burnt);
        wrong.put("purpose", "other");
        keys.validate(wrong);
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
            assertThat(event.details())
                    .containsKey("security_key_purpose")
                    .containsEntry("username", "service-account-pbx-integration")
                    .containsEntry("sip_domain", tenant.name());
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
    void countsKeysInMetrics() {
        Map<String, String> key = keys.key("metrics", "v");
        keys.validate(SecurityKeys.proof(key));
        keys.validate(SecurityKeys.proof(key));
        String metrics = RestAssured.given()
                .baseUri(keycloak.managementUrl().toString())
                .get("/metrics")
                .asString();
        for (String outcome : List.of("issued", "redeemed", "failed")) {
            assertThat(metrics).containsPattern("pbx_security_keys_total\\{(.*)outcome=\"" + outcome + "\"(.*)\\}");
        }
    }
}
