package io.keycloakpbx.tests.signin;

import static io.keycloakpbx.tests.signin.TenantSignIn.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Totp;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is held between two steps of a sign-in ends when the user's password or e-mail address is another. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OvertakenTokenIT {

    private static final String PASSWORD = "Overtaken-first-1!";
    private static final String CHANGED = "Overtaken-second-2!";
    private static final String WANTED = "Overtaken-third-3!";
    private static final String CALLBACK = "https://pbx.example.com/reset";
    private static final int TRIES = 100;
    private static final int WAIT_SECONDS = 30;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TenantSignIn api;
    private final Mailbox mailbox = new Mailbox();

    OvertakenTokenIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new TenantSignIn(keycloak, tenant);
    }

    @BeforeAll
    void prepareTenant() {
        mailbox.receive(tenant);
        api.register("pbx-rest", CALLBACK);
    }

    @AfterAll
    void closeMailbox() {
        mailbox.close();
    }

    @Test
    void aMailedLinkEndsWithThePasswordThatItWasFor() throws InterruptedException {
        String id = tenant.createUser("mailed", PASSWORD);
        String token = mailedToken("mailed");
        changePassword(id);
        assertRefused(reset(token));
        api.signIn("mailed", CHANGED).then().statusCode(200);
    }

    @Test
    void aMailedLinkEndsWithTheAddressThatItWentTo() throws InterruptedException {
        String id = tenant.createUser("moved", PASSWORD);
        String token = mailedToken("moved");
        change(id, Map.of("email", "moved@elsewhere.test"));
        assertRefused(reset(token));
        api.signIn("moved", PASSWORD).then().statusCode(200);
    }

    @Test
    void ofTheTokensForANewPasswordTheLastIsGood() {
        String id = tenant.createUser("twice", PASSWORD);
        change(id, Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        String first = pending("twice");
        String second = pending("twice");
        assertRefused(reset(first));
        reset(second).then().statusCode(200);
        assertRefused(reset(second));
        api.signIn("twice", WANTED).then().statusCode(200);
    }

    @Test
    void aForcedResetEndsWithThePassword() {
        String id = tenant.createUser("forced", PASSWORD);
        change(id, Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        String token = pending("forced");
        changePassword(id);
        assertRefused(reset(token));
    }

    /** The other change is under way when the token is taken. */
    @Test
    void aPasswordThatIsChangedMeanwhileIsNotReplaced() throws Exception {
        String id = tenant.createUser("meanwhile", PASSWORD);
        change(id, Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        String token = pending("meanwhile");
        try (DirectChange change = DirectChange.ofPassword(keycloak, id)) {
            CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> reset(token));
            change.awaitWaiting(1);
            change.keep();
            assertRefused(answer.get(WAIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSecondStepEndsWithThePassword() {
        String id = tenant.createUser("halfway", PASSWORD);
        Totp app = Totp.register(keycloak, tenant, id);
        String token = api.challenged("halfway", PASSWORD);
        changePassword(id);
        assertRefused(api.sendOtp(token));
        assertRefused(api.verifyOtp(token, app.code()));
        api.verifyOtp(api.challenged("halfway", CHANGED), app.nextCode()).then().statusCode(200);
    }

    private Response reset(String token) {
        return api.post("auth/reset_password", Map.of("token", token, "new_password", WANTED));
    }

    private String pending(String user) {
        return api.signIn(user, PASSWORD)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("PASSWORD_RESET_REQUIRED"))
                .extract()
                .path("errors[0].detail.token");
    }

    private String mailedToken(String user) throws InterruptedException {
        api.post("auth/forget_password", Map.of("domain", tenant.name(), "username", user, "callback_url", CALLBACK))
                .then()
                .statusCode(200);
        String address = user + "@" + tenant.name() + ".test";
        for (int i = 0; i < TRIES && mailbox.to(address).isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(mailbox.to(address)).isNotEmpty();
        return FormBrowser.parameter(URI.create(mailbox.link(address)), "token");
    }

    private void change(String id, Map<String, ?> change) {
        keycloak.admin()
                .body(change)
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
    }

    private void changePassword(String id) {
        keycloak.admin()
                .body(Map.of("type", "password", "value", CHANGED, "temporary", false))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
    }
}
