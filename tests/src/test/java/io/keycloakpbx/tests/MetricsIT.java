package io.keycloakpbx.tests;

import static io.keycloakpbx.tests.securitydata.Awaited.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.securitykey.SecurityKeys;
import io.keycloakpbx.tests.signin.Mailbox;
import io.keycloakpbx.tests.sts.TokenTenant;
import io.keycloakpbx.tests.sts.TrustApi;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What is counted, and that page, dashboard and alerts name what there is. Other classes use the same server at the same
 * time, so a counter may have gone further than this class has made it go.
 */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {

    private static final Path DOCS = Settings.CHECKOUT.root().resolve("docs");
    private static final String SIGN_INS = "pbx_sign_in_seconds_count";
    private static final String PROVISIONING = "pbx_provisioning_seconds_count";
    private static final List<String> WAYS = List.of("sign-in", "basic", "operator", "trust", "swt");
    private static final String USER = "101";
    private static final String OTHER_USER = "102";
    private static final String NOBODY = "nobody";
    private static final String PASSWORD = TokenTenant.PASSWORD;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TokenTenant tokens;

    MetricsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.tokens = TokenTenant.of(keycloak, tenant);
    }

    /** Some metrics are there once their work has been done for the first time. */
    @BeforeAll
    void useEverything() {
        tokens.createUser(USER);
        tokens.createUser(OTHER_USER);
        tenant.attribute("pbx.basicAuth", "true");
        Mailbox.loseMailOf(tenant);
        signInInAllWays(NOBODY);
        signInWithCode(OTHER_USER);
        compareWithTemplate();
        makeGroup("first");
        issueKey();
    }

    /** What the server has counted of something more than before. */
    private Increase increase() {
        return new Increase(keycloak, Metrics.of(keycloak));
    }

    private record Increase(Keycloak keycloak, Metrics before) {

        void isAtLeast(int wanted, String name, String... labels) {
            until(
                    () -> Metrics.of(keycloak).sum(name, labels) - before.sum(name, labels),
                    increase -> increase >= wanted);
        }
    }

    @Test
    void signInsAreCountedByTheirWayAndOutcome() {
        Increase signIns = increase();
        signIn(USER, PASSWORD).then().statusCode(200);
        basic(USER, PASSWORD);
        login(USER + "@" + tenant.name() + ".test", PASSWORD).then().statusCode(200);
        trust(USER, PASSWORD).then().statusCode(200);
        securityToken(USER, PASSWORD).then().statusCode(200);
        for (String way : WAYS) {
            signIns.isAtLeast(1, SIGN_INS, "way", way, "outcome", "signed-in");
        }
        Increase refused = increase();
        signInInAllWays(NOBODY);
        for (String way : WAYS) {
            refused.isAtLeast(1, SIGN_INS, "way", way, "outcome", "refused");
        }
    }

    /** Others sign in meanwhile: what was counted for nobody else is one. */
    @Test
    void whoActsForSomebodySignsInOnce() {
        double counted = Double.MAX_VALUE;
        for (int i = 0; i < 5 && counted > 1; i++) {
            Metrics before = Metrics.of(keycloak);
            post(
                            "/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login",
                            Map.of("primary", credentials(USER), "actAs", credentials(OTHER_USER)))
                    .then()
                    .statusCode(200);
            counted = Metrics.of(keycloak).sum(SIGN_INS, "way", "swt") - before.sum(SIGN_INS, "way", "swt");
        }
        assertThat(counted).isEqualTo(1);
    }

    private static Map<String, String> credentials(String username) {
        return Map.of("username", username, "password", PASSWORD);
    }

    /** While the mail server of a tenant takes its time with one. */
    @Test
    void aMailForWhichThereIsNoPlaceIsCounted() throws Exception {
        Realm slow = keycloak.tenant();
        slow.createUser("boss", PASSWORD, "Admin");
        String token = slow.userToken("boss", PASSWORD);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(20_000);
            slow.update(realm -> realm.putObject("smtpServer")
                    .put("host", "127.0.0.1")
                    .put("port", Integer.toString(silent.getLocalPort()))
                    .put("from", "pbx@mail.test"));
            CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> testMail(slow, token));
            try (Socket waiting = silent.accept()) {
                Increase increase = increase();
                testMail(slow, token).then().statusCode(429);
                increase.isAtLeast(1, "pbx_mail_seconds_count", "outcome", "dropped");
                assertThat(first).isNotDone();
            }
            first.join().then().statusCode(400);
        }
    }

    private Response testMail(Realm of, String token) {
        return keycloak.http(token).post(of.adminPath("/tenant/test-mail"));
    }

    @Test
    void aSecondFactorIsASignInOfItsOwnAndAMailThatIsNotTakenIsCounted() {
        Increase increase = increase();
        signInWithCode(USER);
        increase.isAtLeast(1, SIGN_INS, "way", "sign-in", "outcome", "more-to-do");
        increase.isAtLeast(1, "pbx_mail_seconds_count", "outcome", "failed");
        increase.isAtLeast(1, SIGN_INS, "way", "code", "outcome", "refused");
    }

    @Test
    void anAddressIsBlockedOnceAndWhatComesFromThereIsCounted() {
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.attribute("pbx.webFailedAuthAmount", "2");
        try {
            Increase increase = increase();
            signIn(NOBODY, PASSWORD).then().statusCode(400);
            signIn(NOBODY, PASSWORD).then().statusCode(400);
            increase.isAtLeast(1, "pbx_addresses_blocked_total");
            signInInAllWays(USER);
            for (String way : WAYS) {
                increase.isAtLeast(1, SIGN_INS, "way", way, "outcome", "blocked");
            }
        } finally {
            keycloak.admin().delete(tenant.adminPath("/blocked-addresses/127.0.0.1"));
            tenant.update(realm -> realm.withObjectProperty("attributes")
                    .putNull("pbx.webAllowedAddresses")
                    .putNull("pbx.webFailedAuthAmount"));
        }
    }

    @Test
    void workOnTenantsIsCountedByItsOutcome() {
        Increase increase = increase();
        keycloak.admin()
                .body(Map.of("name", "Taken", "sipDomain", tenant.name()))
                .post("/admin/realms/master/tenants")
                .then()
                .statusCode(409);
        compareWithTemplate();
        increase.isAtLeast(1, PROVISIONING, "operation", "create", "outcome", "refused");
        increase.isAtLeast(1, PROVISIONING, "operation", "dry-run", "outcome", "done");
        increase.isAtLeast(1, "pbx_tenant_work_wait_seconds_count", "work", "tenants", "outcome", "taken");
    }

    @Test
    void aDomainThatIsNobodysIsLookedUpInTheDatabase() {
        Increase increase = increase();
        keycloak.admin()
                .get("/admin/realms/master/tenants/nobody.metrics.test")
                .then()
                .statusCode(404);
        increase.isAtLeast(1, "pbx_sip_domain_lookup_seconds_count", "outcome", "unknown");
    }

    @Test
    void numbersAndKeysAreCounted() {
        Increase increase = increase();
        makeGroup("counted");
        issueKey();
        increase.isAtLeast(1, "pbx_numbering_seconds_count", "outcome", "done");
        increase.isAtLeast(1, "pbx_security_keys_total", "outcome", "issued");
    }

    /** Of each label there are few values, which no request says. */
    @Test
    void labelsNameNeitherRealmsNorUsers() {
        Map<String, Set<String>> values = Metrics.of(keycloak).series().stream()
                .filter(series -> series.name().startsWith("pbx_"))
                .flatMap(series -> series.labels().entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(TreeSet::new))));
        assertThat(values).containsOnlyKeys("le", "operation", "outcome", "way", "what", "work");
        assertThat(values.get("way")).containsExactly("basic", "code", "operator", "sign-in", "swt", "trust");
        assertThat(values.get("outcome"))
                .isSubsetOf(
                        "blocked",
                        "busy",
                        "delivered",
                        "done",
                        "dropped",
                        "expired",
                        "failed",
                        "found",
                        "given-up",
                        "issued",
                        "limited",
                        "more-to-do",
                        "none",
                        "place",
                        "redeemed",
                        "refused",
                        "retried",
                        "sent",
                        "signed-in",
                        "taken",
                        "unknown");
    }

    @Test
    void thePageNamesEachMetricOfTheBundle() throws IOException {
        String page = Files.readString(DOCS.resolve("operations.md"));
        Set<String> named = Pattern.compile("(?m)^\\| `(pbx_[a-z_]+)`")
                .matcher(page)
                .results()
                .map(row -> Metrics.withoutSuffix(row.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(Metrics.of(keycloak).ofTheBundle());
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana/keycloak-pbx.json").toFile());
        List<String> expressions = new ArrayList<>();
        dashboard.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
        assertAsked(expressions);
    }

    @Test
    void theAlertsAskForWhatThereIs() throws IOException {
        List<String> expressions = Pattern.compile("(?m)^ +expr: (.+)$")
                .matcher(Files.readString(DOCS.resolve("grafana/alerts.yaml")))
                .results()
                .map((MatchResult line) -> line.group(1))
                .toList();
        assertAsked(expressions);
    }

    private void assertAsked(List<String> expressions) {
        Metrics metrics = Metrics.of(keycloak);
        assertThat(expressions).hasSizeGreaterThan(5).allMatch(Metrics::asksForSomething);
        for (String expression : expressions) {
            assertThat(metrics.missing(expression)).as(expression).isEmpty();
        }
    }

    private Response post(String path, Map<String, ?> body) {
        return keycloak.http().contentType(ContentType.JSON).body(body).post(tenant.path(path));
    }

    private void signInInAllWays(String username) {
        signIn(username, PASSWORD);
        basic(username, PASSWORD);
        login(username, PASSWORD);
        trust(username, PASSWORD);
        securityToken(username, PASSWORD);
    }

    private Response signIn(String username, String password) {
        return post("/api/auth/sign_in", Map.of("username", username, "password", password));
    }

    /** Whether the user may read what is asked for does not matter here. */
    private void basic(String username, String password) {
        keycloak.http()
                .auth()
                .preemptive()
                .basic(username, password)
                .get(tenant.adminPath("/communication_manager/rest/config/asterisk"));
    }

    private Response login(String email, String password) {
        return post("/v2.0/api/login", Map.of("email", email, "password", password));
    }

    private Response trust(String username, String password) {
        return TrustApi.of(keycloak, tokens.tokenService()).issue(username, password);
    }

    private Response securityToken(String username, String password) {
        return post(
                "/securitytoken/1x/" + TokenTenant.ENVIRONMENT + "/api/login",
                Map.of("primary", Map.of("username", username, "password", password)));
    }

    /** The mail server does not take the code, and another one is wrong. A user gets a code every half minute only. */
    private void signInWithCode(String user) {
        tenant.attribute("pbx.twoFactor", "true");
        try {
            String token = signIn(user, PASSWORD)
                    .then()
                    .statusCode(200)
                    .body("two_factor_enabled", equalTo(true))
                    .extract()
                    .path("token");
            post("/api/auth/send_otp", Map.of("token", token));
            post("/api/auth/verify_otp", Map.of("token", token, "code", "000000"))
                    .then()
                    .statusCode(400);
        } finally {
            tenant.attribute("pbx.twoFactor", null);
        }
    }

    private void compareWithTemplate() {
        keycloak.admin()
                .queryParam("dryRun", true)
                .post("/admin/realms/master/tenants/{domain}/upgrade", tenant.name())
                .then()
                .statusCode(200);
    }

    private void makeGroup(String name) {
        keycloak.admin()
                .body(Map.of("group", Map.of("name", name)))
                .put(tenant.adminPath("/sipxconfig/rest/user-group"))
                .then()
                .statusCode(201);
    }

    private void issueKey() {
        keycloak.http(SecurityKeys.integrationToken(keycloak, tenant))
                .contentType(ContentType.JSON)
                .body(Map.of("lifeSpan", 60, "purpose", "counted", "value", "v"))
                .post(tenant.path("/security-keys"))
                .then()
                .statusCode(200);
    }
}
