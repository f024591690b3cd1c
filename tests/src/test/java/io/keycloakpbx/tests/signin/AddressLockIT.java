package io.keycloakpbx.tests.signin;

import static io.keycloakpbx.tests.signin.TenantSignIn.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Schedule;
import io.keycloakpbx.tests.Together;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract's lock-out by client address (portsip 1.4), the error {@code DENIED} and the administration of it. */
@OnKeycloak
@Order(Schedule.LATE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddressLockIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String HERE = "127.0.0.1";
    private static final int AT_ONCE = 16;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TenantSignIn api;

    AddressLockIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new TenantSignIn(keycloak, tenant);
    }

    @BeforeAll
    void prepareTenant() {
        // Loopback is never blocked unless the realm says who else is not.
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.createUser("201", PASSWORD);
    }

    @AfterEach
    void clear() {
        keycloak.admin().delete(blocked(HERE));
        tenant.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.webAllowedAddresses", "192.0.2.1")
                .putNull("pbx.webFailedAuthAmount")
                .putNull("pbx.webBlacklistTimeInterval"));
    }

    @Test
    @Tag("database")
    void fiveFailuresOfAnyUserBlockTheAddressForAnHour() {
        for (int i = 0; i < 5; i++) {
            assertRefused(api.signIn("nobody" + i, "wrong"));
        }
        tenant.clearEvents();
        Response denied = api.signIn("201", PASSWORD);
        Instant until = until(denied);
        assertThat(Duration.between(Instant.now(), until)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(tenant.events().get(0))
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("address_blocked", Realm.Event::error)
                .returns(HERE, Realm.Event::ipAddress)
                .returns(Map.of("username", "201", "sip_domain", tenant.name()), Realm.Event::details);
        until(api.post("login", Map.of("username", "201", "password", PASSWORD)));
        until(api.verifyOtp(tenantToken(), "123456"));
        until(api.post("auth/reset_password", Map.of("token", tenantToken(), "new_password", PASSWORD)));
    }

    @Test
    void theEventTellsWhatWasTypedAndNothingThatWasNot() {
        tenant.attribute("pbx.webFailedAuthAmount", "1");
        assertRefused(api.signIn("nobody", "wrong"));
        until(api.signIn("201@" + tenant.name(), PASSWORD));
        assertBlocked("LOGIN_ERROR", Map.of("username", "201@" + tenant.name(), "sip_domain", tenant.name()));
        until(api.verifyOtp(tenantToken(), "123456"));
        assertBlocked("LOGIN_ERROR", Map.of("sip_domain", tenant.name()));
        until(api.post("auth/reset_password", Map.of("token", tenantToken(), "new_password", PASSWORD)));
        assertBlocked("UPDATE_CREDENTIAL_ERROR", Map.of("sip_domain", tenant.name()));

        Map<String, String> ofTheGrant = blockedAtTheTokenEndpoint("");
        assertThat(ofTheGrant).containsEntry("sip_domain", tenant.name()).doesNotContainKey("username");
        Map<String, String> typed = new HashMap<>(ofTheGrant);
        String longest = "x".repeat(350);
        typed.put("username", longest);
        assertThat(blockedAtTheTokenEndpoint(longest)).isEqualTo(typed);
        for (String nobodys : List.of(longest + "x", "a\0b", " ")) {
            assertThat(blockedAtTheTokenEndpoint(nobodys)).isEqualTo(ofTheGrant);
        }
    }

    private Map<String, String> blockedAtTheTokenEndpoint(String username) {
        tenant.passwordGrant(username, PASSWORD).then().statusCode(403);
        Realm.Event event = tenant.events().get(0);
        assertThat(event).returns("LOGIN_ERROR", Realm.Event::type).returns("address_blocked", Realm.Event::error);
        return event.details();
    }

    private void assertBlocked(String type, Map<String, String> details) {
        assertThat(tenant.events().get(0))
                .returns(type, Realm.Event::type)
                .returns("address_blocked", Realm.Event::error)
                .returns(details, Realm.Event::details);
    }

    @Test
    void theSignInPageIsClosedToTheAddress() {
        api.register("pbx-app", "https://app.example.com/callback");
        FormBrowser.Page page = signInPage();
        for (int i = 0; i < 5; i++) {
            page = page.submit("username", "nobody" + i, "password", "wrong");
        }
        FormBrowser.Page denied = page.submit("username", "201", "password", PASSWORD);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.body())
                .contains("Too many sign-ins from your address have failed, so it is blocked for a while."
                        + " Try again later, or ask your administrator.");
        assertThat(tenant.events().get(0))
                .returns("address_blocked", Realm.Event::error)
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("username", "201")
                        .containsEntry("sip_domain", tenant.name()));
        assertThat(signInPage().status()).isEqualTo(403);
        assertThat(tenant.events().get(0))
                .returns("address_blocked", Realm.Event::error)
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("sip_domain", tenant.name())
                        .doesNotContainKey("username"));
        until(api.signIn("201", PASSWORD));
        keycloak.admin().delete(blocked(HERE)).then().statusCode(204);
        assertThat(signInPage().submit("username", "201", "password", PASSWORD).isElsewhere())
                .isTrue();
    }

    /** No mail is sent: the tenant has no mail server. */
    @Test
    void thePageForAMailedCodeIsClosedToTheAddress() {
        api.register("pbx-app", "https://app.example.com/callback");
        tenant.attribute("pbx.webFailedAuthAmount", "1");
        tenant.attribute("pbx.twoFactor", "true");
        try {
            FormBrowser.Page page = signInPage().submit("username", "201", "password", PASSWORD);
            assertThat(page.status()).isEqualTo(200);
            assertRefused(api.signIn("nobody", "wrong"));
            FormBrowser.Page denied = page.submit("code", "123456");
            assertThat(denied.status()).isEqualTo(403);
            assertThat(denied.body()).contains("Too many sign-ins from your address have failed");
            assertThat(tenant.events().get(0))
                    .returns("LOGIN_ERROR", Realm.Event::type)
                    .returns("address_blocked", Realm.Event::error)
                    .returns(tenant.userId("201"), Realm.Event::userId)
                    .satisfies(event -> assertThat(event.details())
                            .containsEntry("username", "201")
                            .containsEntry("sip_domain", tenant.name()));
        } finally {
            tenant.attribute("pbx.twoFactor", null);
        }
    }

    @Test
    void fourFailuresDoNot() {
        for (int i = 0; i < 4; i++) {
            assertRefused(api.signIn("nobody" + i, "wrong"));
        }
        api.signIn("201", PASSWORD).then().statusCode(200);
    }

    @Test
    void madeUpTokensCount() {
        for (int i = 0; i < 5; i++) {
            assertRefused(api.verifyOtp(tenantToken(), "123456"));
        }
        until(api.signIn("201", PASSWORD));
    }

    @Test
    void otherTenantsAreNotBlocked() {
        for (int i = 0; i < 5; i++) {
            assertRefused(api.signIn("nobody", "wrong"));
        }
        until(api.signIn("201", PASSWORD));
        new TenantSignIn(keycloak, keycloak.realm("acme"))
                .signIn("101", "Pbx-demo-101!")
                .then()
                .statusCode(200);
    }

    @Test
    void aForwardedAddressOfNobodysProxyChangesNothing() {
        for (int i = 0; i < 5; i++) {
            assertRefused(forwarded("203.0.113." + i));
        }
        until(forwarded("203.0.113.77"));
    }

    @Test
    void allowedNetworksAreNeverBlocked() {
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.0/24, 127.0.0.0/8, ::1");
        for (int i = 0; i < 7; i++) {
            assertRefused(api.signIn("nobody", "wrong"));
        }
        api.signIn("201", PASSWORD).then().statusCode(200);
    }

    @Test
    void amountAndIntervalAreTheRealms() throws Exception {
        tenant.attribute("pbx.webFailedAuthAmount", "1");
        tenant.attribute("pbx.webBlacklistTimeInterval", "2");
        assertRefused(api.signIn("nobody", "wrong"));
        until(api.signIn("201", PASSWORD));
        Thread.sleep(2500);
        api.signIn("201", PASSWORD).then().statusCode(200);
        assertRefused(api.signIn("nobody", "wrong"));
        until(api.signIn("201", PASSWORD));

        tenant.attribute("pbx.webFailedAuthAmount", "0");
        api.signIn("201", PASSWORD).then().statusCode(200);
    }

    @Test
    @Tag("database")
    void failuresAtTheSameTimeAreAllCounted() {
        tenant.attribute("pbx.webFailedAuthAmount", "1000");
        int failures = 24;
        Together.send(8, failures, number -> api.signIn("nobody", "wrong")).forEach(TenantSignIn::assertRefused);
        tenant.attribute("pbx.webFailedAuthAmount", Integer.toString(failures + 1));
        assertRefused(api.signIn("nobody", "wrong"));
        until(api.signIn("201", PASSWORD));
        keycloak.admin().get(blocked()).then().body("[0].failures", equalTo(failures + 1));
    }

    /** Turns make the sign-ins of one user name one after the other, and each looks at the lock when its turn has come. */
    @Test
    void whoHasWaitedForATurnIsKeptOutByTheFailuresOfThoseBefore() {
        assertRefused(api.signIn("nobody", "wrong"));
        List<Response> answers = Together.send(AT_ONCE, number -> api.signIn("nobody", "wrong"));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 403)
                .as("denied of %d at once, four of whom may be tried", AT_ONCE)
                .hasSizeBetween(AT_ONCE - 6, AT_ONCE - 4)
                .allSatisfy(AddressLockIT::until);
        assertThat(answers).filteredOn(answer -> answer.statusCode() != 403).allSatisfy(TenantSignIn::assertRefused);
    }

    @Test
    void failuresOnSeveralNodesAreCountedTogether() {
        Keycloak second = keycloak.secondNode();
        TenantSignIn there = new TenantSignIn(second, second.realm(tenant.name()));
        for (int i = 0; i < 5; i++) {
            assertRefused((i % 2 == 0 ? api : there).signIn("nobody", "wrong"));
        }
        until(api.signIn("201", PASSWORD));
        until(there.signIn("201", PASSWORD));
        second.admin().delete(blocked(HERE)).then().statusCode(204);
        api.signIn("201", PASSWORD).then().statusCode(200);
    }

    @Test
    @Tag("database")
    void administratorsSeeAndClearBlockedAddresses() {
        for (int i = 0; i < 5; i++) {
            assertRefused(api.signIn("nobody", "wrong"));
        }
        Response list = keycloak.admin().get(blocked());
        list.then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].address", equalTo(HERE))
                .body("[0].failures", equalTo(5));
        assertThat(list.header("X-Total-Count")).isEqualTo("1");
        assertThat(Instant.parse(list.path("[0].blockedUntil"))).isAfter(Instant.now());
        keycloak.admin()
                .queryParam("first", 1)
                .get(blocked())
                .then()
                .statusCode(200)
                .body("", hasSize(0));
        keycloak.admin().queryParam("max", 0).get(blocked()).then().statusCode(400);
        assertThat(found("127.")).isEqualTo("1");
        // What has a meaning for the database has none here.
        for (String nothing : List.of("0.0.1", "128.", "127%", "127_0", "#")) {
            assertThat(found(nothing)).as(nothing).isEqualTo("0");
        }

        tenant.clearEvents();
        keycloak.admin().delete(blocked(HERE)).then().statusCode(204);
        assertThat(tenant.adminEvents().get(0))
                .returns("DELETE", Realm.AdminEvent::operationType)
                .returns("PBX_BLOCKED_ADDRESS", Realm.AdminEvent::resourceType)
                .returns("blocked-addresses/" + HERE, Realm.AdminEvent::resourcePath);
        api.signIn("201", PASSWORD).then().statusCode(200);
        keycloak.admin().delete(blocked(HERE)).then().statusCode(404);
    }

    @Test
    void onlyAdministratorsOfTheTenantSeeThem() {
        keycloak.http().get(blocked()).then().statusCode(401);
        String token = tenant.userToken("201", PASSWORD);
        keycloak.http(token).get(blocked()).then().statusCode(403);
        keycloak.http(token).delete(blocked(HERE)).then().statusCode(403);
        String ofAnother = keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!");
        keycloak.http(ofAnother).get(blocked()).then().statusCode(403);
        keycloak.http(ofAnother).delete(blocked(HERE)).then().statusCode(403);
    }

    @Test
    void aNameIsNoAddressAndNothingIsHeldAgainstIt() {
        for (String name : List.of("localhost", "%00", "1.2.3", "%23x", "x".repeat(300))) {
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .delete(blocked(name))
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void aSettingThatIsNoNumberIsRefusedWhenTheRealmIsSaved() {
        for (String value : List.of("many", "-1", "5.5")) {
            keycloak.admin()
                    .body(Map.of("attributes", Map.of("pbx.webFailedAuthAmount", value)))
                    .put(tenant.adminPath(""))
                    .then()
                    .statusCode(400);
        }
    }

    /** How many blocked addresses begin so. */
    private String found(String beginning) {
        return keycloak.admin()
                .queryParam("search", beginning)
                .get(blocked())
                .then()
                .statusCode(200)
                .extract()
                .header("X-Total-Count");
    }

    private String blocked() {
        return tenant.adminPath("/blocked-addresses");
    }

    private String blocked(String address) {
        return blocked() + "/" + address;
    }

    private FormBrowser.Page signInPage() {
        return new FormBrowser(keycloak)
                .authorize(
                        tenant,
                        "pbx-app",
                        "https://app.example.com/callback",
                        "code_challenge",
                        "c".repeat(43),
                        "code_challenge_method",
                        "S256");
    }

    private Response forwarded(String address) {
        return keycloak.http()
                .header("X-Forwarded-For", address)
                .header("Forwarded", "for=" + address)
                .contentType(ContentType.JSON)
                .body(Map.of("username", "nobody", "password", "wrong"))
                .post(tenant.path("/api/auth/sign_in"));
    }

    /** Asserts the answer to a blocked address; until when it is blocked. */
    private static Instant until(Response denied) {
        String message = denied.then()
                .statusCode(403)
                .body("errors[0].code", equalTo("DENIED"))
                .extract()
                .path("errors[0].message");
        assertThat(message).matches("the client IP address 127\\.0\\.0\\.1 has been blocked until \\S+");
        return Instant.parse(message.substring(message.lastIndexOf(' ') + 1));
    }

    private String tenantToken() {
        String id = keycloak.admin().get(tenant.adminPath("")).path("id");
        return id + ".made-up";
    }
}
