package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are issued as the CostGuard contract says (5.4, 5.8). */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyIssueIT {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US);

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityKeys keys;

    SecurityKeyIssueIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.keys = new SecurityKeys(keycloak, tenant);
    }

    @Test
    @Tag("database")
    void generatesAndValidatesAsTheContractSays() {
        Instant before = Instant.now();
        Response generated =
                keys.generate("{\"lifeSpan\": 3600, \"purpose\": \"Forgot Password\", \"value\": \"Account 123\"}");
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

        Response validated = keys.validate(SecurityKeys.proof(answer));
        assertThat(validated.statusCode()).isEqualTo(200);
        assertThat(validated.<Map<String, String>>path("")).isEqualTo(Map.of("value", "Account 123"));

        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(answer)));
    }

    @Test
    @Tag("database")
    void aSecondKeyForTheSamePurposeAndValueInvalidatesTheFirst() {
        Map<String, String> first = keys.key("superseded", "Account 1");
        Map<String, String> otherValue = keys.key("superseded", "Account 2");
        Map<String, String> otherPurpose = keys.key("not superseded", "Account 1");
        Map<String, String> second = keys.key("superseded", "Account 1");
        SecurityKeys.assertRefused(keys.validate(SecurityKeys.proof(first)));
        for (Map<String, String> valid : List.of(otherValue, otherPurpose, second)) {
            assertThat(keys.validate(SecurityKeys.proof(valid)).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain", "text/json"})
    void readsJsonWhateverItIsCalled(String contentType) {
        Response generated = keycloak.http(keys.token())
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(contentType, ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(contentType + "; charset=UTF-8")
                .body("{\"lifeSpan\":60,\"purpose\":\"p\",\"value\":\"100% & = ü\"}")
                .post(tenant.path("/security-keys"));
        assertThat(keys.validate(SecurityKeys.proof(SecurityKeys.key(generated)))
                        .<String>path("value"))
                .isEqualTo("100% & = ü");
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
        Response response = keys.generate(body.replace('\'', '"'));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.<List<?>>path("errors")).hasSize(1);
        assertThat(response.<Map<String, Object>>path("errors[0]"))
                .containsOnlyKeys("field", "loggingNumber", "message");
    }

    @Test
    void takesTheLongestPurposeAndValue() {
        String purpose = "p".repeat(254) + "ü";
        String value = "€".repeat(4000);
        Map<String, String> key = keys.key(purpose, value);
        assertThat(keys.validate(SecurityKeys.proof(key)).<String>path("value")).isEqualTo(value);
        assertThat(keys.generate(Map.of("lifeSpan", 1, "purpose", purpose + "x", "value", "v"))
                        .<String>path("errors[0].field"))
                .isEqualTo("purpose");
        assertThat(keys.generate(Map.of("lifeSpan", 1, "purpose", "p", "value", value + "x"))
                        .<String>path("errors[0].field"))
                .isEqualTo("value");
    }

    @Test
    void answersPreflightsAndAllowsTheClientsOrigins() {
        Response preflight = keycloak.http()
                .header("Origin", "https://app.example.com")
                .header("Access-Control-Request-Method", "POST")
                .options(tenant.path("/security-keys/validate"));
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(keycloak.http(keys.token())
                        .header("Origin", "https://evil.example.com")
                        .body(Map.of("lifeSpan", 60, "purpose", "p", "value", "v"))
                        .post(tenant.path("/security-keys"))
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }
}
