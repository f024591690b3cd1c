package io.keycloakpbx.tests.usergroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What groups and users say of permissions, as the admin console sees and changes it. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PbxPermissionsIT {

    private static final String PASSWORD = "Permit-these-1!";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SipXcom api;
    private final Map<String, String> tokens = new HashMap<>();

    PbxPermissionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SipXcom(keycloak, tenant);
    }

    @BeforeAll
    void makeAdministrators() {
        api.administrator("viewer", PASSWORD, "view-users");
        api.administrator("editor", PASSWORD, "manage-users");
        api.administrator("finder", PASSWORD, "query-users", "query-groups");
        tenant.createUser("tenant-boss", PASSWORD, "Admin");
        tenant.createUser("nobody", PASSWORD);
    }

    private String ofGroup(String id) {
        return tenant.adminPath("/pbx-permissions/groups/" + id);
    }

    private String ofUser(String id) {
        return tenant.adminPath("/pbx-permissions/users/" + id);
    }

    private RequestSpecification as(String username) {
        return keycloak.http(tokens.computeIfAbsent(username, name -> tenant.userToken(name, PASSWORD)));
    }

    private String group(String name, int weight) {
        return tenant.make("/groups", Map.of("name", name, "attributes", Map.of("pbx.weight", List.of("" + weight))));
    }

    private void join(String user, String group) {
        keycloak.admin()
                .put(tenant.adminPath("/users/" + user + "/groups/" + group))
                .then()
                .statusCode(204);
    }

    private static String change(String name, Boolean value, Boolean expected) {
        return "{\"name\":\"" + name + "\",\"value\":" + value + ",\"expected\":" + expected + "}";
    }

    private static Response put(RequestSpecification caller, String path, String... changes) {
        return caller.contentType("application/json")
                .body("{\"permissions\":[" + String.join(",", changes) + "]}")
                .put(path);
    }

    private void set(String path, String name, Boolean value, Boolean expected) {
        put(keycloak.admin(), path, change(name, value, expected)).then().statusCode(204);
    }

    private Map<String, Object> state(String path, String name) {
        return state(keycloak.admin(), path, name);
    }

    private static Map<String, Object> state(RequestSpecification caller, String path, String name) {
        return caller.get(path).then().statusCode(200).extract().path("find { it.name == '" + name + "' }");
    }

    /** What is told of a permission for calls. */
    private static Map<String, Object> told(
            String name, String label, Boolean value, boolean inherited, boolean effective, String from) {
        Map<String, Object> told = new HashMap<>();
        told.put("name", name);
        told.put("label", label);
        told.put("type", "CALL");
        told.put("value", value);
        told.put("inherited", inherited);
        told.put("effective", effective);
        told.put("from", from);
        told.put("changeable", true);
        return told;
    }

    private static Map<String, Object> with(Map<String, Object> told, String member, Object value) {
        Map<String, Object> more = new HashMap<>(told);
        more.put(member, value);
        return more;
    }

    @Test
    void theCatalogueHasEachPermissionWithItsDefault() {
        Response catalogue = as("viewer").get(tenant.adminPath("/pbx-permissions"));
        catalogue
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(
                        "find { it.name == 'Mobile' }",
                        equalTo(Map.of("name", "Mobile", "label", "Mobile numbers", "type", "CALL", "default", true)))
                .body("name", hasItem("superadmin"))
                .body("name", not(hasItem("EmergencyDialing")));
        assertThat(catalogue.<List<String>>path("name")).isSorted().hasSizeGreaterThanOrEqualTo(18);
    }

    @Test
    void aGroupSaysOnOffOrNothing() {
        String id = group("matrix", 7);
        String path = ofGroup(id);
        keycloak.admin().get(path).then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(state(path, "900Dialing"))
                .isEqualTo(told("900Dialing", "Premium numbers", null, false, false, "default"));

        put(as("editor"), path, change("900Dialing", true, null), "{\"name\":\"Mobile\",\"value\":false}")
                .then()
                .statusCode(204)
                .body(equalTo(""));
        Map<String, Object> itself = Map.of("id", id, "name", "matrix", "weight", 7);
        assertThat(state(path, "900Dialing"))
                .isEqualTo(with(told("900Dialing", "Premium numbers", true, false, true, "group"), "group", itself));
        assertThat(state(path, "Mobile"))
                .isEqualTo(with(told("Mobile", "Mobile numbers", false, true, false, "group"), "group", itself));
        assertThat(tenant.adminEvents("groups/" + id).get(0))
                .returns("UPDATE", Realm.AdminEvent::operationType)
                .returns("GROUP", Realm.AdminEvent::resourceType)
                .returns(
                        "{\"permissions\":{\"900Dialing\":\"ENABLE\",\"Mobile\":\"DISABLE\"}}",
                        Realm.AdminEvent::representation);

        set(path, "Mobile", null, false);
        assertThat(state(path, "Mobile")).isEqualTo(told("Mobile", "Mobile numbers", null, true, true, "default"));
        // Of two mailboxes one is on: what decides it is what is said of the other.
        set(path, "ExchangeUMVoicemailServer", true, null);
        assertThat(state(path, "FreeswitchVoicemailServer"))
                .containsEntry("value", null)
                .containsEntry("inherited", false)
                .containsEntry("effective", false)
                .containsEntry("from", "group");
    }

    @Test
    void aUserIsToldWhatIsInheritedAndWhoHasDecided() {
        String user = tenant.createUser("matrix-user", PASSWORD, "StandardInternationalUser");
        String light = group("light", 1);
        String heavy = group("heavy", 9);
        join(user, light);
        join(user, heavy);
        set(ofGroup(light), "Mobile", true, null);
        set(ofGroup(heavy), "Mobile", false, null);
        String path = ofUser(user);
        set(path, "TollFree", false, null);
        Map<String, Object> byHeavy = Map.of("id", heavy, "name", "heavy", "weight", 9);
        assertThat(state(path, "Mobile"))
                .isEqualTo(with(told("Mobile", "Mobile numbers", null, false, false, "group"), "group", byHeavy));
        assertThat(state(path, "TollFree"))
                .isEqualTo(told("TollFree", "Toll-free numbers", false, true, false, "user"));
        assertThat(state(path, "InternationalDialing"))
                .isEqualTo(told("InternationalDialing", "International calls", null, true, true, "role"));
        assertThat(state(path, "LocalDialing"))
                .isEqualTo(told("LocalDialing", "Local calls", null, true, true, "default"));

        set(path, "Mobile", true, null);
        assertThat(state(path, "Mobile")).isEqualTo(told("Mobile", "Mobile numbers", true, false, true, "user"));
        assertThat(tenant.adminEvents("users/" + user).get(0))
                .returns("UPDATE", Realm.AdminEvent::operationType)
                .returns("{\"permissions\":{\"Mobile\":\"ENABLE\"}}", Realm.AdminEvent::representation);
        // It is what the other ways tell.
        keycloak.admin()
                .get(tenant.adminPath("/users-permissions/" + user))
                .then()
                .body("permissions.find { it.name == 'Mobile' }.enabled", equalTo(true))
                .body("permissions.find { it.name == 'Mobile' }.reason", equalTo("USER"));
    }

    @Test
    void whoIsBehindIsToldAndNothingIsChanged() {
        String id = group("overtaken", 3);
        String path = ofGroup(id);
        set(path, "Mobile", false, null);
        int events = tenant.adminEvents("groups/" + id).size();
        put(keycloak.admin(), path, change("TollFree", false, null), change("Mobile", true, null))
                .then()
                .statusCode(409)
                .body(
                        "",
                        equalTo(Map.of(
                                "field",
                                "permissions[1].expected",
                                "errorMessage",
                                "Mobile numbers is off now, and no longer inherited. Nothing was changed",
                                "key",
                                "pbxErrorPermissionChanged",
                                "params",
                                Map.of("permission", "Mobile numbers", "expected", "inherited", "now", "off"))));
        assertThat(state(path, "TollFree")).containsEntry("value", null);
        // What is as it shall be is nobody's loss.
        put(keycloak.admin(), path, change("Mobile", false, null)).then().statusCode(204);
        assertThat(tenant.adminEvents("groups/" + id)).hasSize(events);
        set(path, "Mobile", null, false);
    }

    /** Both have seen the same: one of them learns of the other. */
    @Test
    @Tag("database")
    void ofTwoAtOnceOneIsTold() {
        String user = tenant.createUser("raced", PASSWORD);
        Boolean seen = null;
        for (String name : List.of("Mobile", "TollFree", "Voicemail")) {
            List<Response> answers =
                    Together.send(2, caller -> put(keycloak.admin(), ofUser(user), change(name, caller == 0, seen)));
            assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(204, 409);
            assertThat(state(ofUser(user), name).get("value"))
                    .isEqualTo(answers.get(0).statusCode() == 204);
        }
    }

    @Test
    void superadminIsForThoseWhoMayGiveTheRole() {
        String user = tenant.createUser("raised", PASSWORD);
        String path = ofUser(user);
        assertThat(state(as("editor"), path, "superadmin"))
                .containsEntry("changeable", false)
                .containsEntry("from", "default");
        put(as("editor"), path, change("Mobile", false, null), change("superadmin", true, null))
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role Admin."));
        assertThat(state(path, "Mobile")).containsEntry("value", null);
        // Nobody raises the own account by it either.
        put(as("editor"), ofUser(tenant.userId("editor")), change("superadmin", true, null))
                .then()
                .statusCode(403);

        assertThat(state(as("tenant-boss"), path, "superadmin")).containsEntry("changeable", true);
        put(as("tenant-boss"), path, change("superadmin", true, null)).then().statusCode(204);
        assertThat(state(path, "superadmin"))
                .containsEntry("value", true)
                .containsEntry("inherited", false)
                .containsEntry("effective", true)
                .containsEntry("from", "role");
        put(as("editor"), path, change("superadmin", null, true)).then().statusCode(403);
        // What stays as it is needs no more than the rest.
        put(as("editor"), path, change("superadmin", true, null), change("Mobile", false, null))
                .then()
                .statusCode(204);
        put(as("tenant-boss"), path, change("superadmin", null, null))
                .then()
                .statusCode(409)
                .body("params.now", equalTo("on"));
        put(as("tenant-boss"), path, change("superadmin", false, true)).then().statusCode(204);
        assertThat(state(path, "superadmin")).containsEntry("value", null).containsEntry("effective", false);
        assertThat(tenant.adminEvents("users/" + user + "/role-mappings/realm"))
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(tuple("DELETE", "REALM_ROLE_MAPPING"), tuple("CREATE", "REALM_ROLE_MAPPING"));
    }

    /** Both are answered that it is so, and one of them alone has made it so. */
    @Test
    @Tag("database")
    void superadminThatTwoGiveAtOnceIsGivenOnce() {
        String user = tenant.createUser("raised-twice", PASSWORD);
        String group = group("raised twice", 300);
        for (String[] holder : new String[][] {{ofUser(user), "users/" + user}, {ofGroup(group), "groups/" + group}}) {
            Together.send(2, caller -> put(keycloak.admin(), holder[0], change("superadmin", true, null)))
                    .forEach(answer -> answer.then().statusCode(204));
            assertThat(state(holder[0], "superadmin")).containsEntry("value", true);
            assertThat(tenant.adminEvents(holder[1] + "/role-mappings/realm")).hasSize(1);
            assertThat(tenant.adminEvents(holder[1]))
                    .extracting(Realm.AdminEvent::operationType)
                    .containsOnlyOnce("UPDATE");
        }
    }

    @Test
    void theGroupOfTheAdministratorsKeepsIt() {
        String id = api.groupId("administrators");
        assertThat(state(ofGroup(id), "superadmin"))
                .containsEntry("value", true)
                .containsEntry("changeable", false)
                .containsEntry("from", "role");
        put(keycloak.admin(), ofGroup(id), change("superadmin", null, true))
                .then()
                .statusCode(409)
                .body("field", equalTo("permissions[0].value"))
                .body("key", equalTo("pbxErrorAdministratorsRole"));
        String member = tenant.createUser("member-of-administrators", PASSWORD);
        join(member, id);
        assertThat(state(ofUser(member), "superadmin"))
                .containsEntry("value", null)
                .containsEntry("inherited", true)
                .containsEntry("effective", true)
                .containsEntry("from", "role");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | permissions | permissions must list what changes",
                "{\"permissions\":[]} | permissions | permissions must list what changes",
                "{\"permissions\":[1]} | permissions[0] | permissions[0] must be an object",
                "{\"permissions\":[{\"value\":true}]} | permissions[0].name | permissions[0].name is required",
                "{\"permissions\":[{\"name\":\"Mobile\",\"value\":\"yes\"}]} | permissions[0].value"
                        + " | permissions[0].value must be true or false",
                "{\"permissions\":[{\"name\":\"Mobile\",\"value\":true},{\"name\":\"Mobile\",\"value\":true}]}"
                        + " | permissions[1].name | permissions[1].name must not be there twice",
                "{\"permissions\":[{\"name\":\"Mobile\",\"value\":true},{\"name\":\"NoSuch\",\"value\":true}]}"
                        + " | permissions[1].name | Unknown permission NoSuch",
                "{\"permissions\":[{\"name\":\"EmergencyDialing\",\"value\":false}]} | permissions[0].name"
                        + " | Unknown permission EmergencyDialing",
                "{\"permissions\":[{\"name\":\"FreeswitchVoicemailServer\",\"value\":true},{\"name\":"
                        + "\"ExchangeUMVoicemailServer\",\"value\":true}]} | permissions[1].value | Only one of"
                        + " ExchangeUMVoicemailServer and FreeswitchVoicemailServer can be enabled",
                "{\"permissions\":[{\"name\":\"Mobile\",\"is\":true}]} | | permissions[0] has a member that is not one"
                        + " of expected, name, value",
                "{\"permission\":[]} | | the request body has a member that is not one of permissions",
                "[] | | the request body must be a JSON object"
            })
    void whatBreaksARuleIsRefusedAtItsPlace(String body, String field, String message) {
        String user = tenant.userId("nobody");
        keycloak.admin()
                .body(body)
                .put(ofUser(user))
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo(message))
                .body("field", equalTo(field));
        assertThat(state(ofUser(user), "Mobile")).containsEntry("value", null);
    }

    @Test
    void isForThoseWhoMay() {
        String group = group("guarded", 2);
        String below = tenant.make("/groups/" + group + "/children", Map.of("name", "below"));
        String user = tenant.createUser("guarded", PASSWORD);
        String catalogue = tenant.adminPath("/pbx-permissions");
        List<String> all = List.of(catalogue, ofGroup(group), ofUser(user), ofGroup("no-such"), ofUser("no-such"));
        String stranger = keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!");
        for (String path : all) {
            keycloak.http().get(path).then().statusCode(401);
            for (String caller : List.of("nobody", "finder")) {
                as(caller)
                        .get(path)
                        .then()
                        .statusCode(403)
                        .body("errorMessage", equalTo("You do not have access: this needs the role view-users."));
            }
            keycloak.http(stranger).get(path).then().statusCode(403);
        }
        for (String path : List.of(ofGroup(group), ofUser(user))) {
            for (String caller : List.of("nobody", "finder", "viewer")) {
                put(as(caller), path, change("Mobile", false, null))
                        .then()
                        .statusCode(403)
                        .body("errorMessage", equalTo("You do not have access: this needs the role manage-users."));
            }
            put(keycloak.http(stranger), path, change("Mobile", false, null))
                    .then()
                    .statusCode(403);
            assertThat(state(as("viewer"), path, "Mobile"))
                    .containsEntry("value", null)
                    .containsEntry("changeable", false);
        }
        // Groups below others say nothing, and neither does what is of another realm.
        String elsewhere = keycloak.realm("acme").userId("101");
        for (String path :
                List.of(ofGroup(below), ofGroup("no-such"), ofGroup("a%00b"), ofUser("no-such"), ofUser(elsewhere))) {
            Map<String, Object> gone = path.contains("/groups/")
                    ? Map.of("errorMessage", "There is no such user group", "key", "pbxErrorNoGroup")
                    : Map.of("errorMessage", "User not found", "key", "pbxPermissionsGone_user");
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .body("", equalTo(gone));
            put(keycloak.admin().urlEncodingEnabled(false), path, change("Mobile", false, null))
                    .then()
                    .statusCode(404);
        }
    }

    /** Who may manage one user does so, and learns of nobody else, nor what a group is called. */
    @Test
    void fineGrainedPermissionsCount() {
        Realm fine = keycloak.tenant();
        String seen = fine.createUser("seen", PASSWORD);
        String unseen = fine.createUser("unseen", PASSWORD);
        String managed = fine.createUser("managed", PASSWORD);
        String hidden = fine.make(
                "/groups",
                Map.of("name", "hidden", "attributes", Map.of("pbx.permissions.enable", List.of("900Dialing"))));
        keycloak.admin()
                .put(fine.adminPath("/users/" + seen + "/groups/" + hidden))
                .then()
                .statusCode(204);
        String delegate = fine.createUser("delegate", PASSWORD);
        fine.grantClientRoles(delegate, "realm-management", "query-users");
        fine.permit(delegate, seen);
        String blind = fine.createUser("blind", PASSWORD);
        fine.grantClientRoles(blind, "realm-management", "query-users");
        fine.permit(blind, "Users", managed, List.of("manage"));
        String users = fine.adminPath("/pbx-permissions/users/");
        String token = fine.userToken("delegate", PASSWORD);

        Response told = keycloak.http(token).get(users + seen);
        told.then().statusCode(200);
        assertThat(told.asString()).doesNotContain("hidden", hidden);
        assertThat(state(keycloak.http(token), users + seen, "900Dialing"))
                .isEqualTo(told("900Dialing", "Premium numbers", null, true, true, "group"));
        assertThat(state(keycloak.http(token), users + seen, "superadmin")).containsEntry("changeable", false);
        put(keycloak.http(token), users + seen, change("900Dialing", false, null))
                .then()
                .statusCode(204);
        put(keycloak.http(token), users + seen, change("superadmin", true, null))
                .then()
                .statusCode(403);
        for (String other : List.of(unseen, "no-such")) {
            keycloak.http(token).get(users + other).then().statusCode(404);
            put(keycloak.http(token), users + other, change("Mobile", false, null))
                    .then()
                    .statusCode(404);
        }
        keycloak.http(token).get(fine.adminPath("/pbx-permissions")).then().statusCode(403);
        keycloak.http(token)
                .get(fine.adminPath("/pbx-permissions/groups/" + hidden))
                .then()
                .statusCode(403);

        // Who may manage a single group does so, and learns of no other.
        String own = fine.make("/groups", Map.of("name", "own"));
        String head = fine.createUser("head", PASSWORD);
        fine.grantClientRoles(head, "realm-management", "query-groups");
        fine.permit(head, "Groups", own);
        String groups = fine.adminPath("/pbx-permissions/groups/");
        String ofHead = fine.userToken("head", PASSWORD);
        put(keycloak.http(ofHead), groups + own, change("Mobile", false, null))
                .then()
                .statusCode(204);
        assertThat(state(keycloak.http(ofHead), groups + own, "Mobile"))
                .containsEntry("value", false)
                .containsEntry("changeable", true);
        keycloak.http(ofHead).get(groups + hidden).then().statusCode(404);
        put(keycloak.http(ofHead), groups + hidden, change("Mobile", false, null))
                .then()
                .statusCode(404);

        // Who may manage and not view could find out by guessing.
        String guesser = fine.userToken("blind", PASSWORD);
        keycloak.http(guesser).get(users + managed).then().statusCode(403);
        put(keycloak.http(guesser), users + managed, change("Mobile", false, null))
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role view-users."));
    }
}
