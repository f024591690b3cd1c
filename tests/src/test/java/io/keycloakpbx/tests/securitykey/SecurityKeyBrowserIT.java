package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Action URLs in Chromium, with a web application that they end at. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyBrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final Keycloak keycloak;
    private Realm tenant;
    private String token;
    private HttpServer application;
    private String redirectUri;
    private Playwright playwright;
    private Browser browser;

    SecurityKeyBrowserIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void startBrowser() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "needs Chromium at " + CHROMIUM);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox")));

        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            byte[] page = "<title>application</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        application.start();
        redirectUri = "http://localhost:" + application.getAddress().getPort() + "/done";

        tenant = keycloak.createTenant("browser.test");
        token = SecurityKeys.integrationToken(keycloak, tenant);
        String client = SecurityKeys.clientUuid(keycloak, tenant, "pbx-app");
        Map<String, Object> representation =
                keycloak.admin().get(tenant.adminPath("/clients/" + client)).path("");
        representation.put("redirectUris", List.of(redirectUri));
        keycloak.admin()
                .body(representation)
                .put(tenant.adminPath("/clients/" + client))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "amr",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-amr-mapper",
                        "config",
                        Map.of("id.token.claim", "true", "access.token.claim", "true")))
                .post(tenant.adminPath("/clients/" + client + "/protocol-mappers/models"))
                .then()
                .statusCode(201);
    }

    @AfterAll
    void stop() {
        if (tenant != null) {
            tenant.close();
        }
        if (application != null) {
            application.stop(0);
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    private Map<String, String> key(String user, String action) {
        return SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                tenant,
                token,
                Map.of(
                        "lifeSpan",
                        600,
                        "purpose",
                        "Forgot Password",
                        "value",
                        user,
                        "action",
                        action,
                        "clientId",
                        "pbx-app",
                        "redirectUri",
                        redirectUri)));
    }

    @Test
    void aForgottenPasswordIsReplaced() {
        tenant.createUser("501", "Forgotten-501!");
        Map<String, String> key = key("501", "UPDATE_PASSWORD");
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.navigate(key.get("actionUrl"));
            assertThat(page.textContent("body")).contains("Update Password");
            page.click("#pbx-continue");
            page.fill("#password-new", "Remembered-501!");
            page.fill("#password-confirm", "Remembered-501!");
            page.click("[type=submit]");
            page.waitForURL(url -> url.startsWith(redirectUri));
            assertThat(page.title()).isEqualTo("application");
        }
        assertThat(SecurityKeys.directGrant(keycloak, tenant, "username", "501", "password", "Forgotten-501!")
                        .statusCode())
                .isNotEqualTo(200);
        assertThat(SecurityKeys.directGrant(keycloak, tenant, "username", "501", "password", "Remembered-501!")
                        .statusCode())
                .isEqualTo(200);
        try (BrowserContext another = browser.newContext()) {
            Page page = another.newPage();
            page.navigate(key.get("actionUrl"));
            assertThat(page.isVisible("#pbx-continue")).isFalse();
            assertThat(page.textContent("body")).contains("expired");
        }
    }

    @Test
    void signingInAsksForTheSecondFactorAndTheSessionSaysHowItSignedIn() throws Exception {
        String id = tenant.createUser("502", "Second-factor-502!");
        Totp totp = Totp.register(keycloak, tenant, id);
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.navigate(key("502", "SIGN_IN").get("actionUrl"));
            page.click("#pbx-continue");
            assertThat(page.url()).doesNotStartWith(redirectUri);
            page.fill("#otp", totp.now());
            page.click("[type=submit]");
            page.waitForURL(url -> url.startsWith(redirectUri));

            assertThat(authenticationMethods(page)).containsExactlyInAnyOrder("one-time-key", "otp");
        }
    }

    /** The claim {@code amr} of tokens that the application gets by the session of the browser. */
    private List<String> authenticationMethods(Page page) throws Exception {
        String verifier = "a-code-verifier-that-is-long-enough-for-the-rules";
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        page.navigate(tenant.issuer() + "/protocol/openid-connect/auth?client_id=pbx-app&response_type=code"
                + "&scope=openid&code_challenge_method=S256&code_challenge=" + challenge + "&redirect_uri="
                + URLEncoder.encode(redirectUri, StandardCharsets.UTF_8));
        String query = URI.create(page.url()).getRawQuery();
        String code = query.replaceFirst("^(.*&)?code=", "").replaceFirst("&.*", "");
        String idToken = tenant.tokenRequest(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "pbx-app",
                        "code",
                        code,
                        "redirect_uri",
                        redirectUri,
                        "code_verifier",
                        verifier)
                .then()
                .statusCode(200)
                .extract()
                .path("id_token");
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]));
        return new ObjectMapper().readerForListOf(String.class).readValue(claims.get("amr"));
    }

    @Test
    void programsThatFollowLinksUseNothingUp() {
        tenant.createUser("503", "Scanned-503!");
        Map<String, String> key = key("503", "SIGN_IN");
        for (int i = 0; i < 3; i++) {
            assertThat(keycloak.http()
                            .urlEncodingEnabled(false)
                            .get(URI.create(key.get("actionUrl")))
                            .statusCode())
                    .isEqualTo(200);
            keycloak.http().urlEncodingEnabled(false).head(URI.create(key.get("actionUrl")));
        }
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.navigate(key.get("actionUrl"));
            // The page's own address can be loaded again and again as well.
            page.reload();
            page.click("#pbx-continue");
            page.waitForURL(url -> url.startsWith(redirectUri));
        }
    }

    @Test
    void aUrlOpensNothingInAnotherTenant() {
        tenant.createUser("504", "Elsewhere-504!");
        Map<String, String> key = key("504", "SIGN_IN");
        try (Realm other = keycloak.createTenant("elsewhere.test");
                BrowserContext context = browser.newContext()) {
            other.createUser("504", "Elsewhere-504!");
            Page page = context.newPage();
            page.navigate(
                    key.get("actionUrl").replace("/realms/" + tenant.name() + "/", "/realms/" + other.name() + "/"));
            assertThat(page.isVisible("#pbx-continue")).isFalse();
            page.navigate(key.get("actionUrl"));
            page.click("#pbx-continue");
            page.waitForURL(url -> url.startsWith(redirectUri));
        }
    }

    @Test
    void aRevokedKeyOpensNothing() {
        String id = tenant.createUser("505", "Revoked-505!");
        Map<String, String> key = key("505", "SIGN_IN");
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.navigate(key.get("actionUrl"));
            keycloak.admin()
                    .queryParam("user", id)
                    .delete(tenant.adminPath("/security-keys"))
                    .then()
                    .statusCode(200);
            page.click("#pbx-continue");
            assertThat(page.url()).doesNotStartWith(redirectUri);
            assertThat(page.textContent("body")).contains("expired");
        }
    }

    @Test
    void withoutRedirectUriARequiredActionEndsWithoutASession() {
        tenant.createUser("506", "No-session-506!");
        Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                tenant,
                token,
                Map.of("lifeSpan", 600, "purpose", "Forgot Password", "value", "506", "action", "UPDATE_PASSWORD")));
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.navigate(key.get("actionUrl"));
            page.click("#pbx-continue");
            page.fill("#password-new", "Remembered-506!");
            page.fill("#password-confirm", "Remembered-506!");
            page.click("[type=submit]");
            assertThat(page.textContent("body")).contains("Your account has been updated");
            assertThat(context.cookies()).extracting(cookie -> cookie.name).doesNotContain("KEYCLOAK_IDENTITY");
        }
    }
}
