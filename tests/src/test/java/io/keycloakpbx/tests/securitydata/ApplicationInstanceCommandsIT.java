package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.instance;
import static io.keycloakpbx.tests.securitydata.CommandTenant.refused;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.invalid;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Instances of applications are made, changed and removed by commands. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationInstanceCommandsIT {

    private static final String TYPE = "ApplicationInstance";
    private static final String ID = "ApplicationInstanceID";
    private static final String DENIED = "Manage companies permission is required to make this call, unless only making"
            + " modifications to the visibility of the application, which requires only manage application permission.";
    private static final String DENIED_REMOVAL = "Manage companies permission is required to make this call.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final CommandTenant tenant;
    private int application;
    private int production;
    private int test;

    ApplicationInstanceCommandsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new CommandTenant(keycloak, realm);
    }

    @BeforeAll
    void makeApplications() {
        application = tenant.application("crm");
        production = tenant.environment("Production");
        test = tenant.environment("Test");
    }

    private int made(String uri) {
        return tenant.makeInstance(application, production, uri);
    }

    private static String taken(String environment, String uri) {
        return "There is an instance of application crm in environment " + environment + " with RelyingPartyURI " + uri
                + " already.";
    }

    @Test
    void oneIsMadeChangedAndRemovedByJson() {
        realm.clearEvents();
        JsonNode made = tenant.done(
                "CreateApplicationInstance",
                instance(
                        application,
                        production,
                        "https://life.example.com/crm",
                        "Name",
                        "CRM",
                        "Description",
                        "Customers",
                        "IsVisible",
                        false));
        int id = made.path(TYPE).path(ID).intValue();
        assertThat(made.toString())
                .isEqualTo("{\"ApplicationInstance\":" + tenant.entity(TYPE, id) + ",\"RemoveSuccessful\":false}");
        JsonNode entity = made.path(TYPE);
        assertThat(entity.path("ApplicationCode").textValue()).isEqualTo("crm");
        assertThat(entity.path("Environment").textValue()).isEqualTo("Production");
        assertThat(entity.path("IsVisible").booleanValue()).isFalse();
        assertThat(entity.path("Name").textValue()).isEqualTo("CRM");
        assertThat(entity.path("RelyingPartyURI").textValue()).isEqualTo("https://life.example.com/crm");
        JsonNode client = tenant.client("crm/Production/https://life.example.com/crm");
        assertThat(client.path("publicClient").booleanValue()).isFalse();
        assertThat(client.path("directAccessGrantsEnabled").booleanValue()).isTrue();
        assertThat(client.path("standardFlowEnabled").booleanValue()).isFalse();
        String secret = client.path("secret").textValue();
        assertThat(secret).hasSizeGreaterThan(20);

        JsonNode moved = tenant.done(
                "ModifyApplicationInstance",
                ID,
                id,
                "EnvironmentID",
                test,
                "RelyingPartyURI",
                "urn:example:crm",
                "Description",
                "");
        assertThat(moved.path(TYPE)).isEqualTo(tenant.entity(TYPE, id));
        assertThat(moved.path(TYPE).path("Environment").textValue()).isEqualTo("Test");
        assertThat(moved.path(TYPE).path("Description").isNull()).isTrue();
        assertThat(moved.path(TYPE).path("Name").textValue()).isEqualTo("CRM");
        assertThat(tenant.client("crm/Test/urn:example:crm").path("secret").textValue())
                .isEqualTo(secret);
        // What is sent back as it was is no change.
        tenant.done("ModifyApplicationInstance", ID, id, "EnvironmentID", test, "Name", "CRM", "IsVisible", false);

        JsonNode removed = tenant.done("ModifyApplicationInstance", ID, id, "Remove", true);
        assertThat(removed.path("RemoveSuccessful").booleanValue()).isTrue();
        assertThat(removed.path(TYPE)).isEqualTo(moved.path(TYPE));
        assertThat(tenant.has(TYPE, id)).isFalse();
        String path = "clients/" + client.path("id").textValue();
        assertThat(tenant.events())
                .containsExactlyInAnyOrder("CREATE CLIENT " + path, "UPDATE CLIENT " + path, "DELETE CLIENT " + path);
        assertThat(realm.adminEvents().toString()).doesNotContain(secret);
        assertThat(tenant.log(path)).hasSize(3);
        assertThat(tenant.log(path).toString()).doesNotContain(secret).contains("urn:example:crm");
    }

    @Test
    void oneIsMadeBySoap() {
        String answer = tenant.service()
                .soap(
                        "CreateApplicationInstance",
                        "<ApplicationID>" + application + "</ApplicationID><EnvironmentID>" + test
                                + "</EnvironmentID><RelyingPartyURI>https://soap.example.com/?a=1&amp;b=2</RelyingPartyURI>")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        int id = tenant.number(TYPE, "RelyingPartyURI eq 'https://soap.example.com/?a=1&b=2'");
        JsonNode entity = tenant.entity(TYPE, id);
        assertThat(answer)
                .contains("<Messages/><Result><ApplicationInstance><Application>crm</Application>"
                        + "<ApplicationCode>crm</ApplicationCode><ApplicationCompany>"
                        + entity.path("Company").textValue() + "</ApplicationCompany>")
                .contains("<ApplicationInstanceID>" + id + "</ApplicationInstanceID>")
                .contains("<EnvironmentID>" + test + "</EnvironmentID><IsVisible>true</IsVisible><Name>crm</Name>"
                        + "<RelyingPartyURI>https://soap.example.com/?a=1&amp;b=2</RelyingPartyURI>"
                        + "</ApplicationInstance><RemoveSuccessful>false</RemoveSuccessful></Result>");
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        refused(
                tenant.json("CreateApplicationInstance", "IsVisible", "perhaps"),
                400,
                invalid(TYPE, "ApplicationID is required"),
                invalid(TYPE, "EnvironmentID is required"),
                invalid(TYPE, "RelyingPartyURI is required"),
                invalid(TYPE, "IsVisible must be true or false"));
        for (String uri : List.of("crm", "/crm", "https://a.example.com/#here", "https://a b/", "https://\u202ea/")) {
            refused(
                    tenant.json("CreateApplicationInstance", instance(application, production, uri)),
                    400,
                    invalid(TYPE, "RelyingPartyURI must be an absolute URI without a fragment"));
        }
        String uri = "https://long.example.com/" + "x".repeat(225);
        refused(
                tenant.json("CreateApplicationInstance", instance(application, production, uri)),
                400,
                invalid(
                        TYPE,
                        "RelyingPartyURI is too long: with the application's code and the environment's name it has"
                                + " more than 255 characters."));
        refused(
                tenant.json("CreateApplicationInstance", instance(99_999, production, "urn:x")),
                404,
                unknown("Application", 99_999));
        for (int environment : List.of(0, 99_999)) {
            refused(
                    tenant.json("CreateApplicationInstance", instance(application, environment, "urn:x")),
                    404,
                    unknown("Environment", environment));
        }
        refused(tenant.json("ModifyApplicationInstance", ID, 99_999, "Remove", true), 404, unknown(TYPE, 99_999));
    }

    @Test
    void aRealmWithoutEnvironmentsHasThemInAll() {
        Realm plain = keycloak.tenant();
        CommandTenant own = new CommandTenant(keycloak, plain);
        int code = own.application("desk");
        JsonNode made = own.done("CreateApplicationInstance", instance(code, 0, "urn:desk"));
        assertThat(made.path(TYPE).path("EnvironmentID").isNull()).isTrue();
        assertThat(own.client("desk//urn:desk").path("attributes").has("pbx.environment.name"))
                .isFalse();
        refused(
                own.json("CreateApplicationInstance", instance(code, 0, "urn:desk")),
                409,
                error(
                        500304,
                        TYPE,
                        0,
                        0,
                        "There is an instance of application desk with RelyingPartyURI urn:desk already."));
    }

    @Test
    void ofAKindThereIsOne() {
        String uri = "https://once.example.com/";
        made(uri);
        int other = made("https://other.example.com/");
        refused(
                tenant.json("ModifyApplicationInstance", ID, other, "RelyingPartyURI", uri),
                409,
                error(500304, TYPE, other, 0, taken("Production", uri)));
        // One that the console has made is one, too.
        realm.make(
                "/clients",
                Map.of(
                        "clientId",
                        "console-client",
                        "attributes",
                        Map.of(
                                "pbx.relyingPartyUri",
                                "urn:console",
                                "pbx.application",
                                "crm",
                                "pbx.environment.name",
                                "Production")));
        refused(
                tenant.json("CreateApplicationInstance", instance(application, production, "urn:console")),
                409,
                error(500304, TYPE, 0, 0, taken("Production", "urn:console")));
        int console = tenant.number(TYPE, "RelyingPartyURI eq 'urn:console'");
        refused(
                tenant.json("ModifyApplicationInstance", ID, console, "Remove", true),
                403,
                error(
                        500306,
                        TYPE,
                        console,
                        0,
                        "Instance " + console + " is the client console-client, which serves others, too. Remove it as"
                                + " a client, in the admin console."));
        tenant.done("ModifyApplicationInstance", ID, console, "EnvironmentID", test);
        assertThat(tenant.client("console-client")
                        .path("attributes")
                        .path("pbx.environment.name")
                        .textValue())
                .isEqualTo("Test");
    }

    @Test
    void twoOfTheSameAudienceAreWarnedOf() {
        int first = made("urn:audience");
        int second = tenant.application("warned");
        JsonNode answer = SecurityServiceApi.body(
                tenant.json("CreateApplicationInstance", instance(second, production, "urn:audience")));
        int id = answer.path("Result").path(TYPE).path(ID).intValue();
        assertThat(answer.path("Messages").toString())
                .isEqualTo("[{\"ItemID\":" + id + ",\"ItemIndex\":0,\"ItemType\":\"ApplicationInstance\","
                        + "\"LoggingNumber\":0,\"Message\":\"Instance " + first
                        + " has the same RelyingPartyURI in the same environment: while both are enabled, security"
                        + " tokens are issued for neither.\",\"Type\":\"Warning\"}]");
    }

    @Test
    void ofEightThatAreMadeAtOnceThereIsOne() {
        String uri = "https://at-once.example.com/";
        List<Response> answers = Together.send(
                8, number -> tenant.json("CreateApplicationInstance", instance(application, production, uri)));
        assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(200);
        answers.stream()
                .filter(answer -> answer.statusCode() != 200)
                .forEach(answer -> refused(answer, 409, error(500304, TYPE, 0, 0, taken("Production", uri))));
        assertThat(tenant.<Integer>values(TYPE, ID, "RelyingPartyURI eq '" + uri + "'"))
                .hasSize(1);
    }

    @Test
    void ofEightThatBecomeTheSameAtOnceOneDoes() {
        int[] ids = new int[8];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = made("https://becoming-" + i + ".example.com/");
        }
        String uri = "https://become.example.com/";
        List<Response> answers = Together.send(
                8, number -> tenant.json("ModifyApplicationInstance", ID, ids[number], "RelyingPartyURI", uri));
        assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(200);
        for (int i = 0; i < ids.length; i++) {
            if (answers.get(i).statusCode() != 200) {
                refused(answers.get(i), 409, error(500304, TYPE, ids[i], 0, taken("Production", uri)));
            }
        }
        assertThat(tenant.<Integer>values(TYPE, ID, "RelyingPartyURI eq '" + uri + "'"))
                .hasSize(1);
    }

    /** Whichever comes first: nothing is left in an environment that is gone. */
    @Test
    void anEnvironmentIsNotRemovedUnderAnInstance() {
        for (int round = 0; round < 5; round++) {
            int environment = tenant.environment("Vanishing " + round);
            String uri = "urn:vanishing:" + round;
            List<Response> answers = Together.send(List.of(
                    () -> tenant.json("ModifyEnvironment", "EnvironmentID", environment, "Remove", true),
                    () -> tenant.json("CreateApplicationInstance", instance(application, environment, uri))));
            boolean removed = answers.get(0).statusCode() == 200;
            assertThat(answers.get(0).statusCode())
                    .as(answers.get(0).asString())
                    .isIn(200, 409);
            assertThat(answers.get(1).statusCode())
                    .as(answers.get(1).asString())
                    .isEqualTo(removed ? 404 : 200);
            assertThat(tenant.clients("crm/Vanishing " + round + "/" + uri)).isEqualTo(removed ? 0 : 1);
        }
    }

    @Test
    void whoManagesClientsMayShowAndHideOnly() {
        int id = made("urn:shown");
        String manager = tenant.tokenOf("instance-manager", "manage-clients");
        JsonNode hidden = SecurityServiceApi.result(tenant.jsonWith(
                manager,
                "ModifyApplicationInstance",
                ID,
                id,
                "IsVisible",
                false,
                "Name",
                "crm",
                "EnvironmentID",
                production,
                "RelyingPartyURI",
                "urn:shown"));
        assertThat(hidden.path(TYPE).path("IsVisible").booleanValue()).isFalse();
        refused(
                tenant.jsonWith(manager, "ModifyApplicationInstance", ID, id, "IsVisible", true, "Name", "Other"),
                403,
                forbidden(TYPE, DENIED));
        refused(
                tenant.jsonWith(manager, "ModifyApplicationInstance", ID, id, "Remove", true),
                403,
                forbidden(TYPE, DENIED_REMOVAL));
        refused(
                tenant.jsonWith(manager, "CreateApplicationInstance", instance(application, production, "urn:denied")),
                403,
                forbidden(TYPE, DENIED));
        assertThat(tenant.entity(TYPE, id).path("IsVisible").booleanValue()).isFalse();
        assertThat(tenant.entity(TYPE, id).path("Name").textValue()).isEqualTo("crm");
    }

    @Test
    void whoManagesTheRealmMayDoIt() {
        String manager = tenant.tokenOf("instance-owner", "manage-realm");
        int id = SecurityServiceApi.result(
                        tenant.jsonWith(manager, "CreateApplicationInstance", instance(application, test, "urn:owned")))
                .path(TYPE)
                .path(ID)
                .intValue();
        SecurityServiceApi.result(
                tenant.jsonWith(manager, "ModifyApplicationInstance", ID, id, "IsVisible", false, "Name", "Mine"));
        for (String token : List.of(
                tenant.tokenOf("instance-viewer", "view-clients", "view-realm", "manage-users"),
                tenantAdministrator())) {
            for (int asked : List.of(id, 99_999)) {
                refused(
                        tenant.jsonWith(token, "ModifyApplicationInstance", ID, asked, "IsVisible", true),
                        403,
                        forbidden(TYPE, DENIED));
                refused(
                        tenant.jsonWith(token, "ModifyApplicationInstance", ID, asked, "Remove", true),
                        403,
                        forbidden(TYPE, DENIED_REMOVAL));
            }
        }
        SecurityServiceApi.result(tenant.jsonWith(manager, "ModifyApplicationInstance", ID, id, "Remove", true));
        assertThat(tenant.has(TYPE, id)).isFalse();
    }

    private String tenantAdministrator() {
        realm.createUser("instance-admin", "Instance-admin-1!", "Admin");
        return realm.userToken("instance-admin", "Instance-admin-1!");
    }

    @Test
    void aFineGrainedPermissionShowsAndHidesOne() {
        Realm own = keycloak.tenant();
        CommandTenant delegated = new CommandTenant(keycloak, own);
        int code = delegated.application("fine");
        int[] ids = new int[2];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = delegated.makeInstance(code, 0, "urn:fine:" + i);
        }
        String user = own.createUser("delegate", "Delegate-of-one-1!");
        own.permit(
                user, "Clients", delegated.client("fine//urn:fine:0").path("id").textValue());
        String token = own.userToken("delegate", "Delegate-of-one-1!");
        SecurityServiceApi.result(
                delegated.jsonWith(token, "ModifyApplicationInstance", ID, ids[0], "IsVisible", false));
        refused(
                delegated.jsonWith(token, "ModifyApplicationInstance", ID, ids[1], "IsVisible", false),
                403,
                forbidden(TYPE, DENIED));
        assertThat(delegated.entity(TYPE, ids[0]).path("IsVisible").booleanValue())
                .isFalse();
        assertThat(delegated.entity(TYPE, ids[1]).path("IsVisible").booleanValue())
                .isTrue();
    }

    @Test
    void anInstanceOfAnotherRealmIsUnknown() {
        Realm other = keycloak.createRealm("instances-of-another");
        CommandTenant theirs = new CommandTenant(keycloak, other);
        theirs.partialImport(
                "clients",
                IntStream.range(0, 40)
                        .mapToObj(i -> Map.of(
                                "clientId",
                                "theirs-" + i,
                                "bearerOnly",
                                true,
                                "attributes",
                                Map.of("pbx.relyingPartyUri", "urn:theirs:" + i)))
                        .toList());
        int last = theirs.highest(TYPE);
        assertThat(last).isGreaterThanOrEqualTo(40);
        refused(tenant.json("ModifyApplicationInstance", ID, last, "Remove", true), 404, unknown(TYPE, last));
        assertThat(theirs.has(TYPE, last)).isTrue();
    }

    @Test
    void aClientPolicyOfTheRealmAppliesToThem() {
        Realm own = keycloak.tenant();
        CommandTenant ruled = new CommandTenant(keycloak, own);
        int code = ruled.application("ruled");
        keycloak.admin()
                .body(Map.of(
                        "profiles",
                        List.of(Map.of(
                                "name",
                                "no-passwords",
                                "executors",
                                List.of(Map.of(
                                        "executor",
                                        "reject-ropc-grant",
                                        "configuration",
                                        Map.of("auto-configure", false)))))))
                .put(own.adminPath("/client-policies/profiles"))
                .then()
                .statusCode(204);
        keycloak.admin()
                .body(Map.of(
                        "policies",
                        List.of(Map.of(
                                "name",
                                "all",
                                "enabled",
                                true,
                                "conditions",
                                List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                "profiles",
                                List.of("no-passwords")))))
                .put(own.adminPath("/client-policies/policies"))
                .then()
                .statusCode(204);
        Response answer = ruled.json("CreateApplicationInstance", instance(code, 0, "urn:ruled"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.<Integer>path("Messages[0].LoggingNumber")).isEqualTo(500306);
        assertThat(answer.<String>path("Messages[0].Message")).startsWith("A client policy refuses it: ");
        assertThat(ruled.clients("ruled//urn:ruled")).isZero();
    }
}
