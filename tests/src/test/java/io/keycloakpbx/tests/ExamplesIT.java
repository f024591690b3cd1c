package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.proc.JWTProcessor;
import io.keycloakpbx.tests.sts.TokenTenant;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is in docs/examples, as its readers run it. {@link FirstTenantIT} has the browser app. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {

    private static final String PASSWORD = "Example-101!";
    private static final Path EXAMPLES = Settings.CHECKOUT.root().resolve("docs/examples");
    private static final int EXPIRY_SECONDS = 30;

    private final Keycloak keycloak;
    private final Realm tenant;

    ExamplesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeTheUserOfTheDemo() {
        tenant.update(realm -> realm.put("oauth2DevicePollingInterval", 1));
        tenant.createUser("101", PASSWORD);
        keycloak.admin()
                .body(
                        """
                        {"servers": [{"name": "pbx", "extensions": [{"extension": "101", "managingUser": "101"}]}]}""")
                .queryParam("atomic", true)
                .post(tenant.adminPath("/pbx-data"))
                .then()
                .statusCode(200);
    }

    @Test
    void theRequestsAreAnsweredAsTheFileSays() throws IOException, InterruptedException {
        Map<String, String> answers = new RequestFile(
                        EXAMPLES.resolve("http/keycloak-pbx.http"),
                        Map.of(
                                "server",
                                keycloak.baseUrl().toString(),
                                "domain",
                                tenant.name(),
                                "username",
                                "101",
                                "password",
                                PASSWORD,
                                "admin",
                                ServerUnderTest.ADMIN,
                                "adminPassword",
                                ServerUnderTest.ADMIN_PASSWORD,
                                "newDomain",
                                "requests.example.test"))
                .send();
        assertThat(JsonPath.from(answers.get("Who is signed in")).getString("domain"))
                .isEqualTo(tenant.name());
        assertThat(answers.get("The user's own extensions")).contains("\"extension\":\"101\"");
        assertThat(JsonPath.from(answers.get("The keys that its tokens are signed with"))
                        .getString("keys[0].alg"))
                .isEqualTo("ES256");
        assertThat(JsonPath.from(answers.get("All extensions with their users")).getString("[0].managingUser.username"))
                .isEqualTo("301");
        assertThat(answers.get("The PBX data as a file")).contains("\"301\"", "\"Reception\"");
        assertThat(answers.get("Use the key")).isEqualTo("{\"value\":\"42\"}");
        keycloak.admin()
                .get("/admin/realms/master/tenants/requests.example.test")
                .then()
                .statusCode(404);
    }

    @Test
    void thePhoneIsLetInByItsUser() throws IOException, InterruptedException {
        try (Program phone = phone("101@" + tenant.name())) {
            assertThat(phone.await("Open (.*)")).isEqualTo(tenant.issuer() + "/device");
            String code = phone.await("and enter the code ([A-Z]{4}-[A-Z]{4})\\.");
            String link = phone.await("Or open (.*)");
            assertThat(link).isEqualTo(tenant.issuer() + "/device?user_code=" + code);
            assertThat(decide(link, "accept").text()).contains("The phone is connected");
            assertThat(phone.await("(Signed in .*)"))
                    .isEqualTo("Signed in as 101@" + tenant.name() + ", extension 101");
            assertThat(phone.end(0)).doesNotContain("eyJ");
        }
    }

    @Test
    void thePhoneSaysWhyItIsNotLetIn() throws IOException, InterruptedException {
        try (Program phone = phone("101@" + tenant.name())) {
            decide(phone.await("Or open (.*)"), "cancel");
            assertThat(phone.end(1)).endsWith("phone.sh: the user has said no\n");
        }
        try (Program phone = phone("101@nowhere.example.test")) {
            assertThat(phone.end(1))
                    .endsWith("phone.sh: " + keycloak.baseUrl() + " has no tenant for 101@nowhere.example.test\n");
        }
    }

    private Program phone(String sipAddress) throws IOException {
        return Program.start(
                Map.of(),
                "sh",
                EXAMPLES.resolve("phone/phone.sh").toString(),
                keycloak.baseUrl().toString(),
                sipAddress);
    }

    private FormBrowser.Page decide(String link, String button) {
        return new FormBrowser(keycloak)
                .open(URI.create(link))
                .submit("username", "101", "password", PASSWORD)
                .submit(button, button);
    }

    @Test
    void theBackEndTakesTokensOfItsTenantsAndOfNobodyElse() throws Exception {
        String token = tenant.userToken("101", PASSWORD);
        try (Program backEnd = backEnd()) {
            assertThat(backEnd.await("Takes tokens of " + tenant.name() + ", issuer (.*)"))
                    .isEqualTo(tenant.issuer());
            String me = backEnd.await("Listening on (http://localhost:\\d+/me)");
            taken(me, token);

            RestAssured.get(me).then().statusCode(401).header("WWW-Authenticate", "Bearer");
            refused(me, "no-token");
            // Other keys: good tokens of another tenant, of the algorithm that is wanted.
            refused(me, keycloak.realm("globex").userToken("101", "Globex-101!"));
            // Other kinds.
            Response grant = tenant.passwordGrant("101", PASSWORD);
            refused(me, grant.path("id_token"));
            refused(me, grant.path("refresh_token"));
            // Of a client that has no business here, and the same key signs it.
            refused(me, tenant.clientToken("pbx-provisioning", tenant.clientSecret("pbx-provisioning")));
            // Forged.
            String[] parts = token.split("\\.");
            String other = encoded(decoded(parts[1]).replace("\"101\"", "\"102\""));
            assertThat(other).isNotEqualTo(parts[1]);
            refused(me, parts[0] + "." + other + "." + parts[2]);
            refused(me, encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".");

            rotateKeys();
            String newer = tenant.userToken("101", PASSWORD);
            assertThat(newer.split("\\.")[0]).isNotEqualTo(parts[0]);
            taken(me, newer);
            taken(me, token);

            expires(me);
            assertThat(backEnd.stop()).contains("Refused a token: ").doesNotContain(token, newer, parts[2]);
        }
    }

    @Test
    void theClientOfCommandsSignsInAndLooksUpAUser() throws IOException, InterruptedException {
        TokenTenant tokens = TokenTenant.of(keycloak, keycloak.tenant());
        tokens.createUser("manager", "view-users");
        assertThat(client(tokens, TokenTenant.PASSWORD))
                .contains("<Result", "<UserName>manager</UserName>", "<LoggingNumber>500302</LoggingNumber>")
                .doesNotContain(TokenTenant.PASSWORD);
        assertThat(tokens.events().stream().filter("LOGIN"::equals)).hasSize(1);
        assertThat(client(tokens, "Wrong-password-1!")).startsWith("Refused: ");
    }

    /** Its class path is that of the tests, which have the libraries of its README. */
    private String client(TokenTenant tokens, String password) throws IOException, InterruptedException {
        for (String library : List.of("cxf-rt-frontend-jaxws", "cxf-rt-transports-http", "cxf-rt-ws-security")) {
            String version = Files.readString(EXAMPLES.resolve("costguard-client/pom.xml"))
                    .replaceAll("(?s).*<artifactId>" + library + "</artifactId>\\s*<version>([^<]*)</version>.*", "$1");
            assertThat(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                    .contains(library + "-" + version + ".jar");
        }
        try (Program client = Program.start(
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EXAMPLES.resolve("costguard-client/CostGuardClient.java").toString(),
                keycloak.baseUrl().toString(),
                tokens.realm().name(),
                TokenTenant.ENVIRONMENT,
                tokens.realm().name() + "\\manager",
                password,
                lookup(tokens.numberOf("manager")),
                lookup(999_999))) {
            return client.end(password.equals(TokenTenant.PASSWORD) ? 0 : 1);
        }
    }

    private static String lookup(int userId) {
        return "<UserLookup xmlns=\"https://webservices.idibilling.com\"><Request><UserID>" + userId
                + "</UserID></Request></UserLookup>";
    }

    private Program backEnd() throws IOException, URISyntaxException {
        Path library = Path.of(JWTProcessor.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String version = library.getFileName().toString().replaceAll("^nimbus-jose-jwt-|\\.jar$", "");
        assertThat(Files.readString(EXAMPLES.resolve("java-back-end/README.md")))
                .contains(" -Dartifact=com.nimbusds:nimbus-jose-jwt:" + version + " ");
        return Program.start(
                Map.of("PORT", "0", "CLOCK_SKEW_SECONDS", "1"),
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                library.toString(),
                EXAMPLES.resolve("java-back-end/BackEnd.java").toString(),
                keycloak.baseUrl().toString(),
                tenant.name());
    }

    private void taken(String me, String token) {
        ask(me, token).statusCode(200);
        assertThat(ask(me, token).extract().<Map<String, Object>>path(""))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sipDomain",
                        tenant.name(),
                        "user",
                        tenant.userId("101"),
                        "extension",
                        "101",
                        "role",
                        "StandardUser",
                        "client",
                        "pbx-rest"));
    }

    private static void refused(String me, String token) {
        ask(me, token).statusCode(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    private static ValidatableResponse ask(String me, String token) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .get(me)
                .then();
    }

    private void rotateKeys() {
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "the next key",
                        "providerId",
                        "ecdsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "config",
                        Map.of("priority", List.of("300"), "ecdsaEllipticCurveKey", List.of("P-256"))))
                .post(tenant.adminPath("/components"))
                .then()
                .statusCode(201);
    }

    /** A token of three seconds, with one more for clocks that differ. */
    private void expires(String me) throws InterruptedException {
        tenant.update(realm -> realm.put("accessTokenLifespan", 3));
        try {
            String token = tenant.userToken("101", PASSWORD);
            ask(me, token).statusCode(200);
            Instant end = Instant.now().plusSeconds(EXPIRY_SECONDS);
            while (ask(me, token).extract().statusCode() != 401) {
                assertThat(Instant.now()).isBefore(end);
                Thread.sleep(200);
            }
        } finally {
            tenant.update(realm -> realm.put("accessTokenLifespan", 300));
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
