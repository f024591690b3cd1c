package io.keycloakpbx.tests.signin;

import static io.keycloakpbx.tests.signin.TenantSignIn.assertCallbackRefused;
import static io.keycloakpbx.tests.signin.TenantSignIn.assertError;
import static io.keycloakpbx.tests.signin.TenantSignIn.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Timings;
import io.restassured.response.Response;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row "free callback_url in SSO and reset" of the contract's table of safe mappings, for forgotten passwords. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbackUrlSafetyIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String NEW_PASSWORD = "Another-password-2!";
    private static final String CALLBACK = "https://pbx.example.com/reset?lang=en";
    private static final String APP_CALLBACK = "http://localhost:65001/reset";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TenantSignIn api;
    private final Mailbox mailbox = new Mailbox();
    private int users;

    CallbackUrlSafetyIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new TenantSignIn(keycloak, tenant);
    }

    @BeforeAll
    void prepareTenant() {
        mailbox.receive(tenant);
        api.register("pbx-rest", CALLBACK, "https://wild.example.com/*");
        api.register("pbx-app", APP_CALLBACK, "http://localhost:*");
    }

    @AfterAll
    void closeMailbox() {
        mailbox.close();
    }

    @Test
    void theMailsLinkSetsANewPasswordOnceAndEndsOtherSessions() throws Exception {
        String user = user();
        String old = api.signIn(user, PASSWORD).path("refresh_token");
        tenant.clearEvents();
        forget(user, CALLBACK).then().statusCode(200);
        URI link = link(user);
        assertThat(link.toString()).startsWith(CALLBACK + "&token=");
        await(() -> tenant.events().stream().anyMatch(event -> "SEND_RESET_PASSWORD".equals(event.type())));
        assertThat(tenant.events()).anySatisfy(event -> assertThat(event)
                .returns("SEND_RESET_PASSWORD", Realm.Event::type)
                .returns(tenant.userId(user), Realm.Event::userId));
        String token = FormBrowser.parameter(link, "token");
        assertThat(tenant.events().toString()).doesNotContain(token);

        reset(token, NEW_PASSWORD).then().statusCode(200);
        assertRefused(api.signIn(user, PASSWORD));
        api.signIn(user, NEW_PASSWORD).then().statusCode(200).body("access_token", notNullValue());
        assertRefused(reset(token, PASSWORD));
        api.signIn(user, NEW_PASSWORD).then().statusCode(200);
        assertError(api.post("auth/refresh_token", Map.of("refresh_token", old)), 400, "UNKNOWN");
        assertThat(tenant.events())
                .anySatisfy(event -> assertThat(event)
                        .returns("UPDATE_CREDENTIAL", Realm.Event::type)
                        .returns(null, Realm.Event::error)
                        .returns(tenant.name(), found -> found.details().get("sip_domain")))
                .anySatisfy(event -> assertThat(event)
                        .returns("LOGOUT", Realm.Event::type)
                        .returns(tenant.userId(user), Realm.Event::userId)
                        .returns("password_reset", found -> found.details().get("reason")))
                .anySatisfy(event -> assertThat(event)
                        .returns("UPDATE_CREDENTIAL_ERROR", Realm.Event::type)
                        .returns("invalid_token", Realm.Event::error));
    }

    @Test
    void sessionsStayWhereTheRealmSaysSo() {
        tenant.attribute("pbx.passwordResetEndsSessions", "false");
        try {
            String user = user();
            String refreshToken = api.signIn(user, PASSWORD).path("refresh_token");
            forget(user, CALLBACK).then().statusCode(200);
            reset(FormBrowser.parameter(link(user), "token"), NEW_PASSWORD)
                    .then()
                    .statusCode(200);
            api.post("auth/refresh_token", Map.of("refresh_token", refreshToken))
                    .then()
                    .statusCode(200);
        } finally {
            tenant.attribute("pbx.passwordResetEndsSessions", null);
        }
    }

    @Test
    void aSipAddressIsTheUserOfThatName() {
        String user = user();
        forget(user + "@" + tenant.name(), CALLBACK).then().statusCode(200);
        assertThat(link(user).toString()).startsWith(CALLBACK + "&token=");
    }

    @Test
    void addressesOfTheAppCountToo() {
        String user = user();
        forget(user, APP_CALLBACK).then().statusCode(200);
        assertThat(link(user).toString()).startsWith(APP_CALLBACK + "?token=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pbx.example.com/reset?lang=en#x",
                "https://user@pbx.example.com/reset?lang=en",
                "http://pbx.example.com/reset?lang=en",
                "//pbx.example.com/reset?lang=en",
                "javascript:alert(1)",
                "/reset",
                "https://pbx.example.com/reset?lang=en\r\nBcc: x@mail.test",
                " https://pbx.example.com/reset?lang=en",
                "x"
            })
    void whatIsNoSafeAddressIsRefused(String callback) {
        assertCallbackRefused(forget("nobody", callback));
        TenantSignIn system = new TenantSignIn(keycloak, keycloak.realm("master"));
        assertCallbackRefused(system.post(
                "auth/forget_password", Map.of("domain", "nowhere.test", "username", "101", "callback_url", callback)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pbx.example.com/reset",
                "https://pbx.example.com/reset?lang=en&x=1",
                "https://pbx.example.com:443/reset?lang=en",
                "https://PBX.example.com/reset?lang=en",
                "https://pbx.example.com.evil.test/reset?lang=en",
                "https://pbx.example.com/../reset?lang=en",
                "https://wild.example.com/",
                "https://wild.example.com/*",
                "https://wild.example.com/page",
                "http://localhost:65002/reset",
                "https://evil.test/"
            })
    void whatNobodyHasRegisteredGetsNoMail(String callback) {
        String user = user();
        tenant.clearEvents();
        forget(user, callback).then().statusCode(200);
        assertThat(errors()).containsExactly("invalid_redirect_uri");
        settle();
        assertThat(mailbox.to(address(user))).isEmpty();
    }

    /** Or the answer would tell which domains there are, and which are suspended. */
    @Test
    void unknownAndSuspendedTenantsAreAnsweredAsOneWhereNobodyHasRegisteredTheAddress() {
        tenant.clearEvents();
        tenant.update(realm -> realm.put("enabled", false));
        try {
            assertTellsNothing(tenant.name());
            assertThat(tenant.events()).anySatisfy(event -> assertThat(event)
                    .returns("SEND_RESET_PASSWORD_ERROR", Realm.Event::type)
                    .returns("realm_disabled", Realm.Event::error)
                    .returns("nobody", found -> found.details().get("username"))
                    .returns(tenant.name(), found -> found.details().get("sip_domain")));
        } finally {
            tenant.update(realm -> realm.put("enabled", true));
        }
        for (String domain : List.of(tenant.name(), "nowhere.test", "no domain")) {
            assertTellsNothing(domain);
        }
    }

    private void assertTellsNothing(String domain) {
        TenantSignIn system = new TenantSignIn(keycloak, keycloak.realm("master"));
        for (String callback : List.of(CALLBACK, "https://evil.test/")) {
            system.post(
                            "auth/forget_password",
                            Map.of("domain", domain, "username", "nobody", "callback_url", callback))
                    .then()
                    .statusCode(200)
                    .body(equalTo(""));
        }
    }

    @Test
    void unknownDisabledAndMaillessUsersGetTheSameAnswer() {
        String disabled = user();
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + tenant.userId(disabled)))
                .then()
                .statusCode(204);
        String mailless = user();
        keycloak.admin()
                .body(Map.of("email", ""))
                .put(tenant.adminPath("/users/" + tenant.userId(mailless)))
                .then()
                .statusCode(204);
        tenant.clearEvents();
        String known = forget(user(), CALLBACK).then().statusCode(200).extract().asString();
        for (String user : List.of("nobody", disabled, mailless)) {
            forget(user, CALLBACK).then().statusCode(200).body(equalTo(known));
        }
        await(() -> errors().containsAll(List.of("user_not_found", "user_disabled", "invalid_email")));
    }

    @Test
    void aSecondMailToTheSameUserWaits() {
        String user = user();
        forget(user, CALLBACK).then().statusCode(200);
        link(user);
        forget(user, CALLBACK).then().statusCode(200);
        await(() -> errors().contains("too_many_requests"));
        assertThat(mailbox.to(address(user))).hasSize(1);
    }

    @Test
    void aRealmWithoutForgottenPasswordsMailsNothing() {
        tenant.update(realm -> realm.put("resetPasswordAllowed", false));
        try {
            String user = user();
            tenant.clearEvents();
            forget(user, CALLBACK).then().statusCode(200);
            await(() -> errors().contains("not_allowed"));
            assertThat(mailbox.to(address(user))).isEmpty();
        } finally {
            tenant.update(realm -> realm.put("resetPasswordAllowed", true));
        }
    }

    @Test
    void mailThatCannotBeSentIsAnEvent() {
        Mailbox.loseMailOf(tenant);
        try {
            String user = user();
            tenant.clearEvents();
            forget(user, CALLBACK).then().statusCode(200);
            await(() -> errors().contains("email_send_failed"));
        } finally {
            mailbox.receive(tenant);
        }
    }

    @Test
    void thePoliciesOwnMessageIsAnsweredAndTheTokenStays() {
        tenant.update(realm -> realm.put(
                "passwordPolicy",
                "length(8) and digits(1) and pbxLetters(undefined) and pbxSpecialLetters(undefined)"
                        + " and pbxNotSequential(undefined) and pbxNotRepeating(undefined)"
                        + " and pbxNotAccount(undefined)"));
        try {
            String user = tenantUser("wolfram");
            forget(user, CALLBACK).then().statusCode(200);
            String token = FormBrowser.parameter(link(user), "token");
            Map<String, String> refused = Map.of(
                    "1!!8205974", "letter from A to Z",
                    "only-abc-1X", "in sequence",
                    "Only-aaa-1", "three times in a row");
            refused.forEach((password, message) -> reset(token, password)
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("VALIDATE_FAILED"))
                    .body("errors[0].detail.field", equalTo("new_password"))
                    .body("errors[0].detail.message", containsString(message)));
            reset(token, "my-Wolfram-1")
                    .then()
                    .statusCode(400)
                    .body("errors[0].detail.message", containsString("user name"));
            reset(token, NEW_PASSWORD).then().statusCode(200);
        } finally {
            tenant.update(realm -> realm.put("passwordPolicy", "length(8)"));
        }
    }

    @Test
    void thePoliciesShowInTheAdminConsole() {
        List<String> policies = keycloak.admin()
                .get("/admin/serverinfo")
                .then()
                .statusCode(200)
                .extract()
                .path("passwordPolicies.id");
        assertThat(policies)
                .contains("pbxLetters", "pbxSpecialLetters", "pbxNotSequential", "pbxNotRepeating", "pbxNotAccount");
    }

    @Test
    void aTokenIsOfOneTenantAndOnePurpose() {
        String user = user();
        forget(user, CALLBACK).then().statusCode(200);
        String token = FormBrowser.parameter(link(user), "token");
        assertRefused(api.verifyOtp(token, "000000"));
        assertRefused(api.sendOtp(token));
        assertRefused(new TenantSignIn(keycloak, keycloak.realm("globex"))
                .post("auth/reset_password", Map.of("token", token, "new_password", NEW_PASSWORD)));
        reset(token + "x", NEW_PASSWORD).then().statusCode(400);
        reset(token, NEW_PASSWORD).then().statusCode(200);
    }

    /** Row "password max 32, min 6 defaults": a policy of the tenant, and nothing is cut off in silence. */
    @Test
    void aLongPasswordIsNotCutOff() {
        String user = user();
        forget(user, CALLBACK).then().statusCode(200);
        String password = "Long-".repeat(25) + "end";
        reset(FormBrowser.parameter(link(user), "token"), password).then().statusCode(200);
        for (int length : new int[] {32, 64, 72, 127}) {
            assertRefused(api.signIn(user, password.substring(0, length)));
        }
        keycloak.admin()
                .delete(tenant.adminPath("/attack-detection/brute-force/users"))
                .then()
                .statusCode(204);
        api.signIn(user, password).then().statusCode(200);
    }

    /** Row "404 unknown tenant vs 400 wrong password", for forgotten passwords. */
    @Test
    void knownAndUnknownUsersTakeTheSameTime() {
        String user = user();
        Runnable[] requests = {
            () -> forget(user, CALLBACK).then().statusCode(200),
            () -> forget("nobody", CALLBACK).then().statusCode(200)
        };
        Timings.interleaved(3, requests);
        List<Timings> timings = Timings.interleaved(15, requests);
        assertThat((double) timings.get(0).median().toNanos()
                        / timings.get(1).median().toNanos())
                .as("%s", timings)
                .isBetween(0.5, 2.0);
    }

    @Test
    void mailIsTextAndHtml() throws Exception {
        String user = user();
        forget(user, CALLBACK).then().statusCode(200);
        link(user);
        MimeMessage mail = mailbox.to(address(user)).get(0);
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(Mailbox.text(mail)).contains("10 minutes");
    }

    /** kcSanitize undoes every escaping and keeps links. */
    @Test
    void theTenantsNameIsTextInEveryMail() {
        tenant.update(realm ->
                realm.put("displayName", "<a href=\"https://evil.test/\">Miller</a> & AT&T &lt;b&gt;Sons&lt;/b&gt;"));
        try {
            String user = user();
            forget(user, CALLBACK).then().statusCode(200);
            link(user);
            keycloak.admin()
                    .body(List.of("UPDATE_PASSWORD"))
                    .put(tenant.adminPath("/users/" + tenant.userId(user) + "/execute-actions-email"))
                    .then()
                    .statusCode(204);
            assertThat(mailbox.to(address(user))).hasSize(2).allSatisfy(mail -> assertThat(Mailbox.html(mail))
                    .contains("Miller")
                    .doesNotContainIgnoringCase("href=\"https://evil.test", "href='https://evil.test", "<b>Sons"));
        } finally {
            tenant.update(realm -> realm.put("displayName", tenant.name()));
        }
    }

    private Response forget(String user, String callback) {
        return api.post(
                "auth/forget_password", Map.of("domain", tenant.name(), "username", user, "callback_url", callback));
    }

    private Response reset(String token, String password) {
        return api.post("auth/reset_password", Map.of("token", token, "new_password", password));
    }

    /** What is in the mail is kept before the mail leaves: it is good at once. */
    private URI link(String user) {
        await(() -> !mailbox.to(address(user)).isEmpty());
        return URI.create(mailbox.link(address(user)));
    }

    private List<String> errors() {
        return tenant.events().stream()
                .filter(event -> "SEND_RESET_PASSWORD_ERROR".equals(event.type()))
                .map(Realm.Event::error)
                .toList();
    }

    private String user() {
        return tenantUser("u" + ++users);
    }

    private String tenantUser(String name) {
        tenant.createUser(name, PASSWORD);
        return name;
    }

    private String address(String user) {
        return user + "@" + tenant.name() + ".test";
    }

    /** The work goes on after the answer. */
    private static void settle() {
        pause(50);
    }

    private static void await(BooleanSupplier done) {
        for (int i = 0; i < 100 && !done.getAsBoolean(); i++) {
            pause(100);
        }
        assertThat(done.getAsBoolean()).as("done after ten seconds").isTrue();
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
