package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.body;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusal;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.refusalOfRemoving;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Answers to security questions: set, looked up, verified. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityAnswersIT {

    private static final String PASSWORD = "Security-answers-1!";
    private static final String TYPE = "pbx-security-answer";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final CommandTenant commands;
    private final SecurityServiceApi api;
    private final SecurityDataApi data;
    private String petComponent;
    private int pet;
    private int town;
    private int car;

    SecurityAnswersIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.commands = new CommandTenant(keycloak, tenant);
        this.api = commands.service();
        this.data = commands.data();
    }

    @BeforeAll
    void furnish() {
        tenant.attribute("pbx.securityQuestions", "2");
        petComponent = question("Your first pet?");
        question("Your first town?");
        question("Your first car?");
        pet = number("Your first pet?");
        town = number("Your first town?");
        car = number("Your first car?");
    }

    private String question(String text) {
        return commands.item("security-question", text);
    }

    private int number(String question) {
        return commands.number("SecurityQuestion", "Question eq '" + question + "'");
    }

    private static Map<String, Object> answer(int question, String answer) {
        return Map.of("SecurityQuestionID", question, "Answer", answer);
    }

    private int user(String name, List<Map<String, Object>> answers) {
        return result(api.json(
                        "CreateUser", Map.of("UserName", name, "Password", PASSWORD, "SecurityQuestions", answers)))
                .path("User")
                .path("UserID")
                .intValue();
    }

    private int user(String name) {
        return user(name, List.of(answer(pet, "Rex"), answer(town, "Aix  en Provence")));
    }

    @SafeVarargs
    private boolean verify(int user, Map<String, Object>... answers) {
        JsonNode result =
                result(api.json("VerifySecurityAnswers", Map.of("UserID", user, "SecurityAnswers", List.of(answers))));
        assertThat(result.size()).isEqualTo(1);
        return result.path("Verified").booleanValue();
    }

    @Test
    void allOfAUsersAnswersHaveToBeRightHoweverTheyAreWritten() {
        int number = user("a-right");
        assertThat(verify(number, answer(town, " AIX en\tprovence "), answer(pet, "ＲＥＸ")))
                .isTrue();
        assertThat(verify(number, answer(pet, "Rex"))).isFalse();
        assertThat(verify(number, answer(pet, "Rex"), answer(town, "Aix"))).isFalse();
        assertThat(verify(number, answer(pet, "Rex"), answer(town, "Aix en Provence"), answer(car, "Beetle")))
                .isFalse();
        assertThat(verify(number, answer(pet, "Rex"), answer(99999, "Aix en Provence")))
                .isFalse();
        assertThat(verify(99999, answer(pet, "Rex"), answer(town, "Aix en Provence")))
                .isFalse();
        // Who has answered fewer questions than the domain wants has none that would do.
        int few = user("a-few", List.of(answer(pet, "Rex")));
        assertThat(verify(few, answer(pet, "Rex"))).isFalse();
    }

    @Test
    void theLookUpTellsQuestionsAndNoAnswers() {
        int number = user("a-look");
        Response answer = api.json("UserLookup", Map.of("UserID", number, "IncludeSecurityQuestions", true));
        assertThat(result(answer).path("SecurityQuestions").toString())
                .isEqualTo("[{\"Question\":\"Your first pet?\",\"SecurityQuestionID\":" + pet
                        + "},{\"Question\":\"Your first town?\",\"SecurityQuestionID\":" + town + "}]");
        assertThat(answer.asString()).doesNotContain("Rex").doesNotContain("Provence");
        assertThat(result(api.json("UserLookup", Map.of("UserID", number))).has("SecurityQuestions"))
                .isFalse();
        List<Map<String, Object>> credentials = keycloak.admin()
                .get(tenant.adminPath("/users/" + tenant.userId("a-look") + "/credentials"))
                .path("");
        assertThat(credentials)
                .filteredOn(credential -> TYPE.equals(credential.get("type")))
                .hasSize(2)
                .allSatisfy(credential -> assertThat(credential).doesNotContainKeys("secretData", "userLabel"));
    }

    @Test
    void answersAreChangedAndTakenAwayUpToAsManyAsThereAreQuestions() {
        int number = user("a-change");
        assertThat(body(api.json(
                        "ModifyUser", Map.of("UserID", number, "SecurityQuestions", List.of(answer(car, "Beetle"))))))
                .isEqualTo(refusalOfRemoving(error(
                        500303,
                        "SecurityQuestion",
                        0,
                        0,
                        "A user of this domain answers at most 2 security questions.")));
        tenant.clearEvents();
        result(api.json(
                "ModifyUser",
                Map.of(
                        "UserID",
                        number,
                        "SecurityQuestions",
                        List.of(
                                Map.of("SecurityQuestionID", town, "Remove", true),
                                answer(car, "Beetle"),
                                answer(pet, "Bello")))));
        assertThat(verify(number, answer(pet, "bello"), answer(car, "beetle"))).isTrue();
        assertThat(tenant.adminEvents())
                .extracting(Realm.AdminEvent::resourcePath)
                .containsExactly(
                        "users/" + tenant.userId("a-change") + "/verify-security-answers",
                        "users/" + tenant.userId("a-change") + "/security-answers");
        assertThat(tenant.adminEvents().toString()).doesNotContainIgnoringCase("beetle");
        assertThat(data.get("AuditLog?$top=500").asString()).doesNotContainIgnoringCase("beetle");
        assertThat(body(api.json(
                        "ModifyUser", Map.of("UserID", number, "SecurityQuestions", List.of(answer(pet, " \t "))))))
                .isEqualTo(refusalOfRemoving(error(500303, "SecurityQuestion", pet, 1, "Answer must not be blank.")));
    }

    @Test
    void wrongAnswersCountAsWrongPasswordsDoAndALockedUserAnswersNothingRight() {
        int number = user("a-locked");
        String id = tenant.userId("a-locked");
        tenant.clearEvents();
        for (int i = 1; i <= 5; i++) {
            BruteForce.fail(keycloak, tenant, id, i, () -> assertThat(
                            verify(number, answer(pet, "Bello"), answer(town, "Aix en Provence")))
                    .isFalse());
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        assertThat(verify(number, answer(pet, "Rex"), answer(town, "Aix en Provence")))
                .isFalse();
        assertRefused(tenant.passwordGrant("a-locked", PASSWORD));
        assertThat(tenant.events())
                .filteredOn(event -> "CUSTOM_REQUIRED_ACTION_ERROR".equals(event.type()))
                .allSatisfy(event -> assertThat(event)
                        .returns(id, Realm.Event::userId)
                        .returns("verify-security-answers", one -> one.details().get("custom_required_action")))
                .extracting(Realm.Event::error)
                .contains("invalid_user_credentials", "user_temporarily_disabled");
        assertThat(tenant.events().toString()).doesNotContain("Bello");
        BruteForce.unlock(keycloak, tenant, id);
        BruteForce.fail(keycloak, tenant, id, 1, () -> verify(number, answer(pet, "Bello")));
        assertThat(verify(number, answer(pet, "Rex"), answer(town, "Aix en Provence")))
                .isTrue();
        // What is no sign-in forgives no failures.
        assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 1);
    }

    @Test
    void ofManyGuessesAtOnceAsManyAreLookedAtAsThereMayBe() {
        Realm other = keycloak.tenant();
        SecurityAnswersIT there = new SecurityAnswersIT(keycloak, other);
        there.furnish();
        other.update(realm -> realm.put("bruteForceProtected", true)
                .put("permanentLockout", true)
                .put("maxTemporaryLockouts", 0)
                .put("failureFactor", 3)
                .put("quickLoginCheckMilliSeconds", 0));
        int number = there.user("a-guesses");
        other.clearEvents();
        // They wait for each other, and H2 waits for two seconds.
        List<Boolean> verified = Together.send(
                4, i -> there.verify(number, answer(there.pet, "Bello"), answer(there.town, "Aix en Provence")));
        assertThat(verified).containsOnly(false);
        assertThat(other.events())
                .filteredOn(event -> "CUSTOM_REQUIRED_ACTION_ERROR".equals(event.type()))
                .extracting(Realm.Event::error)
                .containsExactlyInAnyOrder(
                        "user_disabled",
                        "invalid_user_credentials",
                        "invalid_user_credentials",
                        "invalid_user_credentials");
        assertThat(there.verify(number, answer(there.pet, "Rex"), answer(there.town, "Aix en Provence")))
                .isFalse();
    }

    @Test
    void aDisabledUserAnswersNothingRight() {
        int number = user("a-disabled");
        result(api.json("ModifyUser", Map.of("UserID", number, "IsDisabled", true)));
        assertThat(verify(number, answer(pet, "Rex"), answer(town, "Aix en Provence")))
                .isFalse();
    }

    private static void assertRefused(Response answer) {
        answer.then().statusCode(400).body("error_description", equalTo("Invalid user credentials"));
    }

    @Test
    void nobodySignsInByAnAnswer() {
        user("a-sign-in");
        for (String answer : List.of("Rex", "rex")) {
            assertRefused(tenant.passwordGrant("a-sign-in", answer));
        }
        BruteForce.unlock(keycloak, tenant, tenant.userId("a-sign-in"));
        tenant.passwordGrant("a-sign-in", PASSWORD).then().statusCode(200);
    }

    @Test
    void theAnswerOfAQuestionThatHasGoneIsNothing() {
        Realm other = keycloak.tenant();
        SecurityAnswersIT there = new SecurityAnswersIT(keycloak, other);
        there.furnish();
        int number = there.user("a-orphan");
        keycloak.admin()
                .delete(other.adminPath("/components/" + there.petComponent))
                .then()
                .statusCode(204);
        assertThat(there.verify(number, answer(there.pet, "Rex"), answer(there.town, "Aix en Provence")))
                .isFalse();
        result(there.api.json(
                "ModifyUser", Map.of("UserID", number, "SecurityQuestions", List.of(answer(there.car, "Beetle")))));
        assertThat(there.verify(number, answer(there.car, "Beetle"), answer(there.town, "Aix en Provence")))
                .isTrue();
    }

    @Test
    void itIsOffUnlessTheDomainHasQuestionsAndForWhoManagesUsers() {
        Realm other = keycloak.tenant();
        SecurityServiceApi service = new SecurityServiceApi(keycloak, other);
        SecurityDataApi sets = new SecurityDataApi(keycloak, other);
        service.switchOn();
        Map<String, Object> request = Map.of("UserID", 1, "SecurityAnswers", List.of(answer(1, "Rex")));
        Response answer = service.json("VerifySecurityAnswers", request);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(body(answer))
                .isEqualTo(refusal(error(
                        500306, "SecurityQuestion", 0, 0, "Security questions are switched off in this domain.")));
        answer = service.json(sets.tokenOf("a-viewer", "view-users"), "VerifySecurityAnswers", request);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(body(answer))
                .isEqualTo(refusal(forbidden(
                        "User",
                        "All changed values require the user management permission appropriate for the type of user"
                                + " being modified.")));
    }

    @Test
    void anImportKeepsAnswers() throws SQLException {
        user("a-moved");
        ObjectNode moved = JsonNodeFactory.instance.objectNode();
        moved.put("realm", "answers-moved").put("enabled", true);
        moved.withObjectProperty("attributes").put("pbx.securityData", "true").put("pbx.securityQuestions", "2");
        ObjectNode user = moved.withArrayProperty("users")
                .addObject()
                .put("username", "a-moved")
                .put("enabled", true);
        for (List<String> credential : credentials("a-moved")) {
            user.withArrayProperty("credentials")
                    .addObject()
                    .put("type", TYPE)
                    .put("credentialData", credential.get(0))
                    .put("secretData", credential.get(1));
        }
        assertThat(user.path("credentials")).hasSize(2);
        assertThat(user.toString()).doesNotContainIgnoringCase("rex");
        // Components keep their ids; in one database there is no second of an id, so the others are known by new ones.
        String imported = moved.toString();
        ObjectNode components = JsonNodeFactory.instance.objectNode();
        for (JsonNode component : keycloak.admin()
                .queryParam("type", "io.keycloakpbx.securitydata.SecurityDataItemProvider")
                .get(tenant.adminPath("/components"))
                .as(JsonNode.class)) {
            String id = component.path("id").asText();
            String other = id.substring(0, id.length() - 4) + "0000";
            imported = imported.replace(id, other);
            components
                    .withArrayProperty("io.keycloakpbx.securitydata.SecurityDataItemProvider")
                    .addObject()
                    .put("id", other)
                    .put("name", component.path("name").asText())
                    .put("providerId", "security-question");
        }
        keycloak.admin()
                .body(imported.substring(0, imported.length() - 1) + ",\"components\":" + components + "}")
                .post("/admin/realms")
                .then()
                .statusCode(201);
        Realm realm = keycloak.realm("answers-moved");
        SecurityDataApi sets = new SecurityDataApi(keycloak, realm);
        int number =
                sets.get("User", Map.of("$filter", "UserName eq 'a-moved'")).path("value[0].UserID");
        int movedPet = sets.get("SecurityQuestion", Map.of("$filter", "Question eq 'Your first pet?'"))
                .path("value[0].SecurityQuestionID");
        int movedTown = sets.get("SecurityQuestion", Map.of("$filter", "Question eq 'Your first town?'"))
                .path("value[0].SecurityQuestionID");
        SecurityServiceApi service = new SecurityServiceApi(keycloak, realm);
        assertThat(result(service.json(
                                "VerifySecurityAnswers",
                                Map.of(
                                        "UserID",
                                        number,
                                        "SecurityAnswers",
                                        List.of(answer(movedPet, "Rex"), answer(movedTown, "aix en provence")))))
                        .path("Verified")
                        .booleanValue())
                .isTrue();
    }

    private List<List<String>> credentials(String username) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement select = connection.prepareStatement(
                        "select CREDENTIAL_DATA, SECRET_DATA from CREDENTIAL where TYPE = ? and USER_ID = ?")) {
            select.setString(1, TYPE);
            select.setString(2, tenant.userId(username));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(List.of(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return found;
    }
}
