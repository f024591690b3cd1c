package io.keycloakpbx.tests.signin;

import static io.keycloakpbx.tests.signin.TenantSignIn.assertError;
import static io.keycloakpbx.tests.signin.TenantSignIn.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.Totp;
import io.keycloakpbx.tests.securitydata.Awaited;
import io.restassured.response.Response;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Row "e-mail OTP without documented expiry/attempt limit" of the contract's table of safe mappings. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailedCodeSafetyIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String WRONG_CODE = "This code is wrong or no longer valid";

    /** Twenty times as many as a token is good for. They wait for one another: more take long, and show no more. */
    private static final int GUESSES = 100;

    private static final String APP = "http://localhost:65000/app";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TenantSignIn api;
    private final Mailbox mailbox = new Mailbox();
    private int users;

    EmailedCodeSafetyIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new TenantSignIn(keycloak, tenant);
    }

    @BeforeAll
    void prepareTenant() {
        tenant.attribute("pbx.twoFactor", "true");
        mailbox.receive(tenant);
        keycloak.admin()
                .body(Map.of("clientId", "app", "publicClient", true, "redirectUris", List.of(APP)))
                .post(tenant.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @AfterAll
    void closeMailbox() {
        mailbox.close();
    }

    @Test
    void codeOfSixDigitsOrMoreFinishesTheSignInOnce() {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        tenant.clearEvents();
        api.sendOtp(token).then().statusCode(200);

        String code = mailbox.code(address(user));
        assertThat(code).matches("[0-9]{6,}");
        assertThat(tenant.events().get(0))
                .returns("SEND_VERIFY_EMAIL", Realm.Event::type)
                .returns(null, Realm.Event::error)
                .returns(tenant.userId(user), Realm.Event::userId);
        assertThat(tenant.events().toString()).doesNotContain(code, token);

        api.verifyOtp(token, code)
                .then()
                .statusCode(200)
                .body("access_token", notNullValue())
                .body("refresh_token", notNullValue())
                .body("token_type", notNullValue());
        assertRefused(api.verifyOtp(token, code));
        assertThat(tenant.events()).anySatisfy(event -> assertThat(event)
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("invalid_token", Realm.Event::error));
    }

    @Test
    void aCodeIsGoodAsSoonAsItCanBeRead() throws Exception {
        Realm other = keycloak.tenant();
        other.attribute("pbx.twoFactor", "true");
        other.createUser("reader", PASSWORD);
        TenantSignIn there = new TenantSignIn(keycloak, other);
        String address = "reader@" + other.name() + ".test";
        try (HeldReply server = new HeldReply(other, mailbox)) {
            String token = there.challenged("reader", PASSWORD);
            CompletableFuture<Response> sent = CompletableFuture.supplyAsync(() -> there.sendOtp(token));
            Awaited.until(() -> mailbox.to(address), mails -> !mails.isEmpty());
            there.verifyOtp(token, mailbox.code(address)).then().statusCode(200).body("access_token", notNullValue());
            assertThat(sent).isNotDone();
            server.release();
            sent.get(20, TimeUnit.SECONDS).then().statusCode(200);
        }
    }

    @Test
    void mailIsTextAndHtmlAndSaysHowLongTheCodeIsValid() throws Exception {
        String user = user();
        api.sendOtp(api.challenged(user, PASSWORD)).then().statusCode(200);
        MimeMessage mail = mailbox.to(address(user)).get(0);
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(mail.getSubject()).contains(tenant.name());
        assertThat(Mailbox.text(mail)).contains("10 minutes", tenant.name());
    }

    @Test
    void codesDiffer() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            String user = user();
            api.sendOtp(api.challenged(user, PASSWORD)).then().statusCode(200);
            codes.add(mailbox.code(address(user)));
        }
        assertThat(codes).hasSizeGreaterThan(2);
    }

    @Test
    void fiveWrongCodesUseTheTokenUpAndLockTheUser() {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        api.sendOtp(token).then().statusCode(200);
        String code = mailbox.code(address(user));
        String id = tenant.userId(user);
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> assertRefused(api.verifyOtp(token, other(code))));
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        assertRefused(api.signIn(user, PASSWORD));
        BruteForce.unlock(keycloak, tenant, id);
        assertRefused(api.verifyOtp(token, code));
    }

    @Test
    void manyWrongCodesOpenNothing() {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        api.sendOtp(token).then().statusCode(200);
        String code = mailbox.code(address(user));
        Together.send(8, GUESSES, number -> {
                    String guess = String.format("%06d", number);
                    return api.verifyOtp(token, guess.equals(code) ? "x" + guess : guess);
                })
                .forEach(TenantSignIn::assertRefused);
        assertRefused(api.verifyOtp(token, code));
    }

    @Test
    void aCodeUsedInParallelHasOneWinner() {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        api.sendOtp(token).then().statusCode(200);
        String code = mailbox.code(address(user));
        assertThat(Together.send(8, number -> api.verifyOtp(token, code).statusCode()))
                .containsOnlyOnce(200)
                .containsOnly(200, TenantSignIn.REFUSED);
    }

    @Test
    void aCodeIsBoundToItsSessionToken() {
        String user = user();
        String first = api.challenged(user, PASSWORD);
        String second = api.challenged(user, PASSWORD);
        api.sendOtp(first).then().statusCode(200);
        assertRefused(api.verifyOtp(second, mailbox.code(address(user))));
        api.verifyOtp(first, mailbox.code(address(user))).then().statusCode(200);
    }

    @Test
    void noCodeIsRightBeforeOneWasSent() {
        String token = api.challenged(user(), PASSWORD);
        assertRefused(api.verifyOtp(token, "000000"));
        assertRefused(api.verifyOtp(token, " "));
    }

    @Test
    void sendingAgainIsThrottledAndReplacesTheCode() throws Exception {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        api.sendOtp(token).then().statusCode(200);
        String old = mailbox.code(address(user));
        Response again = api.sendOtp(token);
        assertError(again, 429, "TOO_MANY_REQUESTS");
        assertThat(Integer.parseInt(again.header("Retry-After"))).isPositive();
        assertError(api.sendOtp(api.challenged(user, PASSWORD)), 429, "TOO_MANY_REQUESTS");
        assertThat(mailbox.to(address(user))).hasSize(1);

        String impatient = user();
        tenant.attribute("pbx.twoFactorResendSeconds", "1");
        try {
            String held = api.challenged(impatient, PASSWORD);
            api.sendOtp(held).then().statusCode(200);
            String first = mailbox.code(address(impatient));
            String next = first;
            while (next.equals(first)) {
                Thread.sleep(1100);
                api.sendOtp(held).then().statusCode(200);
                next = mailbox.code(address(impatient));
            }
            assertRefused(api.verifyOtp(held, first));
            BruteForce.awaitFailures(keycloak, tenant, tenant.userId(impatient), 1);
            api.verifyOtp(held, next).then().statusCode(200);
        } finally {
            tenant.attribute("pbx.twoFactorResendSeconds", null);
        }
        api.verifyOtp(token, old).then().statusCode(200);
    }

    @Test
    void tokensOfAnotherTenantTamperedAndMadeUpOnesAreRefused() {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        TenantSignIn foreign = new TenantSignIn(keycloak, keycloak.realm("globex"));
        assertRefused(foreign.sendOtp(token));
        assertRefused(foreign.verifyOtp(token, "123456"));
        String tampered = token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");
        for (String wrong : List.of(tampered, "x", ".", token + "x")) {
            assertRefused(api.sendOtp(wrong));
        }
        assertThat(mailbox.to(address(user))).isEmpty();
        api.sendOtp(token).then().statusCode(200);
    }

    @Test
    void mailThatCannotBeSentIsAClearErrorWithAnEvent() {
        String user = user();
        String token = api.challenged(user, PASSWORD);
        Mailbox.loseMailOf(tenant);
        try {
            tenant.clearEvents();
            assertError(api.sendOtp(token), 400, "EMAIL_NOT_SENT");
            assertThat(tenant.events().get(0))
                    .returns("SEND_VERIFY_EMAIL_ERROR", Realm.Event::type)
                    .returns("email_send_failed", Realm.Event::error);

            FormBrowser.Page page = signInPage().submit("username", user(), "password", PASSWORD);
            assertThat(page.body()).contains("The code could not be sent");
        } finally {
            mailbox.receive(tenant);
        }
    }

    @Test
    void aUserWithoutAnAddressGetsAClearErrorWithAnEvent() {
        String user = user();
        keycloak.admin()
                .body(Map.of("email", ""))
                .put(tenant.adminPath("/users/" + tenant.userId(user)))
                .then()
                .statusCode(204);
        String token = api.challenged(user, PASSWORD);
        tenant.clearEvents();
        assertError(api.sendOtp(token), 400, "EMAIL_NOT_SENT");
        assertThat(tenant.events().get(0)).returns("invalid_email", Realm.Event::error);
    }

    @Test
    void aTenantsNameAddsNoMailHeaders() throws Exception {
        tenant.update(realm -> realm.put("displayName", "Name\r\nBcc: stranger@mail.test\r\nX-Bad: yes"));
        try {
            String user = user();
            api.sendOtp(api.challenged(user, PASSWORD)).then().statusCode(200);
            MimeMessage mail = mailbox.to(address(user)).get(0);
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(mail.getHeader("X-Bad")).isNull();
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getSubject()).contains("Name").doesNotContain("\n");
        } finally {
            tenant.update(realm -> realm.put("displayName", tenant.name()));
        }
    }

    @Test
    void anAuthenticatorAppStaysTheSecondFactorOfWhoHasOne() {
        String user = user();
        Totp app = Totp.register(keycloak, tenant, tenant.userId(user));
        String token = api.challenged(user, PASSWORD);
        api.sendOtp(token).then().statusCode(200);
        assertThat(mailbox.to(address(user))).isEmpty();
        api.verifyOtp(token, app.code()).then().statusCode(200);
    }

    @Test
    void withoutTheAttributeThePasswordIsEnough() {
        String user = user();
        tenant.attribute("pbx.twoFactor", null);
        try {
            api.signIn(user, PASSWORD).then().statusCode(200).body("access_token", notNullValue());
        } finally {
            tenant.attribute("pbx.twoFactor", "true");
        }
    }

    @Test
    void aSuspendedTenantSendsNothing() {
        TenantSignIn here = new TenantSignIn(keycloak, keycloak.realm("master"));
        String user = user();
        String token = api.challenged(user, PASSWORD);
        tenant.update(realm -> realm.put("enabled", false));
        try {
            assertRefused(here.sendOtp(token));
            assertThat(mailbox.to(address(user))).isEmpty();
        } finally {
            tenant.update(realm -> realm.put("enabled", true));
        }
        assertRefused(here.sendOtp(token));
        here.sendOtp(api.challenged(user, PASSWORD)).then().statusCode(200);
    }

    @Test
    void theBrowserAsksForTheSameCode() {
        String user = user();
        FormBrowser.Page page = signInPage().submit("username", user, "password", PASSWORD);
        String code = mailbox.code(address(user));

        FormBrowser.Page wrong = page.submit("code", other(code));
        assertThat(wrong.body()).contains(WRONG_CODE);
        BruteForce.awaitFailures(keycloak, tenant, tenant.userId(user), 1);
        FormBrowser.Page waiting = wrong.submit("resend", "true");
        assertThat(waiting.body())
                .containsPattern("A code was sent a moment ago\\. You can ask for another one in [0-9]+ seconds");
        assertThat(mailbox.to(address(user))).hasSize(1);

        FormBrowser.Page done = waiting.submit("code", code);
        assertThat(done.isElsewhere()).as("%s", done).isTrue();
        assertThat(done.parameter("code")).isNotNull();
    }

    @Test
    void theBrowserRefusesACodeAfterFiveWrongOnes() {
        String user = user();
        String id = tenant.userId(user);
        FormBrowser.Page page = signInPage().submit("username", user, "password", PASSWORD);
        String code = mailbox.code(address(user));
        for (int failures = 1; failures <= 5; failures++) {
            page = page.submit("code", other(code));
            BruteForce.awaitFailures(keycloak, tenant, id, failures);
        }
        BruteForce.unlock(keycloak, tenant, id);
        assertThat(page.body()).contains(WRONG_CODE);
        page = page.submit("code", code);
        assertThat(page.isElsewhere()).isFalse();
        assertThat(page.body()).contains("There is no code to enter").doesNotContain("name=\"code\"");
    }

    @Test
    void aSecondSignInAtOnceIsToldThatItHasNoCodeYet() throws InterruptedException {
        String user = user();
        String id = tenant.userId(user);
        FormBrowser.Page first = signInPage().submit("username", user, "password", PASSWORD);
        String code = mailbox.code(address(user));

        FormBrowser.Page second = signInPage().submit("username", user, "password", PASSWORD);
        assertThat(second.body())
                .containsPattern("There is no code to enter.* in ([1-9]|[12][0-9]|30) seconds")
                .doesNotContain("We have sent a sign-in code", "name=\"code\"");
        assertThat(mailbox.to(address(user))).hasSize(1);
        // The code of the other sign-in is no guess here, and stays good there.
        tenant.clearEvents();
        second = second.submit("code", code);
        assertThat(second.isElsewhere()).isFalse();
        assertThat(tenant.events()).isEmpty();
        assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 0);
        assertThat(first.submit("code", code).parameter("code")).isNotNull();

        tenant.attribute("pbx.twoFactorResendSeconds", "1");
        try {
            String other = user();
            signInPage().submit("username", other, "password", PASSWORD);
            FormBrowser.Page late = signInPage().submit("username", other, "password", PASSWORD);
            Instant end = Instant.now().plusSeconds(20);
            while (!late.body().contains("A new code is on its way")) {
                assertThat(Instant.now()).isBefore(end);
                TimeUnit.MILLISECONDS.sleep(200);
                late = late.submit("resend", "true");
            }
            assertThat(late.body()).contains("A new code is on its way", "name=\"code\"");
        } finally {
            tenant.attribute("pbx.twoFactorResendSeconds", null);
        }
    }

    @Test
    void theBrowserGoesBackToThePassword() {
        FormBrowser.Page page = signInPage().submit("username", user(), "password", PASSWORD);
        assertThat(page.submit("cancel", "true", "code", "").body()).contains("id=\"password\"");
    }

    private FormBrowser.Page signInPage() {
        return new FormBrowser(keycloak)
                .authorize(tenant, "app", APP, "code_challenge", "c".repeat(43), "code_challenge_method", "S256");
    }

    private String user() {
        String name = "u" + ++users;
        tenant.createUser(name, PASSWORD);
        return name;
    }

    private String address(String user) {
        return user + "@" + tenant.name() + ".test";
    }

    private static String other(String code) {
        return (code.startsWith("0") ? "1" : "0") + code.substring(1);
    }
}
