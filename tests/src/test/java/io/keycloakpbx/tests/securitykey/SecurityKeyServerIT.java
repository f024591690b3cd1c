package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.tests.Borrowed;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Keys on a server of their own, which is stopped and killed, and whose database is looked into. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyServerIT {

    private static final int KEYS = 300;
    private static final int CALLERS = 8;
    private static final int ANSWERS_BEFORE_KILL = 100;
    private static final int SWEPT = 120;

    private final Keycloak shared;
    private final ObjectMapper json = new ObjectMapper();

    private Database database;
    private KeycloakServer server;
    private Keycloak keycloak;
    private Realm tenant;

    SecurityKeyServerIT(Keycloak shared) {
        this.shared = shared;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        database = Settings.DATABASE.open(directory.resolve("database"));
        server = KeycloakServer.on(shared.distribution(), database)
                .log(Settings.directory().resolve("security-key-server.log"))
                .option("spi-pbx-security-key--jpa--expiration-task-interval-seconds", "2")
                .option("spi-pbx-security-key--jpa--expiration-task-max-removal", "50")
                .option("spi-pbx-security-key--jpa--lookup-key", "a-lookup-key-that-is-long-enough-for-the-rule")
                .start();
        keycloak = new Keycloak(new Borrowed(server));
        tenant = keycloak.createTenant("server.test");
    }

    @AfterAll
    void stop() {
        try (Database openDatabase = database;
                KeycloakServer openServer = server) {
            assertThat(openDatabase).isNotNull();
            assertThat(openServer).isNotNull();
        }
    }

    private List<Map<String, String>> keys(int count, int lifeSpan, String purpose) {
        String token = SecurityKeys.integrationToken(keycloak, tenant);
        List<Map<String, String>> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(SecurityKeys.key(SecurityKeys.generate(
                    keycloak,
                    tenant,
                    token,
                    Map.of("lifeSpan", lifeSpan, "purpose", purpose, "value", "the value " + i))));
        }
        return keys;
    }

    @Test
    void expiredKeysAreSweptInBatches() throws Exception {
        keys(SWEPT, 1, "swept");
        Pattern expired = Pattern.compile("pbx_security_keys_total\\{[^}]*outcome=\"expired\"[^}]*\\} ([0-9]+)");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int swept = 0;
        while (swept < SWEPT && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
            Matcher metric = expired.matcher(RestAssured.given()
                    .baseUri(keycloak.managementUrl().toString())
                    .get("/metrics")
                    .asString());
            swept = metric.find() ? Integer.parseInt(metric.group(1)) : 0;
        }
        assertThat(swept).isEqualTo(SWEPT);
    }

    @Test
    void theDatabaseHoldsNothingThatOpensAKeyOrShowsAValue() throws Exception {
        tenant.createUser("701", "Stored-701!");
        Map<String, String> key = keys(1, 3600, "stored").get(0);
        Map<String, String> action = SecurityKeys.key(SecurityKeys.generate(
                keycloak,
                tenant,
                SecurityKeys.integrationToken(keycloak, tenant),
                Map.of("lifeSpan", 3600, "purpose", "stored action", "value", "701", "action", "SIGN_IN")));
        String userId = tenant.userId("701");
        server.stop();
        String rows = rows();
        server.restart();
        assertThat(rows).contains("stored", "stored action", "SIGN_IN", "pbx-integration");
        assertThat(rows)
                .doesNotContain("the value", userId)
                .doesNotContain(key.get("keyCode"), key.get("keyHash"))
                .doesNotContain(action.get("keyCode"), action.get("keyHash"));
        assertThat(SecurityKeys.validate(
                                keycloak,
                                tenant,
                                SecurityKeys.integrationToken(keycloak, tenant),
                                SecurityKeys.proof(key))
                        .statusCode())
                .isEqualTo(200);
    }

    /** All columns of all keys. */
    private String rows() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from PBX_SECURITY_KEY")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    all.append(rows.getString(column)).append('\n');
                }
            }
        }
        return all.toString();
    }

    @Test
    void aKeyIsNeverUsedTwiceWhenTheServerIsKilledInBetween() throws Exception {
        List<Map<String, String>> keys = keys(KEYS, 3600, "crash");
        Set<String> answered = validateUntilKilled(keys);
        assertThat(answered.size()).isBetween(ANSWERS_BEFORE_KILL, KEYS - 1);
        server.restart();

        String token = SecurityKeys.integrationToken(keycloak, tenant);
        int left = 0;
        for (Map<String, String> key : keys) {
            int code = SecurityKeys.validate(keycloak, tenant, token, SecurityKeys.proof(key))
                    .statusCode();
            if (answered.contains(key.get("keyCode"))) {
                assertThat(code).as("a key whose value was answered").isEqualTo(400);
            } else {
                left += code == 200 ? 1 : 0;
            }
        }
        // Keys survive the crash. Those that were taken and not answered are lost, one per caller at most.
        assertThat(left).isBetween(KEYS - answered.size() - CALLERS, KEYS - answered.size());
    }

    /** The codes of the keys whose value was answered. */
    private Set<String> validateUntilKilled(List<Map<String, String>> keys) throws Exception {
        String token = SecurityKeys.integrationToken(keycloak, tenant);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        CountDownLatch kill = new CountDownLatch(ANSWERS_BEFORE_KILL);
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        for (Map<String, String> key : keys) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server.baseUrl() + tenant.path("/security-keys/validate")))
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(SecurityKeys.proof(key))))
                    .build();
            callers.submit(() -> {
                if (isAnswered(http, request)) {
                    answered.add(key.get("keyCode"));
                    kill.countDown();
                }
            });
        }
        assertThat(kill.await(60, TimeUnit.SECONDS)).isTrue();
        server.kill();
        callers.shutdown();
        assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        return answered;
    }

    private static boolean isAnswered(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
