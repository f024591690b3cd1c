package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Page;
import io.keycloakpbx.tests.browser.Visitor;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/first-tenant.md, whose commands docs/examples/first-tenant.sh runs: what it prints, and what the tenant's first
 * administrator and its first user find in a browser.
 */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstTenantIT {

    private static final String DOMAIN = "first.example.test";
    private static final String USER_PASSWORD = "First-of-201!";

    /** A fifth of what the page imports. */
    private static final int USERS = 100;

    private final Keycloak keycloak;
    private final Realm tenant;

    @AutoClose
    private final Mailbox mailbox = new Mailbox();

    @AutoClose
    private final StaticPage app;

    private Path directory;

    /** What the script prints, by the heading of the step. */
    private String[] steps;

    FirstTenantIT(Keycloak keycloak) throws IOException {
        this.keycloak = keycloak;
        this.tenant = keycloak.realm(DOMAIN);
        this.app = new StaticPage(
                Settings.CHECKOUT.root().resolve("docs/examples/browser-app"),
                Map.of("http://localhost:8080", keycloak.baseUrl().toString()));
    }

    @BeforeAll
    void followThePage(@TempDir Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        steps = run(ServerUnderTest.ADMIN_PASSWORD).succeeded().split("\n## ");
    }

    private CommandLine.Run run(String adminPassword) throws IOException, InterruptedException {
        return new CommandLine(directory, directory)
                .shell(
                        "SERVER='%s' ADMIN='%s' ADMIN_PASSWORD='%s' DOMAIN='%s' APP='%s' MAIL_HOST=127.0.0.1 MAIL_PORT=%d USERS=%d USER_PASSWORD='%s' '%s'"
                                .formatted(
                                        keycloak.baseUrl(),
                                        ServerUnderTest.ADMIN,
                                        adminPassword,
                                        DOMAIN,
                                        app.address(),
                                        mailbox.port(),
                                        USERS,
                                        USER_PASSWORD,
                                        Settings.CHECKOUT.root().resolve("docs/examples/first-tenant.sh")));
    }

    @Test
    void theScriptTellsWhatComesOfEachStep() {
        assertThat(steps)
                .extracting(step -> step.lines().findFirst().orElse(""))
                .containsExactly(
                        "",
                        "1. Say where the server is",
                        "2. Make the tenant",
                        "3. Let the administrator choose a password",
                        "4. Sign in as the server that manages users",
                        "5. Make a user with an extension",
                        "6. Get a token",
                        "7. Import 500 users with their extensions");
        JsonPath made = JsonPath.from(lines(2).get(0));
        assertThat(made.getString("realm")).isEqualTo(DOMAIN);
        assertThat(made.getBoolean("administrator.mailed")).isTrue();
        assertThat(made.<Map<String, String>>get("clients"))
                .containsOnlyKeys("pbx-integration", "pbx-provisioning", "pbx-rest");
        assertThat(lines(3))
                .containsExactly(
                        "anna chooses a password by the link that is mailed to anna@" + DOMAIN,
                        "Then anna signs in at " + keycloak.baseUrl() + "/admin/" + DOMAIN + "/console/");
        assertThat(JsonPath.from(lines(5).get(0)).getString("username")).isEqualTo("201");
        assertThat(JsonPath.from(lines(6).get(0)).<Map<String, Object>>get(""))
                .containsEntry("sub", tenant.userId("201"))
                .containsEntry("sip_domain", DOMAIN)
                .containsEntry("extension", "201");
        assertThat(lines(7))
                .containsExactly(
                        "server,extension,default,username,firstName,lastName,email",
                        "pbx,1000,true,1000,User,No. 1000,1000@" + DOMAIN,
                        "pbx,1001,true,1001,User,No. 1001,1001@" + DOMAIN,
                        "{\"dryRun\":false,\"committed\":true,\"brokenOff\":false,\"created\":%1$d,\"updated\":0,\"unchanged\":0,\"failed\":0,\"usersCreated\":%1$d,\"withdrawn\":0,\"withdrawals\":[],\"ignoredColumns\":[],\"notTaken\":[]}"
                                .formatted(USERS),
                        String.valueOf(USERS + 2));
        assertThat(String.join("", steps)).doesNotContain(USER_PASSWORD, "eyJ");
    }

    private List<String> lines(int step) {
        return steps[step].lines().skip(1).filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void theImportedUsersHaveTheirExtensions() {
        keycloak.admin()
                .queryParam("search", "1099")
                .get(tenant.adminPath("/extensions"))
                .then()
                .statusCode(200)
                .header("X-Total-Count", "1")
                .body("managingUser.username", contains("1099"))
                .body("default", contains(true));
        keycloak.admin()
                .queryParam("username", "1099")
                .get(tenant.adminPath("/users"))
                .then()
                .body("[0].email", equalTo("1099@" + DOMAIN))
                .body("[0].lastName", equalTo("No. 1099"));
    }

    @Test
    void theScriptStopsWhereTheServerRefuses() throws IOException, InterruptedException {
        assertThat(run(ServerUnderTest.ADMIN_PASSWORD).failed())
                .contains("SIP domain " + DOMAIN)
                .contains("belongs to realm " + DOMAIN + " already")
                .contains("error: 409")
                .doesNotContain("## 3.");
        assertThat(run("not-the-password").failed())
                .contains("Invalid user credentials")
                .doesNotContain("## 3.");
    }

    @Nested
    @WithBrowser
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class FirstTenantInABrowser {

        private static final String ADMINISTRATORS_PASSWORD = "First-of-anna-1!";

        @Test
        void theAdministratorChoosesAPasswordAndSeesTheUsers(Visitors visitors) {
            Visitor anna = visitors.open();
            Page page = anna.page();
            page.navigate(mailbox.link("anna@" + DOMAIN));
            page.click("#kc-info-message a");
            page.fill("#password-new", ADMINISTRATORS_PASSWORD);
            page.fill("#password-confirm", ADMINISTRATORS_PASSWORD);
            page.click("[type=submit]");
            assertThat(anna.text()).contains("Your account has been updated.");

            page.navigate(keycloak.baseUrl() + "/admin/" + DOMAIN + "/console/#/" + DOMAIN + "/users");
            anna.signIn("anna", ADMINISTRATORS_PASSWORD);
            page.waitForSelector("text=1001@" + DOMAIN);
            anna.picture("console");
            // What only the operator may change is not there.
            assertThat(anna.text())
                    .contains("Users", "Groups", "Identity providers")
                    .doesNotContain("Clients");
        }

        @Test
        void theUserSignsInToTheBrowserApp(Visitors visitors) {
            Visitor visitor = visitors.open();
            Page page = visitor.page();
            List<String> problems = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if ("error".equals(message.type())) {
                    problems.add(message.text());
                }
            });
            page.navigate(app.address());
            enter(page, "201@" + DOMAIN);
            page.waitForSelector("#password");
            assertThat(page.url()).startsWith(tenant.issuer() + "/");
            assertThat(page.inputValue("#username")).isEqualTo("201");
            visitor.signIn("201", USER_PASSWORD);

            page.waitForSelector("#signed-in:visible");
            assertThat(page.innerText("#who")).isEqualTo("Signed in as 201");
            assertThat(page.locator("#claims dt").allInnerTexts()).contains("sub", "sip_domain", "extension");
            assertThat(page.locator("#claims dd").allInnerTexts()).contains(DOMAIN, "201", tenant.userId("201"));
            visitor.picture("browser-app");
            // Nothing stays where a script or the next person at the computer finds it.
            assertThat(page.url()).isEqualTo(app.address());
            assertThat(page.evaluate("sessionStorage.length + localStorage.length + document.cookie.length"))
                    .isEqualTo(0);

            page.click("#sign-out");
            page.waitForSelector("#sign-in:visible");
            assertThat(page.url()).isEqualTo(app.address());
            enter(page, "201@" + DOMAIN);
            page.waitForSelector("#password");
            assertThat(problems).isEmpty();
        }

        @Test
        void theBrowserAppTakesNoAnswersThatItDidNotAskFor(Visitors visitors) {
            Page page = visitors.open().page();
            page.navigate(app.address() + "?state=forged&code=forged&iss=" + tenant.issuer());
            says(page, "This sign-in was not begun here. Begin again.");
            enter(page, "101@nowhere.example.test");
            says(page, "No phone system is known for 101@nowhere.example.test.");
            enter(page, "201@" + DOMAIN);
            page.waitForSelector("#password");
            page.navigate(app.address());
            String state = (String) page.evaluate("JSON.parse(sessionStorage.getItem('pending-sign-in')).state");
            page.navigate(
                    app.address() + "?state=" + state + "&code=forged&iss=" + keycloak.baseUrl() + "/realms/globex");
            says(page, "Another server has answered. Begin again.");
            // It is good once.
            page.navigate(app.address() + "?state=" + state + "&code=forged&iss=" + tenant.issuer());
            says(page, "This sign-in was not begun here. Begin again.");
        }

        private void enter(Page page, String address) {
            page.fill("#address", address);
            page.click("#sign-in button");
        }

        private void says(Page page, String message) {
            page.waitForSelector("#message:text-is(\"" + message + "\")");
            assertThat(page.url()).isEqualTo(app.address());
        }
    }
}
