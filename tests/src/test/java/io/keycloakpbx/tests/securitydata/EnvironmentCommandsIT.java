package io.keycloakpbx.tests.securitydata;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Environments are made, changed and removed by commands. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentCommandsIT {

    private static final String TYPE = "Environment";
    private static final String DENIED = "You do not have access: this needs the role manage-clients.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final CommandTenant tenant;

    EnvironmentCommandsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new CommandTenant(keycloak, realm);
    }

    @Test
    void oneIsMadeChangedAndRemovedByJson() {
        realm.clearEvents();
        JsonNode made = tenant.done("CreateEnvironment", "Name", "Life", "Description", "First");
        int id = made.path(TYPE).path("EnvironmentID").intValue();
        assertThat(made.toString())
                .isEqualTo("{\"Environment\":" + tenant.entity(TYPE, id) + ",\"RemoveSuccessful\":false}");
        assertThat(made.path(TYPE).path("Name").textValue()).isEqualTo("Life");
        assertThat(made.path(TYPE).path("Description").textValue()).isEqualTo("First");
        JsonNode client = tenant.client("Life");
        assertThat(client.path("bearerOnly").booleanValue()).isTrue();
        assertThat(client.path("directAccessGrantsEnabled").booleanValue()).isFalse();
        assertThat(client.path("attributes").path("pbx.environment").textValue())
                .isEqualTo("true");

        JsonNode changed = tenant.done("ModifyEnvironment", "Description", "Night shift", "EnvironmentID", id);
        assertThat(changed.path(TYPE).path("Description").textValue()).isEqualTo("Night shift");
        assertThat(changed.path(TYPE).path("Name").textValue()).isEqualTo("Life");
        assertThat(changed.path(TYPE)).isEqualTo(tenant.entity(TYPE, id));
        // What is sent back as it was is no change.
        tenant.done("ModifyEnvironment", "Description", "Night shift", "EnvironmentID", id, "Name", "Life");

        JsonNode removed = tenant.done("ModifyEnvironment", "EnvironmentID", id, "Remove", true);
        assertThat(removed.toString())
                .isEqualTo("{\"Environment\":" + changed.path(TYPE) + ",\"RemoveSuccessful\":true}");
        assertThat(tenant.clients("Life")).isZero();
        assertThat(tenant.has(TYPE, id)).isFalse();
        String path = "clients/" + client.path("id").textValue();
        assertThat(tenant.events())
                .containsExactlyInAnyOrder("CREATE CLIENT " + path, "UPDATE CLIENT " + path, "DELETE CLIENT " + path);
        assertThat(realm.adminEvents().get(2).authDetails()).containsKeys("userId", "clientId", "ipAddress");
        assertThat(tenant.log(path)).hasSize(3).first().asString().contains("<Name>Life</Name>");
        assertThat(tenant.log(path).get(1)).contains("Night shift");
        refused(tenant.json("ModifyEnvironment", "EnvironmentID", id, "Remove", true), 404, unknown(TYPE, id));
    }

    @Test
    void oneIsMadeBySoap() {
        String answer = tenant.service()
                .soap(
                        "CreateEnvironment",
                        "<Name>Wäsche &amp; Co</Name><Unknown>1</Unknown><Description>D</Description>")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        int id = tenant.number(TYPE, "Name eq 'Wäsche & Co'");
        JsonNode entity = tenant.entity(TYPE, id);
        assertThat(answer)
                .contains("<CreateEnvironmentResult><Messages/><Result><Environment><Company>"
                        + entity.path("Company").textValue() + "</Company><CompanyID>"
                        + entity.path("CompanyID").intValue()
                        + "</CompanyID><Description>D</Description><EnvironmentID>" + id
                        + "</EnvironmentID><Name>Wäsche &amp; Co</Name></Environment>"
                        + "<RemoveSuccessful>false</RemoveSuccessful></Result></CreateEnvironmentResult>");
        Response removed = tenant.service()
                .soap("ModifyEnvironment", "<Remove>true</Remove><EnvironmentID>" + id + "</EnvironmentID>");
        assertThat(removed.asString()).contains("<RemoveSuccessful>true</RemoveSuccessful>");
        String again = tenant.service()
                .soap("ModifyEnvironment", "<Remove>true</Remove><EnvironmentID>" + id + "</EnvironmentID>")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(again)
                .contains(
                        "<LoggingNumber>500302</LoggingNumber>",
                        "<Message>There is no Environment with the ID " + id + ".</Message>",
                        "<RemoveSuccessful>false</RemoveSuccessful>")
                .doesNotContain("<Environment>");
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        refused(
                tenant.json("CreateEnvironment", "Description", "x".repeat(256), "CompanyID", 0),
                400,
                invalid(TYPE, "Name is required"),
                invalid(TYPE, "Description must have at most 255 characters"),
                invalid(
                        TYPE,
                        "CompanyID must be "
                                + tenant.<Integer>values("Company", "CompanyID", "CompanyID gt 0")
                                        .get(0)
                                + ", the company of the domain"));
        refused(
                tenant.json("CreateEnvironment", "Name", " x"),
                400,
                invalid(
                        TYPE,
                        "Name must have 1 to 255 characters, none of them control or formatting characters,"
                                + " and no blank at its start or end"));
        refused(tenant.json("CreateEnvironment", "Name", 5), 400, invalid(TYPE, "Name must be a string"));
        refused(tenant.json("ModifyEnvironment", "Name", "x"), 400, invalid(TYPE, "EnvironmentID is required"));
        refused(tenant.json("ModifyEnvironment", "EnvironmentID", 0, "Name", "x"), 404, unknown(TYPE, 0));
        assertThat(tenant.clients("x")).isZero();
    }

    @Test
    void aNameIsTakenOnce() {
        int other = tenant.environment("Other");
        for (String name : List.of("Other", "pbx-rest")) {
            refused(
                    tenant.json("CreateEnvironment", "Name", name),
                    409,
                    error(500304, TYPE, 0, 0, "There is an environment or a client called " + name + " already."));
        }
        int id = tenant.environment("One more");
        refused(
                tenant.json("ModifyEnvironment", "EnvironmentID", id, "Name", "Other", "Description", "lost"),
                409,
                error(500304, TYPE, id, 0, "There is an environment or a client called Other already."));
        assertThat(tenant.entity(TYPE, id).path("Description").isNull()).isTrue();
        assertThat(tenant.has(TYPE, other)).isTrue();
    }

    @Test
    void ofEightThatAreMadeAtOnceThereIsOne() {
        List<Response> answers = Together.send(8, number -> tenant.json("CreateEnvironment", "Name", "At once"));
        assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(200);
        answers.stream()
                .filter(answer -> answer.statusCode() != 200)
                .forEach(answer -> refused(
                        answer,
                        409,
                        error(500304, TYPE, 0, 0, "There is an environment or a client called At once already.")));
        assertThat(tenant.clients("At once")).isOne();
    }

    @Test
    void anEnvironmentOfAnotherRealmIsUnknown() {
        Realm other = keycloak.createRealm("environments-of-another");
        CommandTenant theirs = new CommandTenant(keycloak, other);
        theirs.partialImport(
                "clients",
                IntStream.range(0, 40)
                        .mapToObj(i -> Map.of(
                                "clientId",
                                "Theirs " + i,
                                "bearerOnly",
                                true,
                                "attributes",
                                Map.of("pbx.environment", "true")))
                        .toList());
        int last = theirs.highest(TYPE);
        assertThat(last).isGreaterThanOrEqualTo(40);
        refused(tenant.json("ModifyEnvironment", "EnvironmentID", last, "Remove", true), 404, unknown(TYPE, last));
        assertThat(theirs.has(TYPE, last)).isTrue();
    }

    @Test
    void instancesGoWithARenamedOneAndKeepItFromBeingRemoved() {
        int application = tenant.application("moving");
        int id = tenant.environment("Before");
        int instance = tenant.makeInstance(application, id, "https://moving.example.com/");
        realm.make(
                "/clients",
                Map.of(
                        "clientId",
                        "own-client",
                        "attributes",
                        Map.of("pbx.relyingPartyUri", "urn:own", "pbx.environment.name", "Before")));
        refused(
                tenant.json("ModifyEnvironment", "EnvironmentID", id, "Remove", true),
                409,
                error(
                        500305,
                        TYPE,
                        id,
                        0,
                        "There are instances of applications in environment Before; remove them, or move them to"
                                + " another, first."));
        tenant.done("ModifyEnvironment", "EnvironmentID", id, "Name", "After/50%");
        assertThat(tenant.entity("ApplicationInstance", instance)
                        .path("Environment")
                        .textValue())
                .isEqualTo("After/50%");
        assertThat(tenant.clients("moving/Before/https://moving.example.com/")).isZero();
        assertThat(tenant.client("moving/After%2F50%25/https://moving.example.com/")
                        .path("attributes")
                        .path("pbx.environment.name")
                        .textValue())
                .isEqualTo("After/50%");
        assertThat(tenant.client("own-client")
                        .path("attributes")
                        .path("pbx.environment.name")
                        .textValue())
                .isEqualTo("After/50%");
        realm.make("/clients", Map.of("clientId", "moving/Taken/https://moving.example.com/"));
        refused(
                tenant.json("ModifyEnvironment", "EnvironmentID", id, "Name", "Taken"),
                409,
                error(
                        500304,
                        "ApplicationInstance",
                        instance,
                        0,
                        "There is a client called moving/Taken/https://moving.example.com/ already."));
        refused(
                tenant.json("ModifyEnvironment", "EnvironmentID", id, "Name", "x".repeat(240)),
                400,
                error(
                        500303,
                        TYPE,
                        id,
                        0,
                        "Name is too long: with it, the code and the RelyingPartyURI of instance " + instance
                                + " have more than 255 characters."));
        assertThat(tenant.entity(TYPE, id).path("Name").textValue()).isEqualTo("After/50%");
    }

    /** What one of them has read before it waits for the other is no change. */
    @Test
    void whoDescribesOneDoesNotUndoThatItIsRenamed() {
        int id = tenant.environment("Race 0");
        for (int i = 0; i < 12; i++) {
            keycloak.admin()
                    .body(Map.of(
                            "clientId",
                            "racer-" + i,
                            "attributes",
                            Map.of("pbx.relyingPartyUri", "urn:racer:" + i, "pbx.environment.name", "Race 0")))
                    .post(realm.adminPath("/clients"))
                    .then()
                    .statusCode(201);
        }
        for (int round = 1; round <= 5; round++) {
            String name = "Race " + round;
            List<Response> answers = Together.send(
                    3,
                    number -> number == 0
                            ? tenant.json("ModifyEnvironment", "EnvironmentID", id, "Name", name)
                            : tenant.json("ModifyEnvironment", "EnvironmentID", id, "Description", name + number));
            // H2 does not wait for long.
            assertThat(answers)
                    .extracting(Response::statusCode)
                    .containsAnyOf(200)
                    .isSubsetOf(200, 503);
            String now = tenant.entity(TYPE, id).path("Name").textValue();
            assertThat(now).isEqualTo(answers.get(0).statusCode() == 200 ? name : now);
            assertThat(tenant.<Integer>values(
                            "ApplicationInstance", "ApplicationInstanceID", "Environment eq '" + now + "'"))
                    .hasSize(12);
        }
    }

    @Test
    void onlySoManyInstancesGoWithARenamedOne() {
        Realm own = keycloak.tenant();
        CommandTenant crowded = new CommandTenant(keycloak, own);
        int id = crowded.environment("Crowded");
        // Some at a time: what Keycloak does for each client of a request takes longer with each one before.
        for (int first = 0; first <= 500; first += 50) {
            crowded.partialImport(
                    "clients",
                    IntStream.range(first, Math.min(first + 50, 501))
                            .mapToObj(i -> Map.of(
                                    "clientId",
                                    "instance-" + i,
                                    "bearerOnly",
                                    true,
                                    "attributes",
                                    Map.of("pbx.relyingPartyUri", "urn:crowd:" + i, "pbx.environment.name", "Crowded")))
                            .toList());
        }
        refused(
                crowded.json("ModifyEnvironment", "EnvironmentID", id, "Name", "Emptier"),
                403,
                error(
                        500306,
                        TYPE,
                        id,
                        0,
                        "Environment Crowded has more than 500 instances of applications, the most that are renamed at"
                                + " once."));
        keycloak.admin()
                .delete(own.adminPath(
                        "/clients/" + crowded.client("instance-0").path("id").textValue()))
                .then()
                .statusCode(204);
        crowded.done("ModifyEnvironment", "EnvironmentID", id, "Name", "Emptier");
        assertThat(crowded.client("instance-500")
                        .path("attributes")
                        .path("pbx.environment.name")
                        .textValue())
                .isEqualTo("Emptier");
    }

    @Test
    void whoManagesClientsMayDoIt() {
        int id = tenant.environment("Guarded");
        String manager = tenant.tokenOf("environment-manager", "manage-clients");
        int made = SecurityServiceApi.result(tenant.jsonWith(manager, "CreateEnvironment", "Name", "Managed"))
                .path(TYPE)
                .path("EnvironmentID")
                .intValue();
        SecurityServiceApi.result(tenant.jsonWith(manager, "ModifyEnvironment", "EnvironmentID", made, "Remove", true));
        for (String token : List.of(
                tenant.tokenOf("environment-viewer", "view-clients", "manage-realm", "manage-users"),
                tenantAdministrator())) {
            refused(tenant.jsonWith(token, "CreateEnvironment", "Name", "Denied"), 403, forbidden(TYPE, DENIED));
            // Nobody learns which ids there are.
            for (int asked : List.of(id, 999_999)) {
                refused(
                        tenant.jsonWith(token, "ModifyEnvironment", "EnvironmentID", asked, "Remove", true),
                        403,
                        forbidden(TYPE, DENIED));
            }
        }
        assertThat(tenant.clients("Denied")).isZero();
        assertThat(tenant.has(TYPE, id)).isTrue();
    }

    private String tenantAdministrator() {
        realm.createUser("environment-admin", "Environment-admin-1!", "Admin");
        return realm.userToken("environment-admin", "Environment-admin-1!");
    }

    @Test
    void aFineGrainedPermissionIsEnough() {
        Realm own = keycloak.tenant();
        CommandTenant delegated = new CommandTenant(keycloak, own);
        int id = delegated.environment("Permitted");
        int other = delegated.environment("Not permitted");
        String user = own.createUser("delegate", "Delegate-of-one-1!");
        own.permit(user, "Clients", delegated.client("Permitted").path("id").textValue());
        String token = own.userToken("delegate", "Delegate-of-one-1!");
        SecurityServiceApi.result(
                delegated.jsonWith(token, "ModifyEnvironment", "EnvironmentID", id, "Description", "by the delegate"));
        refused(
                delegated.jsonWith(token, "ModifyEnvironment", "EnvironmentID", other, "Description", "x"),
                403,
                forbidden(TYPE, DENIED));
        refused(delegated.jsonWith(token, "CreateEnvironment", "Name", "x"), 403, forbidden(TYPE, DENIED));
        // Its instances would be changed, too.
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "not-theirs",
                        "attributes",
                        Map.of("pbx.relyingPartyUri", "urn:theirs", "pbx.environment.name", "Permitted")))
                .post(own.adminPath("/clients"))
                .then()
                .statusCode(201);
        refused(
                delegated.jsonWith(token, "ModifyEnvironment", "EnvironmentID", id, "Name", "Renamed"),
                403,
                forbidden(TYPE, DENIED));
        assertThat(delegated.entity(TYPE, id).path("Name").textValue()).isEqualTo("Permitted");
        assertThat(delegated.entity(TYPE, id).path("Description").textValue()).isEqualTo("by the delegate");
    }
}
