package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ResourceDescription;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many tenants in one request: what comes of each line, and who ends it. */
@OnKeycloak
class BulkTenantsIT {

    /** Tenants of a run that nobody waits for, and those of them that are made at a time. */
    private static final int LEFT = 8;

    private static final int AT_A_TIME = 2;

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String BULK = TENANTS + "/bulk";
    private static final String LINES = "application/x-ndjson";
    private static final String PASSWORD = "Operator-of-many-1!";
    private static final String TAKEN =
            "SIP domain acme.example.com of realm taken.bulk.test belongs to realm acme already;"
                    + " remove it from one of them";

    private static final String SESSION_ENDED = "Your session has ended; sign in and send the lines that are left";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Keycloak keycloak;
    private final Realm master;
    private String operator;

    BulkTenantsIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.master = keycloak.realm("master");
    }

    @AfterEach
    void removeOperator() {
        if (operator != null) {
            master.deleteUser(operator);
        }
    }

    @Test
    void eachLineIsATenantOfItsOwn() throws IOException {
        List<String> lines = List.of(
                "{\"sipDomain\":\"One.bulk.test\",\"name\":\"One\",\"sipDomainAliases\":[\"uno.bulk.test\"],"
                        + "\"administrator\":{\"username\":\"anna\",\"email\":\"anna@one.bulk.test\"}}\r",
                " \t\r",
                "{\"sipDomain\":\"two.bulk.test\"",
                "{\"sipDomain\":\"a b\"}",
                "{\"sipDomain\":\"taken.bulk.test\",\"sipDomainAliases\":[\"acme.example.com\"]}",
                "{\"sipDomain\":\"taken.bulk.test\",\"realm\":\"acme\"}",
                "{\"sipDomain\":\"long.bulk.test\",\"name\":\"" + "x".repeat(65_536) + "\"}",
                "{\"sipDomain\":\"wrong.bulk.test\",\"administrator\":{\"username\":\"admin\",\"email\":\"a@b.test\"}}",
                "{\"sipDomain\":\"wrong.bulk.test\",\"realm\":\"a/b\"}",
                "{\"sipDomain\":\"wrong.bulk.test\",\"realm\":\" \"}",
                "{\"name\":\"wrong\"}",
                "[]",
                "{\"sipDomain\":\"two.bulk.test\",\"realm\":\"second-of-many\",\"enabled\":false}");
        String body = "\uFEFF" + String.join("\n", lines);
        List<JsonNode> answer = lines(run(keycloak.adminToken(), "", body));
        Map<Integer, JsonNode> told = byLine(answer, 12);
        assertThat(told.keySet()).containsExactlyInAnyOrder(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);

        JsonNode one = told.get(1);
        assertThat(members(one))
                .containsExactlyInAnyOrder(
                        "line", "sipDomain", "status", "tenant", "clients", "administrator", "done", "of", "seconds");
        assertThat(one.get("sipDomain").textValue()).isEqualTo("one.bulk.test");
        assertThat(one.get("status").textValue()).isEqualTo("created");
        assertThat(one.get("tenant")).isEqualTo(tenantAt("uno.bulk.test"));
        Realm realm = keycloak.realm("one.bulk.test");
        assertThat(one.at("/clients/pbx-rest").textValue()).isEqualTo(realm.clientSecret("pbx-rest"));
        JsonNode administrator = one.get("administrator");
        assertThat(administrator.get("id").textValue()).isEqualTo(realm.userId("anna"));
        assertThat(administrator.get("mailed").booleanValue()).isFalse();
        assertThat(administrator.get("actionUrl").textValue())
                .startsWith(realm.issuer() + "/login-actions/action-token?key=");
        assertThat(told.get(13).get("tenant")).isEqualTo(tenantAt("two.bulk.test"));
        assertThat(told.get(13).at("/tenant/realm").textValue()).isEqualTo("second-of-many");
        assertThat(told.get(13).at("/tenant/enabled").booleanValue()).isFalse();
        assertThat(told.get(13).has("administrator")).isFalse();

        assertThat(told.get(4).get("sipDomain").textValue()).isEqualTo("a b");
        assertThat(told.get(3).has("sipDomain")).isFalse();
        assertThat(told.get(5).get("error").textValue()).isEqualTo(TAKEN);
        IntStream.rangeClosed(3, 12).forEach(line -> refusedAsAlone(told.get(line), lines.get(line - 1)));
        summary(answer, 12, 2, 0, 10);

        for (String domain : List.of("one.bulk.test", "two.bulk.test")) {
            assertThat(created(domain)).hasSize(1).allSatisfy(event -> {
                assertThat(JSON.readTree(event.representation())).isEqualTo(tenantAt(domain));
                assertThat(event.toString()).doesNotContain("key=");
            });
        }
        assertThat(created("one.bulk.test").get(0).details()).containsEntry("administrator", "anna");
        assertThat(created("taken.bulk.test")).isEmpty();
        assertThat(created("wrong.bulk.test")).isEmpty();

        again(lines);
    }

    /** Tenants that are there are done, and stay as they are; nothing is told once more that was to be told once. */
    private void again(List<String> lines) {
        String changed = lines.get(0).replace("\"One\"", "\"Another name\"");
        List<JsonNode> answer = lines(run(keycloak.adminToken(), "", changed + "\n" + lines.get(12) + "\n"));
        Map<Integer, JsonNode> told = byLine(answer, 2);
        assertThat(told.values()).allSatisfy(line -> {
            assertThat(members(line))
                    .containsExactlyInAnyOrder("line", "sipDomain", "status", "tenant", "done", "of", "seconds");
            assertThat(line.get("status").textValue()).isEqualTo("exists");
            assertThat(line.get("tenant"))
                    .isEqualTo(tenantAt(line.get("sipDomain").textValue()));
        });
        assertThat(told.get(1).at("/tenant/name").textValue()).isEqualTo("One");
        summary(answer, 2, 0, 2, 0);
        assertThat(created("one.bulk.test")).hasSize(1);
    }

    private void refusedAsAlone(JsonNode told, String line) {
        Response alone = keycloak.admin().body(line).post(TENANTS);
        assertThat(told.get("status").textValue()).isEqualTo("refused");
        assertThat(told.get("httpStatus").intValue()).as(line).isEqualTo(alone.statusCode());
        assertThat(told.get("error").textValue()).as(line).isEqualTo(alone.path("errorMessage"));
        assertThat(told.has("tenant")).isFalse();
    }

    @Test
    void aDryRunMakesNothingAndKnowsTheLinesBefore() {
        List<JsonNode> answer = lines(run(
                keycloak.adminToken(),
                "?dryRun=true",
                String.join(
                        "\n",
                        "{\"sipDomain\":\"dry.bulk.test\",\"sipDomainAliases\":[\"sip.dry.bulk.test\"]}",
                        "{\"sipDomain\":\"DRY.bulk.test\"}",
                        "{\"sipDomain\":\"sip.dry.bulk.test\"}",
                        "{\"sipDomain\":\"other.dry.bulk.test\",\"realm\":\"dry.bulk.test\"}",
                        "{\"sipDomain\":\"acme.example.com\",\"realm\":\"acme\"}",
                        "{\"sipDomain\":\"taken.bulk.test\",\"sipDomainAliases\":[\"acme.example.com\"]}",
                        "{\"sipDomain\":\"a b\"}")));
        assertThat(answer.subList(0, 7))
                .extracting(line ->
                        line.get("line").intValue() + " " + line.get("status").textValue() + " "
                                + line.path("error").textValue())
                .containsExactly(
                        "1 created null",
                        "2 exists null",
                        "3 refused SIP domain sip.dry.bulk.test of realm sip.dry.bulk.test belongs to realm dry.bulk.test"
                                + " already; remove it from one of them",
                        "4 refused Realm dry.bulk.test already exists",
                        "5 exists null",
                        "6 refused " + TAKEN,
                        "7 refused A SIP domain must be a host name, an IP address or host:port of 1 to 280 characters");
        assertThat(members(answer.get(0).get("tenant")))
                .containsExactlyInAnyOrder("realm", "name", "sipDomain", "sipDomainAliases", "enabled");
        assertThat(answer.get(4).get("tenant")).isEqualTo(tenantAt("acme.example.com"));
        assertThat(answer.get(7).get("dryRun").booleanValue()).isTrue();
        summary(answer, 7, 1, 2, 4);
        keycloak.admin().get(TENANT, "dry.bulk.test").then().statusCode(404);
        assertThat(created("dry.bulk.test")).isEmpty();
    }

    /** Of two runs with the same tenants each makes some, and nobody waits for all of them. */
    @Test
    void runsAndSingleCreationsGoOnBesideEachOther() {
        String body = body("both", 2);
        List<Callable<Object>> requests = List.of(
                () -> run(keycloak.adminToken(), "", body),
                () -> run(keycloak.adminToken(), "", body),
                () -> keycloak.admin()
                        .body(Map.of("sipDomain", "single.bulk.test"))
                        .post(TENANTS)
                        .statusCode());
        List<Object> answers = Together.send(requests);
        assertThat(answers.get(2)).isEqualTo(201);
        List<JsonNode> told = answers.subList(0, 2).stream()
                .flatMap(answer -> lines((HttpResponse<?>) answer).stream())
                .filter(line -> line.has("line"))
                .toList();
        assertThat(told).hasSize(4);
        IntStream.rangeClosed(1, 2).forEach(number -> {
            assertThat(told.stream()
                            .filter(line -> line.get("line").intValue() == number)
                            .map(line -> line.get("status").textValue()))
                    .containsExactlyInAnyOrder("created", "exists");
            assertThat(created("both-" + number + ".bulk.test")).hasSize(1);
        });
    }

    /** What is being made then is not kept, for nobody would be told its secrets. */
    @Test
    void aClientThatGoesAwayEndsIt() throws Exception {
        String told;
        long begun = System.nanoTime();
        try (InputStream answer = begin(keycloak.adminToken(), "", body("gone", LEFT))) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
            told = json(lines.readLine()).get("sipDomain").textValue();
        }
        // A run that goes on makes the next ones within it.
        long some = 3 * (System.nanoTime() - begun);
        int made = -1;
        for (int now = made("gone"); now != made; now = made("gone")) {
            made = now;
            TimeUnit.NANOSECONDS.sleep(some);
        }
        assertThat(created(told)).hasSize(1);
        // Another line may have been on its way.
        assertThat(made).isBetween(1, 1 + AT_A_TIME);
    }

    private int made(String prefix) {
        return Integer.parseInt(keycloak.admin()
                .queryParam("search", prefix + "-")
                .get(TENANTS)
                .then()
                .statusCode(200)
                .extract()
                .header("X-Total-Count"));
    }

    /** What may end a run before its end. */
    enum End {
        ROLE("You do not have access: this needs the role create-realm.") {
            @Override
            void come(BulkTenantsIT test) {
                test.keycloak
                        .admin()
                        .body(List.of(test.master.role("create-realm")))
                        .delete(test.master.adminPath("/users/" + test.operator + "/role-mappings/realm"))
                        .then()
                        .statusCode(204);
            }
        },
        SIGNED_OUT(SESSION_ENDED) {
            @Override
            void come(BulkTenantsIT test) {
                test.keycloak
                        .admin()
                        .post(test.master.adminPath("/users/" + test.operator + "/logout"))
                        .then()
                        .statusCode(204);
            }
        },
        DISABLED(SESSION_ENDED) {
            @Override
            void come(BulkTenantsIT test) {
                test.keycloak
                        .admin()
                        .body(Map.of("enabled", false))
                        .put(test.master.adminPath("/users/" + test.operator))
                        .then()
                        .statusCode(204);
            }
        };

        private final String words;

        End(String words) {
            this.words = words;
        }

        abstract void come(BulkTenantsIT test);
    }

    /** A dry run looks at the caller as one that makes tenants does, and costs less. */
    @ParameterizedTest
    @EnumSource
    void whoMayNoLongerMakesNoMore(End end) throws Exception {
        ended("?dryRun=true", 5_000, end::come, end.words, last -> {});
    }

    @Test
    void whoMakesTenantsManagesThemUntilItMayNot() throws Exception {
        ended("", 12, End.ROLE::come, End.ROLE.words, last -> {
            assertThat(last.get("created").intValue()).isEqualTo(made("ended")).isBetween(1, 6);
            keycloak.http(master.token("admin-cli", "many", PASSWORD))
                    .get(TENANT, "ended-1.bulk.test")
                    .then()
                    .statusCode(200);
        });
    }

    private void ended(String query, int tenants, Consumer<BulkTenantsIT> end, String words, Consumer<JsonNode> then)
            throws Exception {
        operator = master.createUser("many", PASSWORD, "create-realm");
        String token = master.token("admin-cli", "many", PASSWORD);
        try (InputStream answer = begin(token, query, body("ended", tenants))) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("\"status\":\"created\"");
            long begun = System.nanoTime();
            end.accept(this);
            long taken = System.nanoTime() - begun;
            JsonNode last = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = json(line);
            }
            assertThat(last.path("stopped").textValue())
                    .as("the end took %d ms, and the run ended with %s", taken / 1_000_000, last)
                    .isEqualTo(words);
            assertThat(last.get("untried").intValue())
                    .isPositive()
                    .isEqualTo(tenants - last.get("created").intValue());
            then.accept(last);
        }
    }

    @Test
    void onlyWhoMayMakeTenants() {
        String body = body("refused", 1);
        assertThat(run("no.token.atall", "", body).statusCode()).isEqualTo(401);
        String ofTenant = keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!");
        assertThat(run(ofTenant, "", body).statusCode()).isEqualTo(403);
        operator = master.createUser("viewer-of-many", PASSWORD);
        String viewer = master.token("admin-cli", "viewer-of-many", PASSWORD);
        // Whatever else is wrong.
        for (String query : List.of("", "?dryRun=maybe")) {
            HttpResponse<String> refused = run(viewer, query, body);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(json(refused.body()).get("errorMessage").textValue())
                    .isEqualTo("You do not have access: this needs the role create-realm.");
        }
        keycloak.admin().post("/admin/realms/acme/tenants/bulk").then().statusCode(404);
        keycloak.admin().get(TENANT, "refused-1.bulk.test").then().statusCode(404);
    }

    @Test
    void whatIsNoRunIsRefusedBeforeItBegins() {
        refused("?dryRun=maybe", "{}", 400, "dryRun must be true or false");
        refused(
                "?dryrun=true",
                body("refused", 1),
                400,
                "Many tenants are made with nothing but lines as the body and the query parameter dryRun; for a dry run"
                        + " send ?dryRun=true");
        refused("", " \n\r\n", 400, "the request needs lines as its body, each a JSON object for a tenant");
        refused(
                "",
                body("refused", 1) + String.join("\n", Collections.nCopies(5_000, "{}")),
                413,
                "the request body has more than 5000 tenants; send it in parts");
        refused(
                "",
                body("refused", 1) + "x".repeat(8 * 1024 * 1024),
                413,
                "the request body is longer than 8388608 bytes; send it in parts");
        keycloak.admin().get(TENANT, "refused-1.bulk.test").then().statusCode(404);
        // The path is that of a SIP domain for all other requests.
        keycloak.admin()
                .get(BULK)
                .then()
                .statusCode(404)
                .body("errorMessage", equalTo("Could not find a tenant with this SIP domain"));
    }

    private void refused(String query, String body, int status, String words) {
        HttpResponse<String> refused = run(keycloak.adminToken(), query, body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(json(refused.body()).get("errorMessage").textValue()).isEqualTo(words);
    }

    private static String body(String prefix, int tenants) {
        StringBuilder body = new StringBuilder();
        for (int number = 1; number <= tenants; number++) {
            body.append("{\"sipDomain\":\"")
                    .append(prefix)
                    .append('-')
                    .append(number)
                    .append(".bulk.test\"}\n");
        }
        return body.toString();
    }

    private HttpRequest request(String token, String query, String body) {
        return HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + BULK + query))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", LINES)
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> run(String token, String query, String body) {
        try {
            return ResourceDescription.current()
                    .checked(http.send(request(token, query, body), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private InputStream begin(String token, String query, String body) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request(token, query, body), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonNode> lines(HttpResponse<?> answer) {
        String body = (String) answer.body();
        assertThat(answer.statusCode()).as(body).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(LINES);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(body).endsWith("\n");
        return body.lines().map(BulkTenantsIT::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the number of their line, with how far the run is in the order in which they came. */
    private static Map<Integer, JsonNode> byLine(List<JsonNode> answer, int of) {
        List<JsonNode> told = answer.subList(0, answer.size() - 1);
        assertThat(told).extracting(line -> line.get("of").intValue()).containsOnly(of);
        assertThat(told)
                .extracting(line -> line.get("done").intValue())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, of).boxed().toList());
        Map<Integer, JsonNode> lines = new TreeMap<>();
        told.forEach(
                line -> assertThat(lines.put(line.get("line").intValue(), line)).isNull());
        return lines;
    }

    private static void summary(List<JsonNode> answer, int lines, int created, int exists, int refused) {
        JsonNode summary = answer.get(answer.size() - 1);
        assertThat(members(summary))
                .containsExactlyInAnyOrder(
                        "dryRun", "lines", "created", "exists", "refused", "untried", "seconds", "perSecond");
        assertThat(List.of("lines", "created", "exists", "refused", "untried"))
                .extracting(member -> summary.get(member).intValue())
                .containsExactly(lines, created, exists, refused, 0);
    }

    private static List<String> members(JsonNode object) {
        List<String> members = new ArrayList<>();
        object.fieldNames().forEachRemaining(members::add);
        return members;
    }

    private JsonNode tenantAt(String domain) {
        return keycloak.admin()
                .get(TENANT, domain)
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    private List<Realm.AdminEvent> created(String domain) {
        return master.adminEvents("tenants/" + domain).stream()
                .filter(event -> "PBX_TENANT".equals(event.resourceType()) && "CREATE".equals(event.operationType()))
                .toList();
    }
}
