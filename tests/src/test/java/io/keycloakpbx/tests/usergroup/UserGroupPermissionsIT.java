package io.keycloakpbx.tests.usergroup;

import static io.keycloakpbx.tests.usergroup.SipXcom.HEAD;
import static io.keycloakpbx.tests.usergroup.SipXcom.additional;
import static io.keycloakpbx.tests.usergroup.SipXcom.denied;
import static io.keycloakpbx.tests.usergroup.SipXcom.envelope;
import static io.keycloakpbx.tests.usergroup.SipXcom.id;
import static io.keycloakpbx.tests.usergroup.SipXcom.invalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permissions of user groups and of users, and the catalogue, as sipXcom's clients see them. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserGroupPermissionsIT {

    private static final String PASSWORD = "Permit-pw-1!";

    private static final List<String> BUILT_IN = List.of(
            "900Dialing",
            "AutoAttendant",
            "ExchangeUMVoicemailServer",
            "FreeswitchVoicemailServer",
            "InternationalDialing",
            "LocalDialing",
            "LongDistanceDialing",
            "Mobile",
            "RecordSystemPrompts",
            "TollFree",
            "Voicemail",
            "dbauth-only",
            "group-music-on-hold",
            "music-on-hold",
            "personal-auto-attendant",
            "subscribe-to-presence",
            "superadmin",
            "tui-change-pin");

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SipXcom api;

    UserGroupPermissionsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SipXcom(keycloak, tenant);
    }

    @BeforeAll
    void makeAdministrators() {
        api.administrator("viewer", PASSWORD, "view-users");
        api.administrator("editor", PASSWORD, "manage-users", "view-realm");
        tenant.createUser("tenant-boss", PASSWORD, "Admin");
    }

    private static String setting(String name, String value) {
        return "<setting><name>" + name + "</name><value>" + value + "</value></setting>";
    }

    private static String group(String... settings) {
        return "<group><permissions>" + String.join("", settings) + "</permissions></group>";
    }

    private String valueOf(int number, String permission) {
        return api.getJson("/user-group-permission/" + number)
                .then()
                .statusCode(200)
                .extract()
                .path("group.permissions.find { it.name == '" + permission + "' }.value");
    }

    @Test
    void aGroupShowsEachPermissionInTheOrderOfTheDocument() {
        int number = api.group("shown", "Superheroes of America");
        Response json = api.getJson("/user-group-permission/" + number);
        json.then()
                .statusCode(200)
                .body("group.id", equalTo(number))
                .body("group.description", equalTo("Superheroes of America"))
                .body("group.permissions.find { it.name == '900Dialing' }.defaultValue", equalTo(false))
                .body("group.permissions.find { it.name == 'LocalDialing' }.defaultValue", equalTo(true));
        List<String> names = json.path("group.permissions.name");
        assertThat(names).containsAll(BUILT_IN).isSorted().doesNotContain("EmergencyDialing");
        assertThat(json.<List<String>>path("group.permissions.value")).containsOnlyNulls();
    }

    /** The document's own sample, with what it leaves out of the values. */
    @Test
    void theDocumentsExampleIsTakenAndOnlyWhatItNamesChanges() {
        int number = api.group("sampled");
        api.putXml(
                        "/user-group-permission/" + number,
                        """
                <group>
                <id>5</id>
                <name>NotItsName</name>
                <description>Superheroes of America</description>
                <permissions>
                <setting>
                <name>900Dialing</name>
                <value>ENABLE</value>
                <defaultValue>false</defaultValue>
                </setting>
                <setting>
                <name>AutoAttendant</name>
                <defaultValue>true</defaultValue>
                </setting>
                <setting>
                <name>LongDistanceDialing</name>
                <value>Disable</value>
                <defaultValue>true</defaultValue>
                </setting>
                <setting>
                <name>superadmin</name>
                <defaultValue>false</defaultValue>
                </setting>
                </permissions>
                </group>
                """)
                .then()
                .statusCode(200)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(equalTo(envelope("SUCCESS_UPDATED", "Updated", id(number))));
        String xml = api.getXml("/user-group-permission/" + number).asString();
        assertThat(xml)
                .startsWith(HEAD + "<group><id>" + number + "</id><name>sampled</name><permissions><setting>"
                        + "<name>900Dialing</name><label>")
                .contains("<value>ENABLE</value><defaultValue>false</defaultValue></setting>")
                .contains("<value>DISABLE</value><defaultValue>true</defaultValue></setting>")
                .containsOnlyOnce("ENABLE</value><")
                .containsOnlyOnce("DISABLE</value><");
        // What is read is taken, in both syntaxes.
        Map<String, Object> json =
                api.getJson("/user-group-permission/" + number).path("");
        api.putJson("/user-group-permission/" + number, json).then().statusCode(200);
        api.putXml("/user-group-permission/" + number, xml).then().statusCode(200);
        assertThat(api.getXml("/user-group-permission/" + number).asString()).isEqualTo(xml);
        // Others stay, and an empty value is the default again.
        api.putXml("/user-group-permission/" + number, group(setting("900Dialing", "")))
                .then()
                .statusCode(200);
        assertThat(valueOf(number, "900Dialing")).isNull();
        assertThat(valueOf(number, "LongDistanceDialing")).isEqualTo("DISABLE");
        api.putXml("/user-group-permission/" + number, "<userGroup/>").then().statusCode(200);
        assertThat(valueOf(number, "LongDistanceDialing")).isEqualTo("DISABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "enabled", "1", "ENABLE DISABLE"})
    void aValueIsEnableOrDisable(String value) {
        int number = api.group("valued " + value);
        api.putXml("/user-group-permission/" + number, group(setting("Mobile", value)))
                .then()
                .statusCode(400)
                .body(equalTo(
                        invalid("Setting Mobile: The value must be ENABLE or DISABLE, or empty for the default")));
        // The body comes before the id.
        api.putXml("/user-group-permission/x", group(setting("Mobile", value)))
                .then()
                .statusCode(400)
                .body("response.code", equalTo("ERROR_VALIDATION_FAILED"));
    }

    @Test
    void whatNoGroupCanSayIsRefusedAndNothingChanges() {
        int number = api.group("refused");
        for (String unknown : List.of("NoSuchPermission", "EmergencyDialing", "mobile", "perm_99999")) {
            api.putXml(
                            "/user-group-permission/" + number,
                            group(setting("Mobile", "DISABLE"), setting(unknown, "ENABLE")))
                    .then()
                    .statusCode(400)
                    .body("response.code", equalTo("ERROR_VALIDATION_FAILED"));
        }
        api.putXml(
                        "/user-group-permission/" + number,
                        group(
                                setting("FreeswitchVoicemailServer", "ENABLE"),
                                setting("ExchangeUMVoicemailServer", "ENABLE"),
                                setting("Mobile", "DISABLE")))
                .then()
                .statusCode(400)
                .body("response.code", equalTo("ERROR_VALIDATION_FAILED"));
        api.putXml("/user-group-permission/" + number, group(setting("Mobile", "DISABLE"), setting("Mobile", "ENABLE")))
                .then()
                .statusCode(400)
                .body(equalTo(invalid("Setting Mobile: Must be listed once only")));
        api.putXml("/user-group-permission/" + number, "<group><permissions><setting/></permissions></group>")
                .then()
                .statusCode(400);
        api.putJson("/user-group-permission/" + number, Map.of("group", Map.of("permissions", "all")))
                .then()
                .statusCode(400);
        assertThat(valueOf(number, "Mobile")).isNull();
        api.putXml("/user-group-permission", group(setting("Mobile", "DISABLE")))
                .then()
                .statusCode(400)
                .body(equalTo(envelope("ERROR_MISSING_ID", "ID value missing from request", null)));
        api.putXml("/user-group-permission/2147483647", group())
                .then()
                .statusCode(400)
                .body(equalTo(
                        envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(2147483647))));
        api.admin().delete(api.path("/user-group-permission/" + number)).then().statusCode(405);
        api.admin().delete(api.path("/user-group-permission")).then().statusCode(405);
        api.admin().post(api.path("/user-group-permission/" + number)).then().statusCode(405);
    }

    /** As the admin console can have set it. */
    @Test
    void twoVoicemailServersStayUntilOneIsNamed() {
        int number = api.group("two servers");
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "two servers",
                        "attributes",
                        Map.of(
                                "pbx.permissions.enable",
                                List.of("FreeswitchVoicemailServer", "ExchangeUMVoicemailServer"))))
                .put(tenant.adminPath("/groups/" + api.groupId("two servers")))
                .then()
                .statusCode(204);
        String path = "/user-group-permission/" + number;
        api.putXml(path, group(setting("Mobile", "DISABLE"))).then().statusCode(200);
        assertThat(valueOf(number, "Mobile")).isEqualTo("DISABLE");
        api.putXml(path, group(setting("ExchangeUMVoicemailServer", "ENABLE")))
                .then()
                .statusCode(400)
                .body(equalTo(
                        invalid("Only one of ExchangeUMVoicemailServer and FreeswitchVoicemailServer can be enabled")));
        api.putXml(path, group(setting("ExchangeUMVoicemailServer", ""))).then().statusCode(200);
    }

    @Test
    @Tag("database")
    void changesOfOneGroupAtOnceLoseNothing() {
        int number = api.group("changed at once");
        List<String> names = List.of("900Dialing", "AutoAttendant", "LocalDialing", "Mobile", "TollFree", "Voicemail");
        List<Response> answers = Together.send(
                names.size(),
                caller -> api.putXml("/user-group-permission/" + number, group(setting(names.get(caller), "DISABLE"))));
        assertThat(answers).extracting(Response::statusCode).containsOnly(200);
        names.forEach(name -> assertThat(valueOf(number, name)).as(name).isEqualTo("DISABLE"));
    }

    @Test
    void whoManagesGroupsDoesNotMakeAdministrators() {
        int number = api.group("no administrators");
        String superadmin = group(setting("superadmin", "ENABLE"), setting("Mobile", "DISABLE"));
        api.putXml(api.as("editor", PASSWORD), "/user-group-permission/" + number, superadmin)
                .then()
                .statusCode(403)
                .header("Content-Type", "text/xml;charset=UTF-8")
                .body(equalTo(denied("Admin")));
        assertThat(valueOf(number, "superadmin")).isNull();
        assertThat(valueOf(number, "Mobile")).isNull();
        // What stays as it is needs no more than the rest.
        api.putXml(
                        api.as("editor", PASSWORD),
                        "/user-group-permission/" + number,
                        group(setting("superadmin", ""), setting("Mobile", "DISABLE")))
                .then()
                .statusCode(200);
        api.putXml(api.as("tenant-boss", PASSWORD), "/user-group-permission/" + number, superadmin)
                .then()
                .statusCode(200);
        assertThat(valueOf(number, "superadmin")).isEqualTo("ENABLE");
        api.putXml(
                        api.as("editor", PASSWORD),
                        "/user-group-permission/" + number,
                        group(setting("superadmin", "ENABLE"), setting("Mobile", "")))
                .then()
                .statusCode(200);
        keycloak.admin()
                .get(tenant.adminPath("/groups/" + api.groupId("no administrators") + "/role-mappings/realm"))
                .then()
                .body("name", contains("Admin"));
        for (String value : List.of("", "DISABLE")) {
            api.putXml(
                            api.as("editor", PASSWORD),
                            "/user-group-permission/" + number,
                            group(setting("superadmin", value)))
                    .then()
                    .statusCode(403);
        }
        assertThat(valueOf(number, "superadmin")).isEqualTo("ENABLE");
        api.putXml(
                        api.as("tenant-boss", PASSWORD),
                        "/user-group-permission/" + number,
                        group(setting("superadmin", "DISABLE")))
                .then()
                .statusCode(200);
        assertThat(valueOf(number, "superadmin")).isNull();
    }

    /** Who sends superadmin as it was read does not give it again to a group from which somebody takes it meanwhile. */
    @Test
    void superadminThatIsTakenAwayStaysAway() {
        int number = api.group("no more administrators");
        String path = "/user-group-permission/" + number;
        String boss = tenant.userToken("tenant-boss", PASSWORD);
        String editor = tenant.userToken("editor", PASSWORD);
        String read = group(setting("superadmin", "ENABLE"), setting("Mobile", "DISABLE"));
        for (int round = 0; round < 5; round++) {
            api.putXml(keycloak.http(boss), path, read).then().statusCode(200);
            List<Response> answers = Together.send(
                    4,
                    caller -> caller == 0
                            ? api.putXml(keycloak.http(boss), path, group(setting("superadmin", "")))
                            : api.putXml(keycloak.http(editor), path, read));
            assertThat(answers.get(0).statusCode()).isEqualTo(200);
            assertThat(answers).extracting(Response::statusCode).isSubsetOf(200, 403);
            assertThat(valueOf(number, "superadmin")).isNull();
        }
    }

    @Test
    @Tag("database")
    void theListHasThePermissionsOfEachGroup() {
        int number = api.group("listed");
        api.putXml("/user-group-permission/" + number, group(setting("TollFree", "DISABLE")));
        api.getJson("/user-group-permission")
                .then()
                .statusCode(200)
                .body("user-group-permission.metadata.currentPage", equalTo(1))
                .body(
                        "'user-group-permission'.groups.find { it.id == " + number
                                + " }.permissions.find { it.name == 'TollFree' }.value",
                        equalTo("DISABLE"));
        api.getXml("/user-group-permission?page=1&pagesize=1&sortby=name&sortdir=forward")
                .then()
                .statusCode(200)
                .body("user-group-permission.metadata.resultsPerPage", equalTo("1"))
                .body("user-group-permission.groups.group.size()", equalTo(1))
                .body("user-group-permission.groups.group.permissions.setting[0].name", equalTo("900Dialing"));
        api.as("viewer", PASSWORD)
                .get(api.path("/user-group-permission"))
                .then()
                .statusCode(200);
        api.putXml(api.as("viewer", PASSWORD), "/user-group-permission/" + number, group())
                .then()
                .statusCode(403)
                .body(equalTo(denied("manage-users")));
    }

    @Test
    void theGroupOfTheAdministratorsStays() {
        int number = api.getJson("/user-group").path("'user-group'.groups.find { it.name == 'administrators' }.id");
        api.getJson("/user-group/" + number)
                .then()
                .body("group.description", equalTo("Users with superadmin privileges"));
        assertThat(valueOf(number, "superadmin")).isEqualTo("ENABLE");
        api.putXml("/user-group/" + number, "<group><name>others</name></group>")
                .then()
                .statusCode(409)
                .body(equalTo(envelope(
                        "ERROR_UPDATE_FAILED",
                        "Update failed",
                        id(number) + additional("administrators group can't be renamed"))));
        api.admin()
                .delete(api.path("/user-group/" + number))
                .then()
                .statusCode(409)
                .body(equalTo(envelope(
                        "ERROR_DELETE_FAILED",
                        "Delete failed",
                        id(number) + additional("administrators group can't be deleted"))));
        api.putXml("/user-group-permission/" + number, group(setting("superadmin", "DISABLE")))
                .then()
                .statusCode(409)
                .body("response.code", equalTo("ERROR_UPDATE_FAILED"));
        api.putXml("/user-group/" + number, "<group><name>administrators</name><description>Ours</description></group>")
                .then()
                .statusCode(200);
        api.getJson("/user-group-permission/" + number)
                .then()
                .body("group.name", equalTo("administrators"))
                .body("group.description", equalTo("Ours"));
    }

    @Test
    void aUserHasPermissionsOfItsOwn() {
        String user = tenant.createUser("301", PASSWORD);
        keycloak.admin()
                .body(Map.of("username", "301", "lastName", "Aardvark", "firstName", "Own", "email", "301@x.test"))
                .put(tenant.adminPath("/users/" + user))
                .then()
                .statusCode(204);
        int own = api.getJson("/user-permission?sortby=lastname&sortdir=forward&page=1&pagesize=2")
                .then()
                .statusCode(200)
                .body("user-permission.users[0].firstName", equalTo("Own"))
                .extract()
                .path("user-permission.users[0].id");
        api.putXml(
                        "/user-permission/" + own,
                        "<user><permissions>" + setting("900Dialing", "enable") + "</permissions></user>")
                .then()
                .statusCode(200)
                .body(equalTo(envelope("SUCCESS_UPDATED", "Updated", id(own))));
        api.getXml("/user-permission/" + own)
                .then()
                .statusCode(200)
                .body("user.id", equalTo(Integer.toString(own)))
                .body("user.lastName", equalTo("Aardvark"))
                .body("user.permissions.setting[0].value", equalTo("ENABLE"));
        api.putJson(
                        "/user-permission/" + own,
                        Map.of("user", Map.of("permissions", List.of(Map.of("name", "900Dialing", "value", "")))))
                .then()
                .statusCode(200);
        api.getJson("/user-permission/" + own)
                .then()
                .body("user.permissions.find { it.name == '900Dialing' }.value", nullValue());
        api.putXml(
                        api.as("editor", PASSWORD),
                        "/user-permission/" + own,
                        "<user><permissions>" + setting("superadmin", "ENABLE") + "</permissions></user>")
                .then()
                .statusCode(403)
                .body(equalTo(denied("Admin")));
        api.getXml("/user-permission/2147483647").then().statusCode(400);
        api.getXml("/user-permission/x").then().statusCode(400).body("response.code", equalTo("ERROR_ID_INVALID"));
        api.putXml("/user-permission", "<user/>")
                .then()
                .statusCode(400)
                .body("response.code", equalTo("ERROR_MISSING_ID"));
        api.putXml("/user-permission/" + own, "<group/>")
                .then()
                .statusCode(400)
                .body(equalTo(invalid("the root of the request body must be user")));
        assertThat(tenant.adminEvents("users/" + user).get(0).representation())
                .isEqualTo("{\"permissions\":{\"900Dialing\":\"\"}}");
        // A user is made an administrator, and is none again: who watches role mappings is told.
        for (String value : List.of("ENABLE", "DISABLE")) {
            for (int time = 0; time < 2; time++) {
                api.putXml(
                                api.as("tenant-boss", PASSWORD),
                                "/user-permission/" + own,
                                "<user><permissions>" + setting("superadmin", value) + "</permissions></user>")
                        .then()
                        .statusCode(200);
            }
            api.getJson("/user-permission/" + own)
                    .then()
                    .body(
                            "user.permissions.find { it.name == 'superadmin' }.value",
                            value.equals("ENABLE") ? equalTo("ENABLE") : nullValue());
        }
        List<Realm.AdminEvent> mappings = tenant.adminEvents("users/" + user + "/role-mappings/realm");
        assertThat(mappings)
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(tuple("DELETE", "REALM_ROLE_MAPPING"), tuple("CREATE", "REALM_ROLE_MAPPING"));
        assertThat(mappings.get(1).representation()).contains("\"name\":\"Admin\"");
        // Only what changes is told, and nothing if nothing does.
        String both = "<user><permissions>" + setting("900Dialing", "") + setting("Mobile", "DISABLE")
                + "</permissions></user>";
        api.putXml("/user-permission/" + own, both).then().statusCode(200);
        int events = tenant.adminEvents("users/" + user).size();
        assertThat(tenant.adminEvents("users/" + user).get(0).representation())
                .isEqualTo("{\"permissions\":{\"Mobile\":\"DISABLE\"}}");
        api.putXml("/user-permission/" + own, both).then().statusCode(200);
        api.putXml("/user-permission/" + own, "<user/>").then().statusCode(200);
        assertThat(tenant.adminEvents("users/" + user)).hasSize(events);
        api.getJson("/user-permission?page=1&pagesize=1001")
                .then()
                .statusCode(200)
                .body("user-permission.metadata.resultsPerPage", equalTo(1001));
        // No service account is in the list.
        List<Integer> ids = api.getJson("/user-permission").path("user-permission.users.id");
        assertThat(ids)
                .hasSize(keycloak.admin()
                        .queryParam("max", 1000)
                        .get(tenant.adminPath("/users"))
                        .<List<Object>>path("")
                        .size());
    }

    @Test
    void customPermissionsComeChangeAndGo() {
        Response created = api.putXml(
                "/permission",
                "<permission><name>ignored</name><label>Door opener</label><description>Opens doors</description>"
                        + "<defaultValue>true</defaultValue></permission>");
        created.then().statusCode(201);
        String name = created.xmlPath().getString("response.data.id");
        assertThat(name).matches("perm_\\d+");
        created.then().body(equalTo(envelope("SUCCESS_CREATED", "Created", id(name))));
        api.getXml("/permission/" + name)
                .then()
                .statusCode(200)
                .body(equalTo(HEAD + "<permission><name>" + name + "</name><label>Door opener</label>"
                        + "<description>Opens doors</description><defaultValue>true</defaultValue><type>CALL</type>"
                        + "<builtIn>false</builtIn></permission>"));
        int number = api.group("opens doors");
        api.putXml("/user-group-permission/" + number, group(setting(name, "DISABLE")))
                .then()
                .statusCode(200);
        assertThat(valueOf(number, name)).isEqualTo("DISABLE");
        api.putJson("/permission", Map.of("permission", Map.of("label", "Door opener")))
                .then()
                .statusCode(409)
                .body("response.code", equalTo("ERROR_CREATE_FAILED"));
        api.putJson("/permission", Map.of("permission", Map.of("label", " ")))
                .then()
                .statusCode(400)
                .body("response.code", equalTo("ERROR_VALIDATION_FAILED"));
        for (int time = 0; time < 2; time++) {
            // The second time changes nothing, and is no event.
            api.putJson(
                            "/permission/" + name,
                            Map.of("permission", Map.of("label", "Gate opener", "defaultValue", false)))
                    .then()
                    .statusCode(200)
                    .body(equalTo(envelope("SUCCESS_UPDATED", "Updated", id(name))));
        }
        api.getJson("/permission/" + name)
                .then()
                .body("permission.label", equalTo("Gate opener"))
                .body("permission.description", nullValue())
                .body("permission.defaultValue", equalTo(false));
        api.getJson("/permission?sortby=label&sortdir=reverse&page=1&pagesize=200")
                .then()
                .body("permission.permissions.name", hasItem(name));
        api.admin()
                .delete(api.path("/permission/" + name))
                .then()
                .statusCode(200)
                .body(equalTo(envelope("SUCCESS_DELETED", "Deleted", id(name))));
        api.getXml("/permission/" + name)
                .then()
                .statusCode(400)
                .body(equalTo(envelope("ERROR_OBJECT_NOT_FOUND", "Could not retrieve object using ID", id(name))));
        api.getJson("/user-group-permission/" + number).then().body("group.permissions.name", not(hasItem(name)));
        assertThat(tenant.adminEvents("sipxconfig/rest/permission/" + name))
                .extracting(Realm.AdminEvent::operationType, Realm.AdminEvent::resourceType)
                .containsExactly(
                        tuple("DELETE", "PBX_PERMISSION"),
                        tuple("UPDATE", "PBX_PERMISSION"),
                        tuple("CREATE", "PBX_PERMISSION"));
    }

    @Test
    void builtInPermissionsStay() {
        api.getJson("/permission/Mobile")
                .then()
                .statusCode(200)
                .body("permission.builtIn", equalTo(true))
                .body("permission.type", equalTo("CALL"));
        api.putJson("/permission/Mobile", Map.of("permission", Map.of("label", "x")))
                .then()
                .statusCode(409)
                .body(equalTo(envelope(
                        "ERROR_UPDATE_FAILED",
                        "Update failed",
                        id("Mobile") + additional("The permission is built in and stays as it is"))));
        api.admin()
                .delete(api.path("/permission/Mobile"))
                .then()
                .statusCode(409)
                .body("response.code", equalTo("ERROR_DELETE_FAILED"));
        api.admin().delete(api.path("/permission")).then().statusCode(400);
        api.as("viewer", PASSWORD).get(api.path("/permission")).then().statusCode(200);
        api.putXml(api.as("viewer", PASSWORD), "/permission", "<permission><label>x</label></permission>")
                .then()
                .statusCode(403)
                .body(equalTo(denied("manage-users")));
        List<String> names = api.getJson("/permission").path("permission.permissions.name");
        assertThat(names).containsAll(BUILT_IN).isSorted();
    }
}
