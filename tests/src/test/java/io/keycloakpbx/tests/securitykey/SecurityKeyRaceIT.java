package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.ResourceDescription;
import io.keycloakpbx.tests.Schedule;
import io.keycloakpbx.tests.Together;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many at once on two nodes. {@code -Dpbx.race.rounds=200} for the long run. */
@OnKeycloak
@Order(Schedule.LATE)
@Tag("database")
class SecurityKeyRaceIT {

    private static final int CALLERS = 24;
    private static final int ROUNDS = Integer.getInteger("pbx.race.rounds", 20);

    /** More calls would reach the limit of calls per minute of one node. */
    private static final int ROUNDS_ON_ONE_NODE = Math.min(ROUNDS / 2, 100);

    private final Keycloak keycloak;
    private final Realm tenant;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    SecurityKeyRaceIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void ofManyValidationsOnTwoNodesOneWins() throws Exception {
        race(List.of(keycloak, keycloak.secondNode()), ROUNDS);
    }

    @Test
    void ofManyValidationsOnOneNodeOneWins() throws Exception {
        race(List.of(keycloak), ROUNDS_ON_ONE_NODE);
    }

    private void race(List<Keycloak> nodes, int rounds) throws Exception {
        // Each node is reached by a name of its own, so it takes tokens of its own only.
        List<String> tokens = new ArrayList<>();
        for (Keycloak node : nodes) {
            tokens.add(SecurityKeys.integrationToken(node, node.realm(tenant.name())));
        }
        for (int round = 0; round < rounds; round++) {
            Map<String, String> key = SecurityKeys.key(SecurityKeys.generate(
                    keycloak,
                    tenant,
                    tokens.get(0),
                    Map.of("lifeSpan", 600, "purpose", "race", "value", "round " + round)));
            String body = json.writeValueAsString(SecurityKeys.proof(key));
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                HttpRequest request = post(
                        nodes.get(caller % nodes.size()),
                        tenant.path("/security-keys/validate"),
                        tokens.get(caller % nodes.size()),
                        body);
                calls.add(() -> ResourceDescription.current()
                        .checked(http.send(request, HttpResponse.BodyHandlers.ofString()))
                        .statusCode());
            }
            assertThat(Together.send(calls))
                    .as("round %d", round)
                    .containsOnly(200, 400)
                    .containsOnlyOnce(200);
        }
    }

    @Test
    void ofManyKeysForOneValueTheLastIsLeft() throws Exception {
        String token = SecurityKeys.integrationToken(keycloak, tenant);
        String body = "{\"lifeSpan\":600,\"purpose\":\"race\",\"value\":\"one value\"}";
        HttpRequest request = post(keycloak, tenant.path("/security-keys"), token, body);
        List<HttpResponse<String>> keys = Together.send(Collections.nCopies(CALLERS, () -> ResourceDescription.current()
                .checked(http.send(request, HttpResponse.BodyHandlers.ofString()))));
        int valid = 0;
        for (HttpResponse<String> key : keys) {
            assertThat(key.statusCode()).isEqualTo(200);
            Map<String, String> members = json.readerForMapOf(String.class).readValue(key.body());
            int code = SecurityKeys.validate(keycloak, tenant, token, SecurityKeys.proof(members))
                    .statusCode();
            valid += code == 200 ? 1 : 0;
        }
        assertThat(valid).isEqualTo(1);
    }

    private static HttpRequest post(Keycloak node, String path, String token, String body) {
        return HttpRequest.newBuilder(URI.create(node.baseUrl() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
