package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.signin.Mailbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The code by mail as the second step of a browser's sign-in, and the mail of a forgotten password. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailedCodeIT {

    private static final String PASSWORD = "Emailed-201!";
    private static final String LONG_NAME =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-Telefonzentrale";

    private final Keycloak keycloak;
    private Realm tenant;

    @AutoClose
    private PbxApp app;

    @AutoClose
    private Mailbox mailbox;

    EmailedCodeIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void openAppAndMailbox(Realm tenant) {
        this.tenant = tenant;
        mailbox = new Mailbox();
        tenant.attribute("pbx.twoFactor", "true");
        tenant.update(realm -> realm.put("displayName", LONG_NAME));
        app = PbxApp.open(keycloak, tenant);
    }

    @BeforeEach
    void receiveMail() {
        mailbox.receive(tenant);
        tenant.clearEvents();
    }

    @Test
    void aCodeFromTheMailSignsIn(Visitors visitors) {
        String username = "code";
        Visitor visitor = visitors.open();
        signIn(visitor, username);
        assertThat(visitor.title()).isEqualTo("Check your mail");
        visitor.check("email-code");
        assertThat(app.hasCallback()).as("signed in with the password alone").isFalse();

        String code = mailbox.code(address(username));
        Visitor reader = visitors.open(Screen.PHONE);
        reader.page().setContent(Mailbox.html(mailbox.to(address(username)).get(0)));
        assertThat(reader.text()).contains(LONG_NAME);
        reader.picture("mail");
        assertThat((Boolean) reader.page().evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("the mail fits a phone")
                .isTrue();

        enter(visitor, code.equals("000000") ? "000001" : "000000");
        assertThat(visitor.page().innerText("#input-error-code")).isEqualTo("This code is wrong or no longer valid.");
        visitor.check("email-code-refused");
        assertThat(app.hasCallback()).isFalse();

        enter(visitor, code);
        app.tokens().then().statusCode(200);
        assertThat(tenant.events()).extracting(Realm.Event::type).contains("LOGIN", "LOGIN_ERROR");

        // Of no use to somebody who knows the password and has seen the code.
        Visitor other = visitors.open();
        other.page().navigate(app.authorizationUrl());
        other.signIn(username, PASSWORD);
        assertThat(other.text()).contains("There is no code to enter");
        assertThat(other.page().querySelector("#code")).isNull();
        other.check("email-code-none");
        assertThat(app.hasCallback()).isFalse();
    }

    @Test
    void aNewCodeIsSentOnlyAfterAWhile(Visitors visitors) {
        Visitor visitor = visitors.open();
        signIn(visitor, "again");
        visitor.page().click("#pbx-resend");
        assertThat(visitor.text()).contains("A code was sent a moment ago.");
        assertThat(mailbox.to(address("again"))).hasSize(1);
    }

    @Test
    void saysThatTheCodeCannotBeSent(Visitors visitors) {
        Mailbox.loseMailOf(tenant);
        Visitor visitor = visitors.open();
        signIn(visitor, "unsent");
        assertThat(visitor.text()).contains("The code could not be sent.");
        visitor.picture("email-code-not-sent");
        assertThat(app.hasCallback()).isFalse();
        assertThat(tenant.events()).extracting(Realm.Event::type).contains("SEND_VERIFY_EMAIL_ERROR");
    }

    /** Keycloak's own way. The link in the mail stands for the second step that once. */
    @Test
    void aForgottenPasswordIsReplacedByALinkInAMail(Visitors visitors) {
        tenant.createUser("forgetful", PASSWORD);
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.page().click("text=Forgot Password?");
        visitor.page().fill("#username", "forgetful");
        visitor.page().click("[type=submit]");
        assertThat(visitor.text()).contains("You should receive an email shortly");

        visitor.page().navigate(mailbox.link(address("forgetful")));
        assertThat(visitor.title()).isEqualTo("Update password");
        visitor.page().fill("#password-new", "Another-password-1!");
        visitor.page().fill("#password-confirm", "Another-password-1!");
        visitor.page().click("#kc-submit");
        app.tokens().then().statusCode(200);

        Visitor later = visitors.open();
        later.page().navigate(app.authorizationUrl());
        later.signIn("forgetful", PASSWORD);
        assertThat(later.page().innerText("#input-error-username")).startsWith("Invalid username or password.");
        later.signIn("forgetful", "Another-password-1!");
        assertThat(later.title()).isEqualTo("Check your mail");
        enter(later, mailbox.code(address("forgetful")));
        app.tokens().then().statusCode(200);
    }

    private void signIn(Visitor visitor, String username) {
        tenant.createUser(username, PASSWORD);
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn(username, PASSWORD);
    }

    private String address(String username) {
        return username + "@" + tenant.name() + ".test";
    }

    private static void enter(Visitor visitor, String code) {
        visitor.page().fill("#code", code);
        visitor.page().click("#pbx-submit");
    }
}
