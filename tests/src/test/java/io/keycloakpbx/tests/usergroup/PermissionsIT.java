package io.keycloakpbx.tests.usergroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What users may do, by whatever way groups, values and roles have come: all of it is set as the admin console does. */
@OnKeycloak
class PermissionsIT {

    private static final String PASSWORD = "May-dial-this-1!";
    private static final String ENABLE = "pbx.permissions.enable";
    private static final String DISABLE = "pbx.permissions.disable";

    /** What everybody has of whom nothing is said. */
    private static final List<String> DEFAULTS = List.of(
            "EmergencyDialing",
            "FreeswitchVoicemailServer",
            "InternationalDialing",
            "LocalDialing",
            "LongDistanceDialing",
            "Mobile",
            "TollFree",
            "Voicemail",
            "music-on-hold",
            "perm_1",
            "personal-auto-attendant",
            "subscribe-to-presence",
            "tui-change-pin");

    private static final String BUILT_IN = "Group administrators is built in and cannot be changed or removed";

    private final Keycloak keycloak;
    private final Realm tenant;

    PermissionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void makePermissionAndGroups(Keycloak keycloak, Realm tenant) {
        PermissionsIT it = new PermissionsIT(keycloak, tenant);
        it.custom("perm_1", "Paging", "true").then().statusCode(201);
        it.createGroup(
                "sales",
                Map.of(
                        "pbx.weight",
                        List.of("999"),
                        ENABLE,
                        List.of("900Dialing", "ExchangeUMVoicemailServer", "unheard-of", "superadmin"),
                        DISABLE,
                        List.of("LocalDialing", "EmergencyDialing", "perm_1")));
        it.createGroup(
                "support",
                Map.of(
                        "pbx.weight",
                        List.of("1000"),
                        ENABLE,
                        List.of("RecordSystemPrompts", "Mobile"),
                        DISABLE,
                        List.of("900Dialing", "Mobile")));
        it.createGroup("silent", Map.of("pbx.weight", List.of("5000")));
        String caller = tenant.createUser("caller", PASSWORD);
        List.of("sales", "support", "silent").forEach(group -> it.join(caller, group));
        it.say(
                caller,
                Map.of(ENABLE, List.of("LongDistanceDialing"), DISABLE, List.of("TollFree", "EmergencyDialing")));
        tenant.createUser("nobody", PASSWORD);
    }

    @Test
    void areDecidedByTheStrongestWhoSaysAnything() {
        JsonNode told = keycloak.admin()
                .get(tenant.adminPath("/users-permissions/" + tenant.userId("caller")))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("username", equalTo("caller"))
                .body("id", equalTo(tenant.userId("caller")))
                .extract()
                .as(JsonNode.class);
        assertThat(lines(told))
                .containsExactly(
                        "900Dialing false GROUP support 1000",
                        "AutoAttendant false DEFAULT",
                        "EmergencyDialing true ALWAYS",
                        "ExchangeUMVoicemailServer true GROUP sales 999",
                        "FreeswitchVoicemailServer false GROUP sales 999",
                        "InternationalDialing true DEFAULT",
                        "LocalDialing false GROUP sales 999",
                        "LongDistanceDialing true USER",
                        "Mobile false GROUP support 1000",
                        "RecordSystemPrompts true GROUP support 1000",
                        "TollFree false USER",
                        "Voicemail true DEFAULT",
                        "dbauth-only false DEFAULT",
                        "group-music-on-hold false DEFAULT",
                        "music-on-hold true DEFAULT",
                        "perm_1 false GROUP sales 999",
                        "personal-auto-attendant true DEFAULT",
                        "subscribe-to-presence true DEFAULT",
                        "superadmin false DEFAULT",
                        "tui-change-pin true DEFAULT");
        assertThat(told.path("permissions").get(15).path("label").asText()).isEqualTo("Paging");
        assertThat(told.path("permissions").get(0).path("group").path("id").asText())
                .isEqualTo(groupId("support"));
    }

    @Test
    void areInTheTokensAndAtMe() throws IOException {
        List<String> expected = List.of(
                "EmergencyDialing",
                "ExchangeUMVoicemailServer",
                "InternationalDialing",
                "LongDistanceDialing",
                "RecordSystemPrompts",
                "Voicemail",
                "music-on-hold",
                "personal-auto-attendant",
                "subscribe-to-presence",
                "tui-change-pin");
        Response tokens = tenant.passwordGrant("caller", PASSWORD);
        String token = tokens.path("access_token");
        assertThat(claim(token)).isEqualTo(expected);
        assertThat(claim(tokens.path("id_token"))).isEqualTo(expected);
        keycloak.http(token)
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(200)
                .body("pbx_permissions", equalTo(expected));
        keycloak.http(token)
                .get(tenant.path("/permissions/me"))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("findAll { it.enabled }.name", equalTo(expected))
                .body("name", hasItem("superadmin"))
                .body(
                        "find { it.name == 'perm_1' }",
                        equalTo(Map.of("name", "perm_1", "label", "Paging", "enabled", false)))
                .body("find { it.name == 'EmergencyDialing' }.label", equalTo("Emergency calls"));
        assertThat(claim(tenant.userToken("nobody", PASSWORD))).isEqualTo(DEFAULTS);
    }

    @Test
    void aSlimTokenDoesWithoutAndUserinfoTells() throws IOException {
        String token = tenant.tokenRequest(
                        "grant_type", "password",
                        "client_id", "pbx-rest",
                        "client_secret", tenant.clientSecret("pbx-rest"),
                        "username", "nobody",
                        "password", PASSWORD,
                        "scope", "openid sip")
                .path("access_token");
        assertThat(claim(token)).isEmpty();
        keycloak.http(token)
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(200)
                .body("pbx_permissions", equalTo(DEFAULTS));
    }

    /** Many at once come out as each alone: by roles in roles, groups in groups, and values. */
    @Test
    @Tag("database")
    void ofManyUsersAreWhatTheyAreOfEach() {
        String above = createGroup("above", Map.of(DISABLE, List.of("Voicemail")));
        String below = keycloak.admin()
                .body(Map.of("name", "below", "attributes", Map.of(DISABLE, List.of("Mobile"))))
                .post(tenant.adminPath("/groups/" + above + "/children"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        createRole("traveller");
        keycloak.admin()
                .body(List.of(tenant.role("StandardInternationalUser")))
                .post(tenant.adminPath("/roles/traveller/composites"))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(List.of(tenant.role("traveller")))
                .post(tenant.adminPath("/groups/" + above + "/role-mappings/realm"))
                .then()
                .statusCode(204);
        String abroad = tenant.createUser("many-abroad", PASSWORD);
        keycloak.admin()
                .put(tenant.adminPath("/users/" + abroad + "/groups/" + below))
                .then()
                .statusCode(204);
        say(abroad, Map.of(DISABLE, List.of("InternationalDialing")));
        join(tenant.createUser("many-boss", PASSWORD), "administrators");
        String direct = tenant.createUser("many-direct", PASSWORD, "Admin", "StandardInternationalUser");
        join(direct, "above");
        say(tenant.createUser("many-quiet", PASSWORD), Map.of(DISABLE, List.of("InternationalDialing")));

        List<Map<String, Object>> many = keycloak.admin()
                .queryParam("search", "many-")
                .get(tenant.adminPath("/users-permissions"))
                .then()
                .statusCode(200)
                .header("X-Total-Count", "4")
                .header("Cache-Control", "no-store")
                .body("username", equalTo(List.of("many-abroad", "many-boss", "many-direct", "many-quiet")))
                .extract()
                .path("");
        for (Map<String, Object> user : many) {
            keycloak.admin()
                    .get(tenant.adminPath("/users-permissions/" + user.get("id")))
                    .then()
                    .statusCode(200)
                    .body("permissions.findAll { it.enabled }.name", equalTo(user.get("permissions")));
        }
        assertThat(permissions(many, 0)).contains("InternationalDialing", "Mobile", "Voicemail");
        assertThat(permissions(many, 1)).contains("superadmin");
        assertThat(permissions(many, 2))
                .contains("superadmin", "InternationalDialing")
                .doesNotContain("Voicemail");
        assertThat(permissions(many, 3)).doesNotContain("InternationalDialing", "superadmin");
        assertThat(lines(admin(abroad))).contains("InternationalDialing true ROLE", "Mobile true DEFAULT");
        assertThat(lines(admin((String) many.get(1).get("id")))).contains("superadmin true ROLE");
    }

    @SuppressWarnings("unchecked")
    private static List<String> permissions(List<Map<String, Object>> many, int index) {
        return (List<String>) many.get(index).get("permissions");
    }

    /** Groups of the console have no weight: the one that was seen later weighs more. What is no weight is none. */
    @Test
    @Tag("database")
    void aGroupWithoutAWeightWeighsWhatItsNumberSays() {
        createGroup("first seen", Map.of(DISABLE, List.of("Mobile")));
        String user = tenant.createUser("weighed", PASSWORD);
        join(user, "first seen");
        int first = weight(admin(user), "Mobile");
        createGroup("then seen", Map.of(ENABLE, List.of("Mobile"), "pbx.weight", List.of("-7")));
        join(user, "then seen");
        int then = weight(admin(user), "Mobile");
        assertThat(then).isGreaterThan(first);
        assertThat(lines(admin(user))).contains("Mobile true GROUP then seen " + then);
        update("first seen", group -> group.withObjectProperty("attributes")
                .putArray("pbx.weight")
                .add(String.valueOf(then)));
        assertThat(lines(admin(user))).contains("Mobile true GROUP then seen " + then);
        update("first seen", group -> group.withObjectProperty("attributes")
                .putArray("pbx.weight")
                .add(String.valueOf(then + 1)));
        assertThat(lines(admin(user))).contains("Mobile false GROUP first seen " + (then + 1));
        keycloak.admin()
                .delete(tenant.adminPath("/groups/" + groupId("first seen")))
                .then()
                .statusCode(204);
        assertThat(lines(admin(user))).contains("Mobile true GROUP then seen " + then);
    }

    /** However they come to be seen, the one that was made last weighs most. */
    @Test
    @Tag("database")
    void groupsAreNumberedInTheOrderInWhichTheyWereMade() {
        String user = tenant.createUser("in-order", PASSWORD);
        for (int i = 1; i <= 5; i++) {
            createGroup("in order " + i, Map.of(i == 5 ? ENABLE : DISABLE, List.of("RecordSystemPrompts")));
            join(user, "in order " + i);
        }
        assertThat(lines(admin(user))).anyMatch(line -> line.startsWith("RecordSystemPrompts true GROUP in order 5 "));
    }

    @Test
    void areToldToThoseWhoMayKnow() {
        String users = tenant.adminPath("/users-permissions");
        String caller = users + "/" + tenant.userId("caller");
        keycloak.http().get(caller).then().statusCode(401);
        keycloak.http().get(tenant.path("/permissions/me")).then().statusCode(401);
        for (String path : List.of(caller, users, users + "/no-such-user")) {
            keycloak.http(tenant.userToken("caller", PASSWORD))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("errorMessage", equalTo("You do not have access: this needs the role view-users."));
            keycloak.http(keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!"))
                    .get(path)
                    .then()
                    .statusCode(403);
        }
        keycloak.http(keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!"))
                .get(tenant.path("/permissions/me"))
                .then()
                .statusCode(401);
        for (String id : List.of("no-such-user", keycloak.realm("acme").userId("101"), "a%00b")) {
            keycloak.admin()
                    .urlEncodingEnabled(false)
                    .get(users + "/" + id)
                    .then()
                    .statusCode(404)
                    .body("errorMessage", equalTo("User not found"));
        }
        keycloak.admin().queryParam("max", 1001).get(users).then().statusCode(400);
        keycloak.admin()
                .queryParam("search", "x".repeat(256))
                .get(users)
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("search must be text of at most 255 characters"));
    }

    /** Fine-grained permissions let the delegate see the user, and no groups. */
    @Test
    void aGroupThatTheCallerMayNotSeeIsNotNamed() {
        createGroup("hidden", Map.of(ENABLE, List.of("900Dialing")));
        String seen = tenant.createUser("seen", PASSWORD);
        join(seen, "hidden");
        String delegate = tenant.createUser("delegate", PASSWORD);
        tenant.grantClientRoles(delegate, "realm-management", "query-users");
        tenant.permit(delegate, seen);
        String token = tenant.userToken("delegate", PASSWORD);
        JsonNode told = keycloak.http(token)
                .get(tenant.adminPath("/users-permissions/" + seen))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        assertThat(lines(told)).contains("900Dialing true GROUP").noneMatch(line -> line.contains("hidden"));
        keycloak.http(token)
                .get(tenant.adminPath("/users-permissions/" + delegate))
                .then()
                .statusCode(403);
    }

    @Test
    @Tag("database")
    void theGroupOfTheAdministratorsStaysWhatItIs() {
        String id = groupId("administrators");
        String path = tenant.adminPath("/groups/" + id);
        keycloak.admin().get(path).then().body("description", equalTo("Users with superadmin privileges"));
        forbidden(put(path, group("administrators").put("name", "admins")));
        forbidden(keycloak.admin().delete(path).then());
        forbidden(keycloak.admin()
                .body(List.of(tenant.role("Admin")))
                .delete(path + "/role-mappings/realm")
                .then());
        String above = createGroup("above administrators", Map.of());
        forbidden(keycloak.admin()
                .body(Map.of("id", id, "name", "administrators"))
                .post(tenant.adminPath("/groups/" + above + "/children"))
                .then());

        put(path, group("administrators").put("description", "Our administrators"))
                .statusCode(204);
        keycloak.admin()
                .body(List.of(tenant.role("QueueManager")))
                .post(path + "/role-mappings/realm")
                .then()
                .statusCode(204);
        String boss = tenant.createUser("boss", PASSWORD);
        join(boss, "administrators");
        keycloak.http(tenant.userToken("boss", PASSWORD))
                .get(tenant.adminPath("/users-permissions/" + boss))
                .then()
                .statusCode(200);
        keycloak.admin()
                .delete(tenant.adminPath("/users/" + boss + "/groups/" + id))
                .then()
                .statusCode(204);
        // Another group of the name, below, is nobody's.
        String other = keycloak.admin()
                .body(Map.of("name", "administrators"))
                .post(tenant.adminPath("/groups/" + above + "/children"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        keycloak.admin().delete(tenant.adminPath("/groups/" + other)).then().statusCode(204);
    }

    @Test
    void aCustomPermissionKeepsItsRulesOnEveryWay() {
        refused(
                custom("perm_2", "Emergency dialing", "true"),
                "Emergency calls are always allowed; choose a label that does not read like them");
        refused(custom("perm_2", "paging", "true"), "Another permission of the realm has the label paging already");
        refused(custom("perm_1", "Intercom", "true"), "The realm has a permission perm_1 already");
        refused(
                custom("superadmin", "Intercom", "true"),
                "The name of a custom permission is perm_ and a number, such as perm_1");
        refused(custom("perm_2", "Intercom", "maybe"), "defaultValue is true or false");
    }

    /** As a realm moves to another server: without keys and with the secrets masked, but otherwise whole. */
    @Test
    void goAlongWithTheRealm() {
        Realm moved = keycloak.tenant();
        PermissionsIT there = new PermissionsIT(keycloak, moved);
        // At once: each would find its label free.
        assertThat(Together.send(4, caller -> there.custom("perm_" + (4 + caller), "Intercom", "false")))
                .extracting(Response::statusCode)
                .containsExactlyInAnyOrder(201, 400, 400, 400);
        there.custom("perm_8", "Gate", "false").then().statusCode(201);
        there.createGroup(
                "moving",
                Map.of(
                        "pbx.weight",
                        List.of("57"),
                        ENABLE,
                        List.of("perm_8", "perm_9", "perm_x"),
                        DISABLE,
                        List.of("Mobile")));
        ObjectNode exported = keycloak.admin()
                .queryParam("exportClients", true)
                .queryParam("exportGroupsAndRoles", true)
                .post(moved.adminPath("/partial-export"))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        moved.delete();
        ((ObjectNode) exported.get("components")).remove("org.keycloak.keys.KeyProvider");
        keycloak.admin().body(exported).post("/admin/realms").then().statusCode(201);

        String user = moved.createUser("mover", PASSWORD);
        there.join(user, "moving");
        assertThat(there.lines(there.admin(user)))
                .contains("perm_8 true GROUP moving 57", "Mobile false GROUP moving 57", "superadmin false DEFAULT")
                .noneMatch(line -> line.startsWith("perm_9"));
        // Its new group is the heaviest, and its new permission is none that a group mentions.
        SipXcom api = new SipXcom(keycloak, moved);
        api.group("arrived");
        assertThat(there.group("arrived").at("/attributes/pbx.weight/0").asText())
                .isEqualTo("58");
        Response created = api.putJson("/permission", Map.of("permission", Map.of("label", " \uFF24oor\u00a0opener ")));
        created.then().statusCode(201);
        assertThat(created.xmlPath().getString("response.data.id")).isEqualTo("perm_10");
        api.getJson("/permission/perm_10").then().body("permission.label", equalTo("Door opener"));
        api.putJson("/permission", Map.of("permission", Map.of("label", "DOOR opener")))
                .then()
                .statusCode(409);
        there.custom("perm_11", "It's {0} here", "false").then().statusCode(201);
        refused(
                there.custom("perm_12", "It's {0} here", "false"),
                "Another permission of the realm has the label It's {0} here already");
        there.join(user, "administrators");
        assertThat(there.lines(there.admin(user))).contains("superadmin true ROLE");
    }

    private Response custom(String name, String label, String defaultValue) {
        return keycloak.admin()
                .body(Map.of(
                        "name",
                        name,
                        "providerId",
                        "permission",
                        "providerType",
                        "io.keycloakpbx.usergroup.CustomPermissionProvider",
                        "config",
                        Map.of("label", List.of(label), "defaultValue", List.of(defaultValue))))
                .post(tenant.adminPath("/components"));
    }

    private static void refused(Response answer, String reason) {
        answer.then().statusCode(400).body("errorMessage", containsString(reason));
    }

    private static void forbidden(ValidatableResponse answer) {
        answer.statusCode(403).body("errorMessage", equalTo(BUILT_IN));
    }

    private ValidatableResponse put(String path, ObjectNode body) {
        return keycloak.admin().body(body).put(path).then();
    }

    private String createGroup(String name, Map<String, List<String>> attributes) {
        String location = keycloak.admin()
                .body(Map.of("name", name, "attributes", attributes))
                .post(tenant.adminPath("/groups"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void createRole(String name) {
        keycloak.admin()
                .body(Map.of("name", name))
                .post(tenant.adminPath("/roles"))
                .then()
                .statusCode(201);
    }

    private ObjectNode group(String name) {
        return keycloak.admin()
                .get(tenant.adminPath("/groups/" + groupId(name)))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
    }

    private void update(String name, Consumer<ObjectNode> change) {
        ObjectNode group = group(name);
        change.accept(group);
        put(tenant.adminPath("/groups/" + group.get("id").asText()), group).statusCode(204);
    }

    private String groupId(String name) {
        return keycloak.admin()
                .queryParam("search", name)
                .queryParam("exact", true)
                .get(tenant.adminPath("/groups"))
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.name == '" + name + "' }.id");
    }

    private void join(String userId, String group) {
        keycloak.admin()
                .put(tenant.adminPath("/users/" + userId + "/groups/" + groupId(group)))
                .then()
                .statusCode(204);
    }

    private void say(String userId, Map<String, List<String>> attributes) {
        ObjectNode user = keycloak.admin()
                .get(tenant.adminPath("/users/" + userId))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        attributes.forEach((name, values) -> {
            var array = user.withObjectProperty("attributes").putArray(name);
            values.forEach(array::add);
        });
        put(tenant.adminPath("/users/" + userId), user).statusCode(204);
    }

    private JsonNode admin(String userId) {
        return keycloak.admin()
                .get(tenant.adminPath("/users-permissions/" + userId))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    private static int weight(JsonNode told, String name) {
        for (JsonNode permission : told.path("permissions")) {
            if (permission.path("name").asText().equals(name)) {
                return permission.path("group").path("weight").intValue();
            }
        }
        throw new AssertionError(name);
    }

    private List<String> lines(JsonNode told) {
        List<String> lines = new ArrayList<>();
        told.path("permissions").forEach(permission -> {
            JsonNode group = permission.path("group");
            lines.add(permission.path("name").asText() + " "
                    + permission.path("enabled").asBoolean() + " "
                    + permission.path("reason").asText()
                    + (group.isObject()
                            ? " " + group.path("name").asText() + " "
                                    + group.path("weight").intValue()
                            : ""));
        });
        return lines;
    }

    private static List<String> claim(String token) throws IOException {
        List<String> names = new ArrayList<>();
        new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]))
                .path("pbx_permissions")
                .forEach(name -> names.add(name.asText()));
        return names;
    }
}
