package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many callers at once. */
@OnKeycloak
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionRaceIT {

    private static final int CALLERS = 20;

    private final Keycloak keycloak;
    private final Map<String, String> users = new HashMap<>();
    private final Pbx pbx;

    ExtensionRaceIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void createUsers() {
        for (int i = 0; i < CALLERS; i++) {
            users.put("racer" + i, pbx.realm().createUser("racer" + i, "Racer-pw-1!"));
        }
    }

    @Test
    void manyThievesLeaveOneOwnerAndAnUnbrokenChainOfEvents() throws Exception {
        String extension = pbx.createExtension("101");
        pbx.realm().clearEvents();
        List<Callable<Integer>> calls = new ArrayList<>();
        users.forEach(
                (name, id) -> calls.add(() -> pbx.assign(extension, id, name).statusCode()));
        assertThat(Together.send(calls)).containsOnly(200);

        List<JsonNode> events = pbx.ownershipEvents();
        assertThat(events).hasSize(CALLERS);
        Map<String, String> nextOwner = new HashMap<>();
        for (JsonNode event : events) {
            String old = event.path("oldManagingUser").isNull()
                    ? "nobody"
                    : event.at("/oldManagingUser/id").asText();
            assertThat(nextOwner.put(old, event.at("/newManagingUser/id").asText()))
                    .as("two took the extension from %s", old)
                    .isNull();
        }
        String owner = "nobody";
        for (int i = 0; i < CALLERS; i++) {
            owner = nextOwner.get(owner);
            assertThat(owner).as("owner after %d changes", i + 1).isNotNull();
        }
        String last = keycloak.admin()
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertThat(last).isEqualTo(owner);
        // Other tests give the same users other extensions.
        long owners = users.keySet().stream()
                .filter(name -> keycloak.http(pbx.token(name, "Racer-pw-1!"))
                        .get(pbx.realm().path("/extensions/me"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<String>>path("extension")
                        .contains("101"))
                .count();
        assertThat(owners).isEqualTo(1);
    }

    @Test
    void ofManyEqualCallsOneAssignsAndTheOthersSaySo() throws Exception {
        String extension = pbx.createExtension("102");
        pbx.realm().clearEvents();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(() -> pbx.assign(extension, users.get("racer0"), "racer0").statusCode());
        }
        List<Integer> statuses = Together.send(calls);
        assertThat(statuses).containsOnly(200, 409);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(pbx.ownershipEvents()).hasSize(1);
    }

    @Test
    void concurrentDefaultsOfOneUserLeaveOne() throws Exception {
        List<String> extensions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String extension = pbx.createExtension("20" + i);
            extensions.add(extension);
            pbx.assign(extension, users.get("racer1"), "racer1").then().statusCode(200);
        }
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            String extension = extensions.get(i % extensions.size());
            calls.add(() -> keycloak.admin()
                    .body(Map.of())
                    .post(pbx.defaultUser(extension))
                    .statusCode());
        }
        assertThat(Together.send(calls)).containsOnly(200);
        assertThat(extensions)
                .filteredOn(extension ->
                        keycloak.admin().get(pbx.defaultUser(extension)).statusCode() == 200)
                .hasSize(1);
    }

    @Test
    void ofManyCallsThatCreateTheSameExtensionOneDoes() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(() -> keycloak.admin()
                    .body(Map.of("extension", "300"))
                    .post(pbx.extensions())
                    .statusCode());
        }
        List<Integer> statuses = Together.send(calls);
        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    }

    @Test
    void anExtensionGivenWhileItsUserIsDeletedBelongsToNobodyAfterwards() throws Exception {
        for (int i = 0; i < 10; i++) {
            String extension = pbx.createExtension("40" + i);
            String name = "leaver" + i;
            String id = pbx.realm().createUser(name, "Leaver-pw-1!");
            Together.send(List.of(() -> pbx.assign(extension, id, name).statusCode(), () -> keycloak.admin()
                    .delete(pbx.realm().adminPath("/users/" + id))
                    .statusCode()));
            keycloak.admin().delete(pbx.realm().adminPath("/users/" + id));
            // Either the assignment came first and the removal took it along, or it found no user and made a new one.
            String now = pbx.realm().userId(name);
            var owner = keycloak.admin().get(pbx.managingUser(extension));
            if (now == null) {
                owner.then().statusCode(404);
            } else {
                owner.then().statusCode(200).body("id", equalTo(now));
            }
        }
    }
}
