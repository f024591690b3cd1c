package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A PBX app on a client that the OpenID Foundation has certified: {@code openid-client} on Node.js. */
@OnKeycloak
class CertifiedClientIT {

    private static final String PASSWORD = "Certified-101!";
    private static final int TIMEOUT_SECONDS = 120;
    private static final int MIN_NODE = 20;
    private static final Pattern VERSION = Pattern.compile("v?[0-9]+\\.[0-9]+\\.[0-9]+.*");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "pbx-app.mjs");

    /** What npm says where no registry can be reached. */
    private static final Pattern NO_NETWORK =
            Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH");

    private final Keycloak keycloak;
    private final Realm tenant;

    CertifiedClientIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        assumeTrue(
                majorVersion("node") >= MIN_NODE && majorVersion("npm") > 0,
                "the client needs Node.js " + MIN_NODE + " or newer, and npm");
        Files.createDirectories(directory());
        for (String file : FILES) {
            Files.copy(
                    Settings.CHECKOUT.root().resolve("tests/src/test/node").resolve(file),
                    directory().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Output npm = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (npm.exitCode() != 0) {
            assumeTrue(!NO_NETWORK.matcher(npm.text()).find(), () -> "no npm registry can be reached:\n" + npm.text());
        }
        assertThat(npm.exitCode()).as(npm.text()).isZero();
    }

    @Test
    void signsInFromASipAddressRefreshesAndSignsOut() throws IOException, InterruptedException {
        try (PbxApp app = PbxApp.open(keycloak, tenant)) {
            String id = tenant.createUser("101", PASSWORD);
            tenant.clearEvents();
            Output node = run(
                    "node",
                    "pbx-app.mjs",
                    """
                    {"webFinger": "%s/realms/master/.well-known/webfinger", "resource": "acct:101@%s",
                     "clientId": "pbx-app", "redirectUri": "%s", "postLogoutRedirectUri": "%s",
                     "username": "101", "password": "%s"}"""
                            .formatted(
                                    keycloak.baseUrl(),
                                    tenant.name(),
                                    app.redirectUri(),
                                    app.signedOutUri(),
                                    PASSWORD));
            assertThat(node.exitCode()).as(node.text()).isZero();
            JsonPath seen = JsonPath.from(node.text().lines().reduce("", (first, last) -> last));

            assertThat(seen.getString("issuer")).isEqualTo(tenant.issuer());
            assertThat(seen.<Map<String, Object>>get("claims"))
                    .containsEntry("iss", tenant.issuer())
                    .containsEntry("aud", "pbx-app")
                    .containsEntry("sub", id)
                    .containsEntry("preferred_username", "101")
                    .containsEntry("sip_domain", tenant.name());
            assertThat(seen.<Map<String, Object>>get("userInfo"))
                    .containsEntry("sub", id)
                    .containsEntry("sip_domain", tenant.name())
                    .containsEntry("pbx_role", "StandardUser");
            assertThat(seen.getList("grantTypes"))
                    .contains("authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code");
            assertThat(seen.getInt("signedOut.status")).isEqualTo(302);
            assertThat(seen.getString("signedOut.location")).isEqualTo(seen.getString("expectedSignedOut"));
            assertThat(seen.getString("refreshAfterLogout")).isEqualTo("invalid_grant");
            assertThat(seen.getString("userInfoAfterLogout")).isEqualTo("invalid_token");

            assertThat(tenant.events())
                    .extracting(Realm.Event::type)
                    .containsExactly("LOGOUT", "CODE_TO_TOKEN", "LOGIN");
        }
    }

    private static Path directory() {
        return Settings.CHECKOUT.root().resolve("tests/target/node");
    }

    /** 0 where there is no such program. */
    private static int majorVersion(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 && VERSION.matcher(version).matches()
                    ? Integer.parseInt(version.replaceFirst("^v", "").split("\\.")[0])
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static Output run(String... command) throws IOException, InterruptedException {
        Path log = directory().resolve(command[0] + ".log");
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        assertThat(ended)
                .as("%s within %s s: %s", String.join(" ", command), TIMEOUT_SECONDS, text)
                .isTrue();
        return new Output(process.exitValue(), text);
    }

    private record Output(int exitCode, String text) {}
}
