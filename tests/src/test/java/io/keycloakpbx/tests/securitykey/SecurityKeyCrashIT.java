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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it validates keys, on a database of its own. */
@OnKeycloak
class SecurityKeyCrashIT {

    private static final int KEYS = 300;
    private static final int CALLERS = 8;
    private static final int ANSWERS_BEFORE_KILL = 100;

    private final Keycloak shared;
    private final ObjectMapper json = new ObjectMapper();

    SecurityKeyCrashIT(Keycloak shared) {
        this.shared = shared;
    }

    @Test
    void aKeyIsNeverUsedTwiceWhenTheServerIsKilledInBetween(@TempDir Path directory) throws Exception {
        try (Database database = Settings.DATABASE.open(directory.resolve("database"));
                KeycloakServer server = KeycloakServer.on(shared.distribution(), database)
                        .log(Settings.directory().resolve("security-key-crash.log"))
                        .start();
                Keycloak keycloak = new Keycloak(new Borrowed(server))) {
            Realm tenant = keycloak.createTenant("crash.test");
            String token = SecurityKeys.integrationToken(keycloak, tenant);
            List<Map<String, String>> keys = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                keys.add(SecurityKeys.key(SecurityKeys.generate(
                        keycloak, tenant, token, Map.of("lifeSpan", 3600, "purpose", "crash", "value", "key " + i))));
            }

            Set<String> answered = validateUntilKilled(server, tenant, token, keys);
            assertThat(answered.size()).isBetween(ANSWERS_BEFORE_KILL, KEYS - 1);
            server.restart();

            String tokenAfter = SecurityKeys.integrationToken(keycloak, tenant);
            int left = 0;
            for (Map<String, String> key : keys) {
                int code = SecurityKeys.validate(keycloak, tenant, tokenAfter, SecurityKeys.proof(key))
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
    }

    /** The codes of the keys whose value was answered. */
    private Set<String> validateUntilKilled(
            KeycloakServer server, Realm tenant, String token, List<Map<String, String>> keys) throws Exception {
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
