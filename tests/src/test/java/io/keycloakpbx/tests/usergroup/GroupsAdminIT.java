package io.keycloakpbx.tests.usergroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** User groups and branches as the admin console asks for them and changes them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupsAdminIT {

    private static final String PASSWORD = "Groups-of-1!";
    private static final String GROUPS = "/pbx-groups";
    private static final String BRANCHES = "/pbx-branches";
    private static final String WEIGHT = "pbx.weight";
    private static final String BRANCH = "pbx.branch";
    private static final Map<String, Boolean> EVERYTHING =
            Map.of("manage", true, "viewMembers", true, "manageMembership", true);

    private final Keycloak keycloak;
    private final Realm tenant;

    GroupsAdminIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createAdministrators() {
        tenant.createUser("boss", PASSWORD, "Admin");
        tenant.createUser("nobody", PASSWORD);
        administrator("viewer", "view-users");
        administrator("finder", "query-users", "query-groups");
    }

    private void administrator(String username, String... roles) {
        tenant.grantClientRoles(tenant.createUser(username, PASSWORD), "realm-management", roles);
    }

    private RequestSpecification as(String username) {
        return keycloak.http(tenant.userToken(username, PASSWORD)).contentType("application/json");
    }

    @Test
    @Tag("database")
    void aGroupIsMadeFoundChangedAndDeleted() {
        Response created = as("boss")
                .body(Map.of("name", " Night shift ", "description", "From ten to 100% six"))
                .post(tenant.adminPath(GROUPS));
        created.then().statusCode(201);
        String id = created.path("id");
        assertThat(created.header("Location")).endsWith(tenant.adminPath(GROUPS) + "/" + id);
        Map<String, Object> told = new HashMap<>(created.<Map<String, Object>>path(""));
        assertThat((Integer) told.remove("weight")).isPositive();
        assertThat(told)
                .isEqualTo(Map.of(
                        "id",
                        id,
                        "name",
                        "Night shift",
                        "description",
                        "From ten to 100% six",
                        "ownWeight",
                        true,
                        "members",
                        0,
                        "administrators",
                        false,
                        "access",
                        EVERYTHING));
        for (String search : List.of("nIGHT s", "100% SIX")) {
            found(search).header("X-Total-Count", "1").body("[0]", equalTo(created.path("")));
        }
        found("ten_to").header("X-Total-Count", "0");
        as("boss")
                .get(one(id))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("", equalTo(created.path("")));

        change(id, Map.of("name", "Day shift"));
        change(id, Map.of("description", ""));
        // As it is already.
        change(id, Map.of("name", "Day shift"));
        change(id, Map.of());
        as("boss").get(one(id)).then().body("name", equalTo("Day shift")).body("description", nullValue());
        as("boss").delete(one(id)).then().statusCode(204);
        as("boss").delete(one(id)).then().statusCode(404).body("", equalTo(noGroup()));
        as("boss").get(one(id)).then().statusCode(404).body("", equalTo(noGroup()));
        assertThat(tenant.adminEvents("groups/" + id))
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(
                        tuple("DELETE", "GROUP"),
                        tuple("UPDATE", "GROUP"),
                        tuple("UPDATE", "GROUP"),
                        tuple("CREATE", "GROUP"));
        assertThat(tenant.adminEvents("groups/" + id).get(0).representation()).contains("Day shift");
    }

    private ValidatableResponse found(String search) {
        return as("boss")
                .queryParam("search", search)
                .get(tenant.adminPath(GROUPS))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store");
    }

    private void change(String id, Map<String, Object> members) {
        as("boss").body(members).put(one(id)).then().statusCode(204);
    }

    private String one(String id) {
        return tenant.adminPath(GROUPS + "/" + id);
    }

    private static Map<String, Object> noGroup() {
        return Map.of("errorMessage", "There is no such user group", "key", "pbxErrorNoGroup");
    }

    @Test
    void whatIsNoGroupIsRefused() {
        String id = group(tenant, "Refused");
        group(tenant, "Also there");
        for (RefusedBody refused : List.of(
                new RefusedBody(Map.of("name", " "), 400, "name", "pbxErrorRequired"),
                new RefusedBody(Map.of("name", "a\u202eb"), 400, "name", "pbxErrorCharacters"),
                new RefusedBody(Map.of("name", "x".repeat(256)), 400, "name", null),
                new RefusedBody(Map.of("description", 7), 400, "description", null),
                new RefusedBody(Map.of("nam", "x"), 400, null, null),
                new RefusedBody(Map.of("branch", "of nobody"), 400, "branch", "pbxErrorNoBranch"),
                new RefusedBody(Map.of("name", "Also there"), 409, "name", "pbxErrorGroupExists"))) {
            as("boss")
                    .body(refused.body())
                    .put(one(id))
                    .then()
                    .statusCode(refused.status())
                    .body("field", equalTo(refused.field()))
                    .body("key", equalTo(refused.key()));
        }
        as("boss")
                .body(Map.of("description", "nameless"))
                .post(tenant.adminPath(GROUPS))
                .then()
                .statusCode(400)
                .body("field", equalTo("name"));
        as("boss")
                .body(Map.of("name", "Also there"))
                .post(tenant.adminPath(GROUPS))
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "A group with name: Also there already exists.",
                                "field",
                                "name",
                                "key",
                                "pbxErrorGroupExists",
                                "params",
                                Map.of("name", "Also there"))));
        as("boss")
                .get(tenant.adminPath(GROUPS + "?max=1001"))
                .then()
                .statusCode(400)
                .body("field", equalTo("max"));
        // A group below another is none of the PBX.
        String child = keycloak.admin()
                .body(Map.of("name", "Below"))
                .post(tenant.adminPath("/groups/" + id + "/children"))
                .path("id");
        as("boss").get(one(child)).then().statusCode(404);
        as("boss").delete(one(child)).then().statusCode(404);
    }

    private record RefusedBody(Map<String, Object> body, int status, String field, String key) {}

    @Test
    @Tag("database")
    void theHeaviestComesFirstAndNoTwoComeToWeighTheSame() {
        Realm own = keycloak.tenant();
        List<String> before = names(own);
        assertThat(before).containsExactly("administrators");
        String a = group(own, "a");
        String b = group(own, "b");
        String c = group(own, "c");
        assertThat(names(own)).containsExactly("c", "b", "a", "administrators");
        assertThat(weights(own)).containsExactly(4, 3, 2, 1);
        keycloak.admin()
                .get(own.adminPath(GROUPS))
                .then()
                .body("ownWeight", contains(true, true, true, false))
                .body("administrators", contains(false, false, false, true));

        weigh(own, a, 100, 2, null).then().statusCode(204);
        assertThat(names(own)).containsExactly("a", "c", "b", "administrators");
        weigh(own, a, 101, 2, null)
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "The group a weighs 100 now, and no longer 2",
                                "field",
                                "expectedWeight",
                                "key",
                                "pbxErrorWeightChanged",
                                "params",
                                Map.of("group", "a", "expected", "2", "now", "100"))));
        weigh(own, b, 100, 3, null)
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                "The group a weighs 100 already, so the group b cannot weigh as much",
                                "field",
                                "weight",
                                "key",
                                "pbxErrorWeightTaken",
                                "params",
                                Map.of("group", "b", "weight", "100", "other", "a", "otherId", a))));
        // By its number, which nobody has said.
        weigh(own, b, 1, 3, null).then().statusCode(409).body("params.other", equalTo("administrators"));
        weigh(own, b, 55, 3, c)
                .then()
                .statusCode(409)
                .body("field", equalTo("exchangeWith"))
                .body("key", equalTo("pbxErrorExchangeChanged"))
                .body("params", equalTo(Map.of("other", "c", "weight", "55")));
        assertThat(weights(own)).containsExactly(100, 4, 3, 1);
        own.clearEvents();
        weigh(own, b, 100, 3, a).then().statusCode(204);
        assertThat(names(own)).containsExactly("b", "c", "a", "administrators");
        assertThat(weights(own)).containsExactly(100, 4, 3, 1);
        assertThat(own.adminEvents())
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourcePath)
                .containsExactlyInAnyOrder(tuple("UPDATE", "groups/" + a), tuple("UPDATE", "groups/" + b));
        assertThat(own.adminEvents("groups/" + a).get(0).representation()).contains("\"pbx.weight\":[\"3\"]");
        weigh(own, b, 100, 100, null).then().statusCode(204);
        assertThat(own.adminEvents()).as("nothing was changed").hasSize(2);

        // What is no weight is as if it were not there.
        attribute(own, c, WEIGHT, "heavy");
        assertThat(names(own)).containsExactly("b", "c", "a", "administrators");
        assertThat(weights(own)).containsExactly(100, 4, 3, 1);
        keycloak.admin().get(own.adminPath(GROUPS + "/" + c)).then().body("ownWeight", equalTo(false));
        attribute(own, c, WEIGHT, "007");
        assertThat(weights(own)).containsExactly(100, 4, 3, 1);

        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("weight", 1_000_000_000, "expectedWeight", 4),
                Map.of("weight", -1, "expectedWeight", 4),
                Map.of("weight", "7", "expectedWeight", 4),
                Map.of("weight", 7),
                Map.of("weight", 7, "expectedWeight", 4, "exchangeWith", c),
                Map.of("weight", 7, "expectedWeight", 4, "exchangeWith", "of nobody"),
                Map.of("weight", 7, "expectedWeight", 4, "other", a))) {
            keycloak.admin()
                    .body(body)
                    .put(own.adminPath(GROUPS + "/" + c + "/weight"))
                    .then()
                    .statusCode(400);
        }
        assertThat(weights(own)).containsExactly(100, 4, 3, 1);
    }

    @Test
    @Tag("database")
    void ofManyAtOnceOneChangesAWeight() {
        Realm own = keycloak.tenant();
        assertThat(names(own)).hasSize(1);
        List<String> groups = List.of(group(own, "a"), group(own, "b"), group(own, "c"), group(own, "d"));
        List<Response> same = Together.send(4, caller -> weigh(own, groups.get(caller), 77, caller + 2, null));
        assertThat(same).extracting(Response::statusCode).containsExactlyInAnyOrder(204, 409, 409, 409);
        assertThat(weights(own)).doesNotHaveDuplicates().startsWith(77);
        String first = keycloak.admin().get(own.adminPath(GROUPS)).path("[0].id");
        List<Response> other = Together.send(4, caller -> weigh(own, first, 80 + caller, 77, null));
        assertThat(other).extracting(Response::statusCode).containsExactlyInAnyOrder(204, 409, 409, 409);
        assertThat(other.stream().filter(answer -> answer.statusCode() == 409).map(answer -> answer.path("key")))
                .containsOnly("pbxErrorWeightChanged");
        assertThat(weights(own)).doesNotHaveDuplicates().hasSize(5);
    }

    private Response weigh(Realm realm, String id, int weight, int expected, String exchangeWith) {
        Map<String, Object> body = new HashMap<>(Map.of("weight", weight, "expectedWeight", expected));
        if (exchangeWith != null) {
            body.put("exchangeWith", exchangeWith);
        }
        return keycloak.admin().body(body).put(realm.adminPath(GROUPS + "/" + id + "/weight"));
    }

    private List<String> names(Realm realm) {
        return keycloak.admin().get(realm.adminPath(GROUPS)).path("name");
    }

    private List<Integer> weights(Realm realm) {
        return keycloak.admin().get(realm.adminPath(GROUPS)).path("weight");
    }

    private String group(Realm realm, String name) {
        Response created = keycloak.admin().body(Map.of("name", name)).post(realm.adminPath(GROUPS));
        created.then().statusCode(201);
        return created.path("id");
    }

    private String branch(Realm realm, String name) {
        Response created = keycloak.admin().body(Map.of("name", name)).post(realm.adminPath(BRANCHES));
        created.then().statusCode(201);
        return created.path("id");
    }

    /** As the admin console changes attributes of groups. */
    private void attribute(Realm realm, String id, String name, String value) {
        Map<String, Object> group = keycloak.admin()
                .get(realm.adminPath("/groups/" + id))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        group.put("attributes", Map.of(name, List.of(value)));
        keycloak.admin()
                .body(group)
                .put(realm.adminPath("/groups/" + id))
                .then()
                .statusCode(204);
    }

    private String userAt(Realm realm, String username, String branch) {
        Response created = keycloak.admin()
                .body(Map.of("username", username, "enabled", true, "attributes", Map.of(BRANCH, List.of(branch))))
                .post(realm.adminPath("/users"));
        created.then().statusCode(201);
        return created.header("Location").replaceAll(".*/", "");
    }

    private Response join(Realm realm, String user, String group) {
        return keycloak.admin().put(realm.adminPath("/users/" + user + "/groups/" + group));
    }

    @Test
    @Tag("database")
    void aBranchIsMadeFoundChangedAndDeleted() {
        Response created = as("boss")
                .body(Map.of("name", " Rome ", "city", "Roma", "phoneNumber", "+39 06 1", "state", ""))
                .post(tenant.adminPath(BRANCHES));
        String id = created.path("id");
        created.then()
                .statusCode(201)
                .header("Location", endsWith(BRANCHES + "/" + id))
                .body(
                        "",
                        equalTo(Map.of(
                                "id",
                                id,
                                "name",
                                "Rome",
                                "city",
                                "Roma",
                                "phoneNumber",
                                "+39 06 1",
                                "groups",
                                0,
                                "users",
                                0)));
        String group = group(tenant, "Romans");
        change(group, Map.of("branch", id));
        userAt(tenant, "roman", id);
        as("viewer")
                .queryParam("search", "rOMA")
                .get(tenant.adminPath(BRANCHES))
                .then()
                .statusCode(200)
                .header("X-Total-Count", "1")
                .header("Cache-Control", "no-store")
                .body("[0].id", equalTo(id))
                .body("[0].groups", equalTo(1))
                .body("[0].users", equalTo(1));
        as("viewer")
                .queryParam("branch", id)
                .get(tenant.adminPath(GROUPS))
                .then()
                .header("X-Total-Count", "1")
                .body("[0].name", equalTo("Romans"))
                .body("[0].branch", equalTo(Map.of("id", id, "name", "Rome")));

        String path = tenant.adminPath(BRANCHES + "/" + id);
        as("boss").body(Map.of("city", "", "zip", "00184")).put(path).then().statusCode(204);
        as("boss").body(Map.of("zip", "00184")).put(path).then().statusCode(204);
        as("viewer")
                .get(path)
                .then()
                .statusCode(200)
                .body(
                        "",
                        equalTo(Map.of(
                                "id",
                                id,
                                "name",
                                "Rome",
                                "zip",
                                "00184",
                                "phoneNumber",
                                "+39 06 1",
                                "groups",
                                1,
                                "users",
                                1)));
        as("boss")
                .body(Map.of("name", "Rome"))
                .post(tenant.adminPath(BRANCHES))
                .then()
                .statusCode(409)
                .body("field", equalTo("name"))
                .body("key", equalTo("pbxErrorBranchExists"))
                .body("params.name", equalTo("Rome"));
        as("boss").body(Map.of("town", "Roma")).put(path).then().statusCode(400);
        as("boss").body(Map.of("name", "")).put(path).then().statusCode(400).body("field", equalTo("name"));

        as("boss").delete(path).then().statusCode(204);
        as("boss").delete(path).then().statusCode(404).body("key", equalTo("pbxErrorNoBranch"));
        as("boss").get(path).then().statusCode(404);
        as("boss").get(one(group)).then().statusCode(200).body("branch", nullValue());
        assertThat(tenant.adminEvents("pbx-branches/" + id))
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(
                        tuple("DELETE", "PBX_BRANCH"), tuple("UPDATE", "PBX_BRANCH"), tuple("CREATE", "PBX_BRANCH"));
    }

    @Test
    @Tag("database")
    void aGroupIsAtNoOtherBranchThanItsUsers() {
        String here = branch(tenant, "Here");
        String there = branch(tenant, "There");
        String group = group(tenant, "Movers");
        String anna = userAt(tenant, "anna", there);
        join(tenant, anna, group).then().statusCode(204);
        Map<String, Object> params =
                Map.of("user", "anna", "usersBranch", "There", "group", "Movers", "branch", "Here");
        String text =
                "User anna is at the branch There, and cannot be in the group Movers, which is at the branch Here."
                        + " Change one of the branches first";
        as("boss")
                .body(Map.of("branch", here, "name", "Moved"))
                .put(one(group))
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(Map.of(
                                "errorMessage",
                                text.replace("Movers", "Moved"),
                                "field",
                                "branch",
                                "key",
                                "pbxErrorUserAtOtherBranch",
                                "params",
                                Map.of("user", "anna", "usersBranch", "There", "group", "Moved", "branch", "Here"))));
        as("boss").get(one(group)).then().body("name", equalTo("Movers")).body("branch", nullValue());
        change(group, Map.of("branch", there));
        as("boss").get(one(group)).then().body("branch.name", equalTo("There")).body("members", equalTo(1));
        change(group, Map.of("branch", ""));
        // Keycloak's own way into a group says the same, in words of the console.
        keycloak.admin()
                .delete(tenant.adminPath("/users/" + anna + "/groups/" + group))
                .then()
                .statusCode(204);
        change(group, Map.of("branch", here));
        join(tenant, anna, group)
                .then()
                .statusCode(409)
                .body("", equalTo(Map.of("errorMessage", text, "key", "pbxErrorUserAtOtherBranch", "params", params)));
    }

    @Test
    void theAdministratorsGroupStays() {
        String id = found("administrators")
                .body("[0].administrators", equalTo(true))
                .extract()
                .path("[0].id");
        as("boss")
                .body(Map.of("name", "others"))
                .put(one(id))
                .then()
                .statusCode(403)
                .body("key", equalTo("pbxErrorAdministratorsGroup"));
        as("boss").delete(one(id)).then().statusCode(403).body("key", equalTo("pbxErrorAdministratorsGroup"));
        change(id, Map.of("description", "Who administers"));
        as("boss").get(one(id)).then().body("description", equalTo("Who administers"));
    }

    @Test
    void whoMayNotIsRefused() {
        String id = group(tenant, "Guarded");
        String branch = tenant.adminPath(BRANCHES + "/" + branch(tenant, "Guarded"));
        as("viewer")
                .get(one(id))
                .then()
                .statusCode(200)
                .body("access", equalTo(Map.of("manage", false, "viewMembers", true, "manageMembership", false)));
        Map<String, String> name = Map.of("name", "Taken over");
        for (Response refused : List.of(
                as("viewer").body(name).post(tenant.adminPath(GROUPS)),
                as("viewer").body(name).put(one(id)),
                as("viewer").body(Map.of("weight", 1, "expectedWeight", 1)).put(one(id) + "/weight"),
                as("viewer").delete(one(id)),
                as("viewer").delete(one("of nobody")),
                as("viewer").body(name).post(tenant.adminPath(BRANCHES)),
                as("viewer").body(name).put(branch),
                as("viewer").delete(branch))) {
            refused.then().statusCode(403).body("", equalTo(lacks("manage-users")));
        }
        for (String username : List.of("finder", "nobody")) {
            for (String path : List.of(tenant.adminPath(GROUPS), one(id), tenant.adminPath(BRANCHES), branch)) {
                as(username).get(path).then().statusCode(403).body("", equalTo(lacks("view-users")));
            }
            as(username).body(name).put(one(id)).then().statusCode(403);
        }
        Realm other = keycloak.realm("globex");
        as("boss").get(other.adminPath(GROUPS)).then().statusCode(403);
        as("boss").body(name).post(other.adminPath(BRANCHES)).then().statusCode(403);
        keycloak.http().get(tenant.adminPath(GROUPS)).then().statusCode(401);
        keycloak.admin().get(other.adminPath(GROUPS + "/" + id)).then().statusCode(404);
        keycloak.admin().delete(other.adminPath(GROUPS + "/" + id)).then().statusCode(404);
        as("boss").get(one(id)).then().body("name", equalTo("Guarded"));
    }

    private static Map<String, Object> lacks(String role) {
        return Map.of(
                "errorMessage",
                "You do not have access: this needs the role " + role + ".",
                "key",
                "pbxErrorLacksRole",
                "params",
                Map.of("role", role));
    }

    /** A refusal tells what the group is called and weighs. */
    @Test
    void whoMayManageAndNotViewAGroupGivesItNoWeight() {
        Realm fine = keycloak.tenant();
        String blind = group(fine, "blind");
        String keeper = fine.createUser("keeper", PASSWORD);
        fine.grantClientRoles(keeper, "realm-management", "query-groups");
        fine.permit(keeper, "Groups", blind, List.of("manage"));
        Response refused = json(fine.userToken("keeper", PASSWORD))
                .body(Map.of("weight", 9, "expectedWeight", 1_000))
                .put(fine.adminPath(GROUPS + "/" + blind + "/weight"));
        refused.then().statusCode(403).body("", equalTo(lacks("view-users")));
    }

    /** What the delegate may not see is as what is not there: groups, their weights, and users who are counted. */
    @Test
    @Tag("database")
    void fineGrainedPermissionsShowAndGuardSingleGroups() {
        Realm fine = keycloak.tenant();
        assertThat(names(fine)).hasSize(1);
        String shown = group(fine, "shown");
        String hidden = group(fine, "hidden");
        String here = branch(fine, "Here");
        String member = userAt(fine, "member", here);
        join(fine, member, shown).then().statusCode(204);
        String delegate = fine.createUser("delegate", PASSWORD);
        fine.grantClientRoles(delegate, "realm-management", "query-groups", "query-users");
        fine.permit(delegate, "Groups", shown);
        String token = fine.userToken("delegate", PASSWORD);
        keycloak.admin()
                .get(fine.adminPath(GROUPS + "/" + shown))
                .then()
                .body("members", equalTo(1))
                .body("access", equalTo(EVERYTHING));
        keycloak.http(token)
                .get(fine.adminPath(GROUPS))
                .then()
                .statusCode(200)
                .header("X-Total-Count", "1")
                .body("name", contains("shown"))
                .body("[0]", not(hasKey("members")))
                .body("[0].access", equalTo(Map.of("manage", true, "viewMembers", false, "manageMembership", false)));
        String path = fine.adminPath(GROUPS + "/" + hidden);
        for (Response unknown : List.of(
                keycloak.http(token).get(path),
                json(token).body(Map.of("name", "mine")).put(path),
                json(token).body(Map.of("weight", 9, "expectedWeight", 3)).put(path + "/weight"),
                keycloak.http(token).delete(path))) {
            unknown.then().statusCode(404).body("", equalTo(noGroup()));
        }
        json(token)
                .body(Map.of("name", "new"))
                .post(fine.adminPath(GROUPS))
                .then()
                .statusCode(403);
        String own = fine.adminPath(GROUPS + "/" + shown);
        json(token).body(Map.of("name", "by the delegate")).put(own).then().statusCode(204);
        for (String branch : List.of(here, "of nobody")) {
            json(token)
                    .body(Map.of("branch", branch))
                    .put(own)
                    .then()
                    .statusCode(403)
                    .body("", equalTo(lacks("view-users")));
        }
        json(token)
                .body(Map.of("weight", 3, "expectedWeight", 2, "exchangeWith", hidden))
                .put(own + "/weight")
                .then()
                .statusCode(400)
                .body("field", equalTo("exchangeWith"));
        // That the hidden one weighs as much is not told.
        json(token)
                .body(Map.of("weight", 3, "expectedWeight", 2))
                .put(own + "/weight")
                .then()
                .statusCode(204);
        assertThat(weights(fine)).startsWith(3, 3);
        keycloak.http(token).get(fine.adminPath(BRANCHES)).then().statusCode(403);
        // What disagrees is said without the user to whom the user is hidden.
        String theirs = group(fine, "theirs");
        join(fine, member, theirs).then().statusCode(204);
        String pathOfTheirs = fine.adminPath(GROUPS + "/" + theirs);
        json(keycloak.adminToken())
                .body(Map.of("branch", here))
                .put(pathOfTheirs)
                .then()
                .statusCode(204);
        String mover = fine.createUser("mover", PASSWORD);
        fine.grantClientRoles(mover, "realm-management", "query-groups", "query-users");
        fine.permitAllBut(mover, member);
        fine.permit(mover, "Groups", theirs);
        Map<String, Object> moved = Map.of("branch", branch(fine, "There"));
        Response hides = json(fine.userToken("mover", PASSWORD)).body(moved).put(pathOfTheirs);
        hides.then().statusCode(409).body("field", equalTo("branch"));
        assertThat(hides.asString()).doesNotContain("member", member);
        json(keycloak.adminToken())
                .body(moved)
                .put(pathOfTheirs)
                .then()
                .statusCode(409)
                .body("params.user", equalTo("member"));
        keycloak.http(token).delete(own).then().statusCode(204);
    }

    /** Keycloak's lists hide nothing from who has no role to look for groups or users: they get none, and no counts. */
    @Test
    @Tag("database")
    void aGroupThatTheCallerMayNotViewIsNeitherListedNorNamed() {
        Realm fine = keycloak.tenant();
        String open = group(fine, "open");
        String secret = group(fine, "secret");
        join(fine, fine.createUser("member", PASSWORD), open).then().statusCode(204);
        String keeper = fine.createUser("keeper", PASSWORD);
        fine.permitAllBut(keeper, "Groups", secret, List.of("view", "manage"));
        String list = fine.adminPath(GROUPS);
        String contract = fine.adminPath("/sipxconfig/rest/user-group");
        String token = fine.userToken("keeper", PASSWORD);
        keycloak.http(token).get(list).then().statusCode(403);
        keycloak.http(token).get(contract).then().statusCode(403);
        keycloak.http(token).get(list + "/" + secret).then().statusCode(404);
        Response one = keycloak.http(token).get(list + "/" + open);
        one.then().statusCode(200).body("name", equalTo("open"));
        assertThat(one.<Map<String, Object>>path("")).doesNotContainKey("members");
        // That the hidden one weighs as much is not told.
        Map<String, Object> tie = Map.of("weight", 3, "expectedWeight", 2);
        json(token).body(tie).put(list + "/" + open + "/weight").then().statusCode(204);

        fine.grantClientRoles(keeper, "realm-management", "query-groups");
        token = fine.userToken("keeper", PASSWORD);
        Response listed = keycloak.http(token).get(list);
        listed.then().statusCode(200).body("name", containsInAnyOrder("open", "administrators"));
        assertThat(listed.<Map<String, Object>>path("[0]")).doesNotContainKey("members");
        keycloak.http(token).queryParam("max", 101).get(list).then().statusCode(400);
        keycloak.http(token)
                .accept("application/json")
                .get(contract)
                .then()
                .statusCode(200)
                .body("user-group.groups.name", containsInAnyOrder("open", "administrators"));
    }

    @Test
    @Tag("database")
    void whoMayNotManageTheOtherGroupIsNotOfferedToExchangeWeights() {
        Realm fine = keycloak.tenant();
        String open = group(fine, "open");
        String watched = group(fine, "watched");
        String list = fine.adminPath(GROUPS);
        String half = fine.createUser("half", PASSWORD);
        fine.grantClientRoles(half, "realm-management", "query-groups");
        fine.permit(half, "Groups", open);
        fine.permit(half, "Groups", watched, List.of("view"));
        Map<String, Object> taken = Map.of("weight", 3, "expectedWeight", 2);
        json(fine.userToken("half", PASSWORD))
                .body(taken)
                .put(list + "/" + open + "/weight")
                .then()
                .statusCode(409)
                .body("params", equalTo(Map.of("group", "open", "weight", "3", "other", "watched")));
        json(keycloak.adminToken())
                .body(taken)
                .put(list + "/" + open + "/weight")
                .then()
                .statusCode(409)
                .body("params.otherId", equalTo(watched));
    }

    private RequestSpecification json(String token) {
        return keycloak.http(token).contentType("application/json");
    }

    @Test
    void aUserWhomTheCallerMayNotViewIsNotCountedAtABranch() {
        Realm fine = keycloak.tenant();
        String here = branch(fine, "Here");
        userAt(fine, "open", here);
        String hidden = userAt(fine, "hidden", here);
        String group = group(fine, "at the branch");
        json(keycloak.adminToken())
                .body(Map.of("branch", here))
                .put(fine.adminPath(GROUPS + "/" + group))
                .then()
                .statusCode(204);
        String watcher = fine.createUser("watcher", PASSWORD);
        fine.permitAllBut(watcher, hidden);
        keycloak.admin()
                .get(fine.adminPath(BRANCHES))
                .then()
                .body("[0].users", equalTo(2))
                .body("[0].groups", equalTo(1));
        // Without the role to look for users nobody would be hidden.
        Map<String, Object> uncounted = keycloak.http(fine.userToken("watcher", PASSWORD))
                .get(fine.adminPath(BRANCHES))
                .then()
                .statusCode(200)
                .extract()
                .path("[0]");
        assertThat(uncounted).isEqualTo(Map.of("id", here, "name", "Here"));
        keycloak.admin()
                .queryParam("counts", "false")
                .get(fine.adminPath(BRANCHES))
                .then()
                .body("[0]", equalTo(uncounted));
        fine.grantClientRoles(watcher, "realm-management", "query-users");
        keycloak.http(fine.userToken("watcher", PASSWORD))
                .get(fine.adminPath(BRANCHES))
                .then()
                .statusCode(200)
                .body("[0].users", equalTo(1))
                .body("[0].groups", equalTo(0));
        keycloak.http(fine.userToken("watcher", PASSWORD))
                .get(fine.adminPath(GROUPS))
                .then()
                .statusCode(403);
    }
}
