package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
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
    private static final String AT_THIS_MOMENT =
            "Somebody else has changed the user or the extension at this moment; try again";

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

    /** Whom each has been shown is taken from once; all others learn of the one who was first. */
    @Test
    void ofManyWhoSawTheSameOwnerOneTakesTheExtensionAndTheOthersAreToldWho() {
        String extension = pbx.createExtension("103");
        pbx.assign(extension, users.get("racer0"), "racer0").then().statusCode(200);
        pbx.realm().clearEvents();
        List<Callable<Response>> calls = new ArrayList<>();
        for (int i = 1; i < CALLERS; i++) {
            String thief = users.get("racer" + i);
            calls.add(() -> keycloak.admin()
                    .body(Map.of("userId", thief, "makeDefault", true, "expectedOwner", users.get("racer0")))
                    .put(pbx.owner(extension)));
        }
        List<Response> answers = Together.send(calls);
        assertThat(answers).extracting(Response::statusCode).containsOnly(204, 409);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 204).hasSize(1);
        List<JsonNode> events = pbx.ownershipEvents();
        assertThat(events).hasSize(1);
        String owner = events.get(0).at("/newManagingUser/username").asText();
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .extracting(answer -> answer.<String>path("errorMessage"))
                // A slow database lets some wait too long.
                .isSubsetOf(
                        "Extension 103 is managed by First Last (" + owner
                                + ") now, and no longer by First Last (racer0)",
                        AT_THIS_MOMENT);
        keycloak.admin().get(pbx.defaultUser(extension)).then().statusCode(200).body("username", equalTo(owner));
    }

    /** Each takes the other's extension for its default: neither waits for the other without an end. */
    @Test
    void twoWhoTakeEachOthersExtensionsDoSo() {
        String left = users.get("racer2");
        String right = users.get("racer3");
        for (int i = 0; i < 10; i++) {
            String one = pbx.createExtension("50" + i);
            String two = pbx.createExtension("51" + i);
            take(one, null, left).then().statusCode(204);
            take(two, null, right).then().statusCode(204);
            assertThat(Together.send(List.of(() -> take(one, left, right).statusCode(), () -> take(two, right, left)
                            .statusCode())))
                    .containsOnly(204);
            keycloak.admin().get(pbx.defaultUser(one)).then().statusCode(200).body("id", equalTo(right));
            keycloak.admin().get(pbx.defaultUser(two)).then().statusCode(200).body("id", equalTo(left));
        }
    }

    /** Two extensions that become the default of a user who had none: the database lets one of them be it. */
    @Test
    void ofTwoFirstDefaultsOneIsOrTheOtherSaysToTryAgain() {
        for (int i = 0; i < 10; i++) {
            String user = pbx.realm().createUser("first" + i, "First-pw-1!");
            List<String> extensions = List.of(pbx.createExtension("60" + i), pbx.createExtension("61" + i));
            List<Integer> statuses =
                    Together.send(2, n -> take(extensions.get(n), null, user).statusCode());
            assertThat(statuses).containsAnyOf(204).allMatch(status -> status == 204 || status == 409);
            assertThat(extensions)
                    .filteredOn(id -> keycloak.admin().get(pbx.defaultUser(id)).statusCode() == 200)
                    .hasSize(1);
        }
    }

    /** The user gets it and loses it again, or is gone: nobody has it in the end. */
    @Test
    void whoIsDeletedWhileAnExtensionIsGivenHasNoneAfterwards() {
        for (int i = 0; i < 10; i++) {
            String user = pbx.realm().createUser("leaver" + i, "Leaver-pw-1!");
            String extension = pbx.createExtension("70" + i);
            List<Response> answers = Together.send(List.of(() -> take(extension, null, user), () -> keycloak.admin()
                    .delete(pbx.realm().adminPath("/users/" + user))));
            assertThat(answers.get(0).statusCode()).isIn(204, 400, 409);
            if (answers.get(0).statusCode() == 409) {
                assertThat(answers.get(0).<String>path("errorMessage")).isEqualTo(AT_THIS_MOMENT);
            }
            assertThat(answers.get(1).statusCode()).isEqualTo(204);
            keycloak.admin().get(pbx.managingUser(extension)).then().statusCode(404);
        }
    }

    private Response take(String extension, String from, String to) {
        Map<String, Object> body = new HashMap<>(Map.of("userId", to, "makeDefault", true));
        body.put("expectedOwner", from);
        return keycloak.admin().body(body).put(pbx.owner(extension));
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
