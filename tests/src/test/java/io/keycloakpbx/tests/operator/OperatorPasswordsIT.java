package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorApi.LOGIN_FAILED;
import static io.keycloakpbx.tests.operator.OperatorApi.PASSWORD;
import static io.keycloakpbx.tests.operator.OperatorApi.WAIT;
import static io.keycloakpbx.tests.operator.OperatorApi.body;
import static io.keycloakpbx.tests.operator.OperatorApi.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.signin.Mailbox;
import io.keycloakpbx.tests.tenant.Invitation;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The passwords of operators: verified, forgotten, changed, with mails and without. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorPasswordsIT {

    private static final String NEW_PASSWORD = "Operator-pw-2!";
    private static final String OTHER_PASSWORD = "Operator-pw-3!";
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String EXPIRED = "This link has expired or has been used before.";
    private static final Map<String, Object> INVALID_TOKEN = errors(
            "OPERATOR_PASSWORD_RESET_INVALID_TOKEN", "The token is not valid, or has been used. Ask for another mail");

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorApi api;
    private final Mailbox mailbox = new Mailbox();

    OperatorPasswordsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new OperatorApi(keycloak, tenant);
    }

    @BeforeAll
    void receiveMail() {
        mailbox.receive(tenant);
    }

    @AfterAll
    void stopMail() {
        mailbox.close();
    }

    private String token(String email, int mails) throws InterruptedException {
        return OperatorApi.token(mailbox, email, mails);
    }

    /** A user of the PBX is called as an operator's email address begins, at the domain that is the tenant's. */
    @Test
    void anEmailAddressAtTheSipDomainIsTheOperators() throws InterruptedException {
        tenant.createUser("sip-user", "Of-the-sip-user-1!");
        String email = "sip-user@" + tenant.name();
        api.verified(mailbox, email);
        api.login(email, PASSWORD).then().statusCode(200);
        api.forgot(email);
        api.byMail("/accounts/password/reset", token(email, 2), NEW_PASSWORD)
                .then()
                .statusCode(200);
        api.login(email, NEW_PASSWORD).then().statusCode(200);
        api.login("sip-user", "Of-the-sip-user-1!").then().statusCode(200);
    }

    @Test
    void anOperatorVerifiesTheEmailAddressAndLogsIn() throws InterruptedException {
        String email = "verify@operators.test";
        api.signedUp(email);
        api.login(email, PASSWORD)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "LOGIN_NEEDS_BROWSER",
                                "The password is right, but there is more to do: sign in with a browser")));
        String token = token(email, 1);
        api.byMail("/accounts/verify", token, "Wrong-pw-1!")
                .then()
                .statusCode(400)
                .body("", equalTo(errors("SIGNUP_OLDPASSWORD_INVALID", "oldPassword is not the operator's password")));
        api.byMail("/accounts/verify", token + "x", PASSWORD)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors("SIGNUP_INVALID_VERIFICATION_REQUEST", "The token is not valid, or no longer")));
        keycloak.http()
                .body(Map.of("token", token, "password", NEW_PASSWORD, "repeatPassword", "other"))
                .post(api.open("/accounts/verify"))
                .then()
                .statusCode(400)
                .body("", equalTo(errors("SIGNUP_INVALID_VERIFICATION_REQUEST", "password and repeatPassword differ")));
        keycloak.http()
                .body(Map.of(
                        "token",
                        token,
                        "password",
                        NEW_PASSWORD,
                        "repeatPassword",
                        NEW_PASSWORD,
                        "oldPassword",
                        PASSWORD))
                .post(api.open("/accounts/verify"))
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("email", email)));
        api.byMail("/accounts/verify", token, NEW_PASSWORD)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "SIGNUP_VERIFIED_EMAIL_TOKEN",
                                "The email address has been verified, or the token has been used")));
        api.login(email, PASSWORD).then().statusCode(401).body("", equalTo(LOGIN_FAILED));
        api.login("unknown@operators.test", PASSWORD).then().statusCode(401).body("", equalTo(LOGIN_FAILED));
        String auth =
                api.login(email, NEW_PASSWORD).then().statusCode(200).extract().path("x_auth_token");
        assertThat(auth).isNotEmpty();
    }

    @Test
    void aForgottenPasswordIsReplacedOnce() throws InterruptedException {
        String email = "forgot@operators.test";
        api.verified(mailbox, email);
        api.login(email, PASSWORD).then().statusCode(200);
        api.forgot(email);
        api.forgot("unknown@operators.test");
        String token = token(email, 2);
        api.byMail("/accounts/password/reset", token, "short")
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "OPERATOR_PASSWORD_RESET_INVALID_REQUEST", "Invalid password: minimum length 8.")));
        List<Response> both = Together.send(2, i -> api.byMail("/accounts/password/reset", token, NEW_PASSWORD));
        assertThat(both).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400);
        api.byMail("/accounts/password/reset", token, PASSWORD)
                .then()
                .statusCode(400)
                .body("", equalTo(INVALID_TOKEN));
        api.login(email, NEW_PASSWORD).then().statusCode(200);
        keycloak.http()
                .body(Map.of("email", email))
                .post(api.open("/tenants/1/login/password/forgot"))
                .then()
                .statusCode(400);
    }

    /** By whichever way somebody presents the mail. */
    @Test
    void aMailIsGoodForNothingOnceThePasswordIsAnother() throws InterruptedException {
        String email = "overtaken@operators.test";
        String id = api.verified(mailbox, email);
        api.forgot(email);
        String token = token(email, 2);
        String link = mailbox.link(email);
        assertThat(keycloak.http().get(link).then().statusCode(200).extract().asString())
                .contains("Update Password");
        password(id, NEW_PASSWORD);
        tenant.clearEvents();
        assertThat(keycloak.http().get(link).then().statusCode(400).extract().asString())
                .contains("This link has expired or has been used before.");
        assertThat(tenant.events().get(0))
                .returns("EXECUTE_ACTIONS_ERROR", Realm.Event::type)
                .returns("expired_code", Realm.Event::error);
        api.byMail("/accounts/password/reset", token, PASSWORD)
                .then()
                .statusCode(400)
                .body("", equalTo(INVALID_TOKEN));
        api.login(email, NEW_PASSWORD).then().statusCode(200);
    }

    private void password(String id, String password) {
        keycloak.admin()
                .body(Map.of("type", "password", "value", password, "temporary", false))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
    }

    private void mail(String id, String... actions) {
        keycloak.admin()
                .body(List.of(actions))
                .put(tenant.adminPath("/users/" + id + "/execute-actions-email"))
                .then()
                .statusCode(204);
    }

    @Test
    void aMailboxGivesNoPasswordToWhoHasNone() throws InterruptedException {
        String email = "passkey@operators.test";
        keycloak.admin()
                .body(Map.of("username", "passkey", "email", email, "enabled", true))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        String id = tenant.userId("passkey");
        mail(id, "VERIFY_EMAIL");
        api.byMail("/accounts/verify", token(email, 1), PASSWORD)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(
                                errors(
                                        "SIGNUP_INVALID_VERIFICATION_REQUEST",
                                        "You sign in without a password: open the link in the mail to verify your email address")));
        assertThat(keycloak.admin()
                        .get(tenant.adminPath("/users/" + id + "/credentials"))
                        .<List<?>>path(""))
                .isEmpty();
        // What asks for more is not used up by a part of it.
        mail(id, "UPDATE_PASSWORD", "CONFIGURE_TOTP");
        api.byMail("/accounts/password/reset", token(email, 2), PASSWORD)
                .then()
                .statusCode(400)
                .body("", equalTo(INVALID_TOKEN));
    }

    @Test
    void guessesAtAnOldPasswordCloseMailsToTheAddress() throws InterruptedException {
        String email = "guesser@operators.test";
        api.signedUp(email);
        String token = token(email, 1);
        // Loopback is never blocked unless the realm says who else is not.
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.attribute("pbx.webFailedAuthAmount", "1");
        try {
            api.byMail("/accounts/verify", token, "Wrong-pw-1!").then().statusCode(400);
            Map<String, Object> blocked =
                    errors("LOGIN_ADDRESS_BLOCKED", "Too many logins from your address have failed. Try again later");
            for (String path : List.of("/accounts/verify", "/accounts/password/reset")) {
                tenant.clearEvents();
                api.byMail(path, token, PASSWORD).then().statusCode(403).body("", equalTo(blocked));
                assertThat(tenant.events())
                        .singleElement()
                        .returns("address_blocked", Realm.Event::error)
                        .returns(null, Realm.Event::userId);
            }
        } finally {
            tenant.attribute("pbx.webAllowedAddresses", null);
            tenant.attribute("pbx.webFailedAuthAmount", null);
            keycloak.admin().delete(tenant.adminPath("/blocked-addresses/127.0.0.1"));
        }
        api.byMail("/accounts/verify", token, PASSWORD).then().statusCode(200);
    }

    @Test
    void theTokenOfAVerificationIsNoneForANewPassword() throws InterruptedException {
        String email = "mixed@operators.test";
        api.signedUp(email);
        api.byMail("/accounts/password/reset", token(email, 1), NEW_PASSWORD)
                .then()
                .statusCode(400)
                .body("", equalTo(INVALID_TOKEN));
    }

    @Test
    void anOperatorChangesThePasswordAndItsOtherSessionsEnd() throws InterruptedException {
        String email = "own@operators.test";
        String id = api.verified(mailbox, email);
        api.login(email, PASSWORD).then().statusCode(200);
        String auth = api.login(email, PASSWORD).path("x_auth_token");
        Response wrong = keycloak.http()
                .header("x-auth-token", auth)
                .body(Map.of("oldPassword", "x", "password", NEW_PASSWORD, "repeatPassword", NEW_PASSWORD))
                .post(api.path("/accounts/password/change"));
        wrong.then()
                .statusCode(400)
                .body("", equalTo(errors("ACCOUNT_INVALID_OLD_PASSWORD", "oldPassword is not your password")));
        keycloak.http()
                .header("x-auth-token", auth)
                .body(Map.of("oldPassword", PASSWORD, "password", "short", "repeatPassword", "short"))
                .post(api.path("/accounts/password/change"))
                .then()
                .statusCode(400)
                .body("", equalTo(errors("ACCOUNT_INVALID_PASSWORD_CHANGE", "Invalid password: minimum length 8.")));
        keycloak.http()
                .header("x-auth-token", auth)
                .body(Map.of("oldPassword", PASSWORD, "password", NEW_PASSWORD, "repeatPassword", NEW_PASSWORD))
                .post(api.path("/accounts/password/change"))
                .then()
                .statusCode(200)
                .body("", equalTo(Map.of("email", email)));
        keycloak.admin().get(api.path("/operators/" + id + "/sessions")).then().body("count", equalTo(1));
        api.login(email, NEW_PASSWORD).then().statusCode(200);
        keycloak.admin()
                .body(Map.of("oldPassword", PASSWORD, "password", NEW_PASSWORD, "repeatPassword", NEW_PASSWORD))
                .post(api.path("/accounts/password/change"))
                .then()
                .statusCode(403);
    }

    /** Whoever has got as far as the form is told, and changes nothing. */
    @Test
    void aFormThatWasOpenedBeforeThePasswordChangedSetsNone() throws InterruptedException {
        String email = "opened@operators.test";
        String id = api.verified(mailbox, email);
        api.forgot(email);
        token(email, 2);
        FormBrowser.Page form = Invitation.open(new FormBrowser(keycloak), mailbox.link(email));
        password(id, NEW_PASSWORD);
        api.login(email, NEW_PASSWORD).then().statusCode(200);
        tenant.clearEvents();
        assertExpired(Invitation.choose(form, OTHER_PASSWORD));
        assertThat(tenant.events())
                .singleElement()
                .returns("UPDATE_CREDENTIAL_ERROR", Realm.Event::type)
                .returns("expired_code", Realm.Event::error)
                .returns(id, Realm.Event::userId)
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "password_changed"));
        // Nor by another try, nor where the page is fetched again.
        assertExpired(Invitation.choose(form, OTHER_PASSWORD));
        assertExpired(form.browser().open(form.url()));
        api.login(email, NEW_PASSWORD).then().statusCode(200);
        keycloak.admin().get(api.path("/operators/" + id + "/sessions")).then().body("count", equalTo(2));
    }

    private static void assertExpired(FormBrowser.Page page) {
        assertThat(page.text()).contains(EXPIRED);
        assertThat(page.status()).isEqualTo(400);
    }

    @Test
    void aFormBehindALinkSetsThePasswordOnce() throws InterruptedException {
        String email = "form@operators.test";
        api.verified(mailbox, email);
        api.forgot(email);
        token(email, 2);
        FormBrowser.Page form = Invitation.open(new FormBrowser(keycloak), mailbox.link(email));
        FormBrowser.Page another = Invitation.open(new FormBrowser(keycloak), mailbox.link(email));
        // What the policy refuses is good for another try.
        FormBrowser.Page again = Invitation.choose(form, "short");
        assertThat(again.text()).contains("Invalid password: minimum length 8.");
        assertThat(Invitation.choose(again, NEW_PASSWORD).text()).contains("Your account has been updated.");
        assertExpired(Invitation.choose(another, OTHER_PASSWORD));
        api.login(email, NEW_PASSWORD).then().statusCode(200);
    }

    /** A change that is under way when the new password comes. */
    @Test
    void aPasswordThatIsChangedMeanwhileIsNotReplaced() throws Exception {
        String email = "meanwhile@operators.test";
        String id = api.verified(mailbox, email);
        api.forgot(email);
        String token = token(email, 2);
        FormBrowser.Page form = Invitation.open(new FormBrowser(keycloak), mailbox.link(email));
        assertExpired(whilePasswordChanges(id, () -> Invitation.choose(form, OTHER_PASSWORD)));
        email = "meanwhile-2@operators.test";
        id = api.verified(mailbox, email);
        api.forgot(email);
        String other = token(email, 2);
        whilePasswordChanges(id, () -> api.byMail("/accounts/password/reset", other, OTHER_PASSWORD))
                .then()
                .statusCode(400)
                .body("", equalTo(INVALID_TOKEN));
        api.login(email, PASSWORD).then().statusCode(200);
    }

    private <T> T whilePasswordChanges(String id, Supplier<T> request) throws Exception {
        try (DirectChange change = DirectChange.ofPassword(keycloak, id)) {
            CompletableFuture<T> answer = CompletableFuture.supplyAsync(request);
            change.awaitWaiting(1);
            change.keep();
            return answer.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** What is counted of guesses may disable the user: they leave the user's row to that, and only who is right waits for it. */
    @Test
    void aWrongPasswordWithAMailDoesNotWaitForChangesOfTheUser() throws Exception {
        String email = "changing@operators.test";
        String id = api.signedUp(email);
        String token = token(email, 1);
        try (DirectChange change = new DirectChange(
                keycloak,
                "update USER_ENTITY set EMAIL = 'changed@operators.test', EMAIL_CONSTRAINT = 'changed@operators.test'"
                        + " where ID = ?",
                id)) {
            CompletableFuture.supplyAsync(() -> api.byMail("/accounts/verify", token, "Wrong-pw-1!"))
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(errors(
                                    "SIGNUP_OLDPASSWORD_INVALID", "oldPassword is not the operator's password")));
            CompletableFuture<Response> right =
                    CompletableFuture.supplyAsync(() -> api.byMail("/accounts/verify", token, PASSWORD));
            change.awaitWaiting(1);
            change.keep();
            // It was for the address that the operator had.
            right.get(WAIT.toSeconds(), TimeUnit.SECONDS)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(errors(
                                    "SIGNUP_INVALID_VERIFICATION_REQUEST", "The token is not valid, or no longer")));
        }
        keycloak.admin().get(tenant.adminPath("/users/" + id)).then().body("emailVerified", equalTo(false));
    }

    @Test
    void guessesByTwoWaysAtOnceAreCountedOneAfterTheOther() throws InterruptedException {
        String email = "two-ways@operators.test";
        String id = api.verified(mailbox, email);
        String auth = api.login(email, PASSWORD).path("x_auth_token");
        keycloak.admin()
                .body(Map.of("emailVerified", false))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        mail(id, "VERIFY_EMAIL");
        String token = token(email, 2);
        Map<String, String> change =
                Map.of("oldPassword", "Wrong-pw-1!", "password", NEW_PASSWORD, "repeatPassword", NEW_PASSWORD);
        Map<String, Object> before = keycloak.admin().get(tenant.adminPath("")).path("");
        tenant.update(realm -> realm.put("permanentLockout", true)
                .put("maxTemporaryLockouts", 0)
                .put("failureFactor", 3)
                .put("quickLoginCheckMilliSeconds", 0));
        try {
            // They wait for each other, and H2 waits for two seconds.
            List<Response> answers = Together.send(
                    4,
                    i -> i % 2 == 0
                            ? api.byMail("/accounts/verify", token, "Wrong-pw-1!")
                            : keycloak.http()
                                    .header("x-auth-token", auth)
                                    .body(change)
                                    .post(api.path("/accounts/password/change")));
            assertThat(answers).extracting(Response::statusCode).doesNotContain(200, 500);
            // The fourth was not looked at.
            assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 3);
            keycloak.admin().get(tenant.adminPath("/users/" + id)).then().body("enabled", equalTo(false));
            api.byMail("/accounts/verify", token, PASSWORD)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(errors(
                                    "SIGNUP_INVALID_VERIFICATION_REQUEST", "The token is not valid, or no longer")));
        } finally {
            tenant.update(realm -> List.of(
                            "permanentLockout", "maxTemporaryLockouts", "failureFactor", "quickLoginCheckMilliSeconds")
                    .forEach(setting -> realm.putPOJO(setting, before.get(setting))));
        }
    }

    @Test
    void aForgottenPasswordIsReplacedWhereTheOperatorMaySignIn() throws InterruptedException {
        String email = "restricted@operators.test";
        Map<String, Object> signUp = body(email, "ipv4_list", List.of(Map.of("ipv4", HERE)));
        String id = api.signUp(signUp).then().statusCode(200).extract().path("id");
        api.byMail("/accounts/verify", token(email, 1), PASSWORD).then().statusCode(200);
        api.forgot(email);
        String token = token(email, 2);
        try (Relay relay = new Relay(keycloak)) {
            relay.from(ELSEWHERE);
            tenant.clearEvents();
            api.byMail(relay.keycloak(), "/accounts/password/reset", token, NEW_PASSWORD)
                    .then()
                    .statusCode(400)
                    .body("", equalTo(INVALID_TOKEN));
            assertThat(tenant.events())
                    .singleElement()
                    .returns("UPDATE_CREDENTIAL_ERROR", Realm.Event::type)
                    .returns("access_denied", Realm.Event::error)
                    .returns(id, Realm.Event::userId)
                    .returns(ELSEWHERE, Realm.Event::ipAddress)
                    .satisfies(event -> assertThat(event.details()).containsEntry("reason", "address_not_allowed"));
            api.login(email, PASSWORD).then().statusCode(200);
            // It has not been used up.
            relay.from(HERE);
            api.byMail(relay.keycloak(), "/accounts/password/reset", token, NEW_PASSWORD)
                    .then()
                    .statusCode(200);
            api.login(email, NEW_PASSWORD).then().statusCode(200);
        }
    }

    /** The lock is of sessions, and a mail begins none. */
    @Test
    void whoseSessionsStayAtOneAddressReplacesAForgottenPasswordFromAnother() throws InterruptedException {
        String email = "session-lock@operators.test";
        String id = api.signUp(body(email, "enable_session_ip_lock", true))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        api.byMail("/accounts/verify", token(email, 1), PASSWORD).then().statusCode(200);
        api.login(email, PASSWORD).then().statusCode(200);
        api.forgot(email);
        try (Relay relay = new Relay(keycloak)) {
            relay.from(ELSEWHERE);
            api.byMail(relay.keycloak(), "/accounts/password/reset", token(email, 2), NEW_PASSWORD)
                    .then()
                    .statusCode(200);
        }
        keycloak.admin().get(api.path("/operators/" + id + "/sessions")).then().body("count", equalTo(0));
    }
}
