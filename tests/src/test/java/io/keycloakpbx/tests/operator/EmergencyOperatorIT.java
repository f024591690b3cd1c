package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorApi.LOGIN_FAILED;
import static io.keycloakpbx.tests.operator.OperatorApi.PASSWORD;
import static io.keycloakpbx.tests.operator.OperatorApi.body;
import static io.keycloakpbx.tests.operator.OperatorApi.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import io.keycloakpbx.tests.browser.Jwt;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operator for emergencies, as the page on sign-in restrictions has it: for a time, from an address, and on record. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmergencyOperatorIT {

    private static final String EMAIL = "fireman@emergency.test";
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String PERMISSION = "/repairs/[a-z]+";
    private static final long HOUR = 3_600_000;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorApi api;
    private final Mailbox mailbox = new Mailbox();
    private final Relay relay;
    private final Realm seen;

    EmergencyOperatorIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        api = new OperatorApi(keycloak, tenant);
        relay = new Relay(keycloak);
        seen = relay.keycloak().realm(tenant.name());
    }

    @AfterAll
    void close() {
        relay.close();
        mailbox.close();
    }

    @Test
    void mayForATimeAndFromAnAddress() throws InterruptedException {
        mailbox.receive(tenant);
        long now = System.currentTimeMillis();
        Map<String, Object> signUp = body(EMAIL);
        signUp.remove("roles");
        signUp.put("ipv4_list", List.of(Map.of("ipv4", HERE)));
        signUp.put("enable_session_ip_lock", true);
        signUp.put("custom_roles", List.of(role(now - HOUR, now + HOUR)));
        tenant.clearEvents();
        Response signedUp = api.signUp(signUp);
        assertThat(signedUp.statusCode()).as(signedUp.asString()).isEqualTo(200);
        Map<String, Object> operator = signedUp.path("");
        String id = (String) operator.get("id");
        // Those that are stored anyway, and one that the page says to choose.
        tenant.update(realm -> List.of("LOGIN", "LOGIN_ERROR", "VERIFY_EMAIL_ERROR", "REFRESH_TOKEN_ERROR")
                .forEach(realm.putArray("enabledEventTypes")::add));

        relay.from(ELSEWHERE);
        String token = OperatorApi.token(mailbox, EMAIL, 1);
        verify(token)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors("SIGNUP_INVALID_VERIFICATION_REQUEST", "The token is not valid, or no longer")));
        relay.from(HERE);
        verify(token).then().statusCode(200);
        relay.from(ELSEWHERE);
        login().then().statusCode(401).body("", equalTo(LOGIN_FAILED));
        relay.from(HERE);
        login().then().statusCode(200);
        Response tokens = seen.passwordGrant(EMAIL, PASSWORD);
        assertThat(permissions(tokens)).isEqualTo(List.of(PERMISSION));
        relay.from(ELSEWHERE);
        refresh(tokens).then().statusCode(400).body("error", equalTo("invalid_grant"));
        relay.from(HERE);
        Response next = refresh(tokens);
        assertThat(permissions(next)).isEqualTo(List.of(PERMISSION));

        // The window closes: the next token knows.
        keycloak.admin()
                .body(role(now - HOUR, now - 1))
                .put(api.path("/roles/"
                        + keycloak.admin().get(api.path("/operators/" + id)).path("custom_roles[0].id")))
                .then()
                .statusCode(200);
        assertThat(permissions(refresh(next))).isIn(null, List.of());

        assertThat(tenant.events())
                .extracting(event -> event.type() + " " + event.ipAddress() + " " + event.error())
                .contains(
                        "VERIFY_EMAIL_ERROR " + ELSEWHERE + " access_denied",
                        "LOGIN_ERROR " + ELSEWHERE + " invalid_user_credentials",
                        "LOGIN " + HERE + " null",
                        "REFRESH_TOKEN_ERROR " + ELSEWHERE + " access_denied");
        assertThat(tenant.adminEvents("users/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("CREATE");
    }

    private Map<String, Object> role(long after, long before) {
        return Map.of(
                "name",
                "emergency_repair",
                "custom_permissions",
                List.of(Map.of(
                        "tenant_id",
                        api.tenantId(),
                        "value",
                        PERMISSION,
                        "allowed_after_ms",
                        after,
                        "allowed_before_ms",
                        before)));
    }

    private Response verify(String token) {
        return api.byMail(relay.keycloak(), "/accounts/verify", token, PASSWORD);
    }

    private Response login() {
        return relay.keycloak()
                .http()
                .body(Map.of("email", EMAIL, "password", PASSWORD))
                .post(api.open("/login"));
    }

    private Response refresh(Response tokens) {
        return seen.tokenRequest(
                "grant_type",
                "refresh_token",
                "client_id",
                "pbx-rest",
                "client_secret",
                seen.clientSecret("pbx-rest"),
                "refresh_token",
                tokens.path("refresh_token"));
    }

    private static Object permissions(Response tokens) {
        return Jwt.claims(tokens.then().statusCode(200).extract().path("access_token"))
                .get("operator_permissions");
    }
}
