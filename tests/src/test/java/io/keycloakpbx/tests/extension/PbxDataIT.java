package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Import and export of a tenant's PBX data. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PbxDataIT {

    private static final String HEADER = "server,extension,displayName,managingUser,default\r\n";

    private final Keycloak keycloak;
    private final Realm tenant;
    private Pbx pbx;
    private String alice;

    PbxDataIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createUsers() {
        alice = tenant.createUser("alice", "Alice-pw-1!");
        tenant.createUser("bob", "Bob-pw-12!");
    }

    @BeforeEach
    void createServer() {
        pbx = new Pbx(keycloak, tenant);
        tenant.clearEvents();
    }

    /** With their extensions: each test begins with one server that has none. */
    @AfterEach
    void removeServers() {
        keycloak.admin()
                .get(pbx.servers())
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("id")
                .forEach(id ->
                        keycloak.admin().delete(pbx.servers() + "/" + id).then().statusCode(204));
    }

    @Test
    @Tag("database")
    void csvMakesServersExtensionsAndOwners() {
        csv(HEADER
                        + "pbx,101,Alice's,alice,true\r\npbx,102,\"Bob, \"\"the\"\" second\",BOB,\r\nnew,101,,,\r\nempty,,,,\r\n")
                .then()
                .statusCode(200)
                .body("committed", equalTo(true))
                .body("created", equalTo(4))
                .body("failed", equalTo(0))
                .body("rows.row", contains(1, 2, 3, 4))
                .body("rows.result", contains("created", "created", "created", "created"));
        keycloak.admin().get(pbx.extensions()).then().body("displayName", contains("Alice's", "Bob, \"the\" second"));
        String id = keycloak.admin().get(pbx.extensions()).then().extract().path("[0].id");
        keycloak.admin().get(pbx.defaultUser(id)).then().statusCode(200).body("id", equalTo(alice));
        keycloak.admin().get(pbx.servers()).then().body("name", contains("empty", "new", "pbx"));

        assertThat(pbx.ownershipEvents())
                .extracting(event -> event.path("extension").asText() + " "
                        + event.at("/newManagingUser/username").asText())
                .containsExactlyInAnyOrder("101 alice", "102 bob");
        assertThat(pbx.realm().adminEvents())
                .filteredOn(event -> event.resourceType().equals("PBX_DATA"))
                .hasSize(1);
    }

    @Test
    @Tag("database")
    void theSameFileAgainChangesNothing() {
        String file = HEADER + "pbx,101,A,alice,true\r\npbx,102,B,alice,\r\nnew,101,,bob,\r\n";
        csv(file).then().statusCode(200).body("created", equalTo(3));
        String exported = json();
        pbx.realm().clearEvents();
        csv(file).then().statusCode(200).body("unchanged", equalTo(3)).body("updated", equalTo(0));
        assertThat(json()).isEqualTo(exported);
        assertThat(pbx.ownershipEvents()).isEmpty();
        String changed = HEADER + "pbx,101,A2,alice,true\r\npbx,102,B,bob,\r\nnew,101,,,\r\n";
        csv(changed).then().statusCode(200).body("updated", equalTo(3));
        assertThat(pbx.ownershipEvents()).hasSize(2);
    }

    @Test
    void columnsThatTheFileDoesNotHaveStayAsTheyAre() {
        csv(HEADER + "pbx,101,A,alice,true\r\n").then().statusCode(200);
        csv("server,extension,displayName\r\npbx,101,A\r\n")
                .then()
                .statusCode(200)
                .body("unchanged", equalTo(1));
        csv("server,extension,displayName\r\npbx,101,New\r\n")
                .then()
                .statusCode(200)
                .body("updated", equalTo(1));
        JsonNode extension = tree(json()).at("/servers/0/extensions/0");
        assertThat(extension.path("managingUser").asText()).isEqualTo("alice");
        assertThat(extension.path("default").asBoolean()).isTrue();
        assertThat(extension.path("displayName").asText()).isEqualTo("New");
    }

    @Test
    @Tag("database")
    void anExportImportedIntoAFreshTenantGivesTheSameAnswers() {
        Map<String, Object> full = new HashMap<>(Map.of(
                "extension",
                "4224",
                "displayName",
                "=1+1",
                "autoAnswer",
                true,
                "peer",
                "'@x",
                "agentPenalty",
                3,
                "agentPaused",
                false,
                "originateTimeoutOverride",
                30,
                "voiceMailBox",
                "line\nbreak, \"quoted\""));
        keycloak.admin().body(full).post(pbx.extensions()).then().statusCode(201);
        csv(HEADER + "pbx,101,Ä,alice,true\r\npbx,102,,alice,\r\nzweite,101,,bob,\r\nleer,,,,\r\n")
                .then()
                .statusCode(200);
        String json = json();
        String csv = keycloak.admin()
                .accept("text/csv")
                .get(pbx.data())
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .extract()
                .asString();
        // Their ids are wanted again.
        removeServers();

        pbx = new Pbx(keycloak, keycloak.tenant());
        removeServers();
        pbx.realm().createUser("alice", "Alice-pw-1!");
        pbx.realm().createUser("bob", "Bob-pw-12!");
        csv(csv).then().statusCode(200).body("failed", equalTo(0)).body("created", equalTo(5));
        assertThat(json()).isEqualTo(json);

        removeServers();
        keycloak.admin().body(json).post(pbx.data()).then().statusCode(200).body("created", equalTo(5));
        assertThat(json()).isEqualTo(json);
    }

    @Test
    void formulasAreDefusedOnExportAndWholeOnImport() {
        for (String value : List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\tx", "'=1", "''", "'x")) {
            keycloak.admin()
                    .body(Map.of("extension", "1" + Math.abs(value.hashCode() % 100000) + "00", "displayName", value))
                    .post(pbx.extensions())
                    .then()
                    .statusCode(201);
        }
        String before = json();
        String csv = keycloak.admin()
                .queryParam("format", "csv")
                .get(pbx.data())
                .then()
                .extract()
                .asString();
        assertThat(csv.replace("\"", "").split("[,\r\n]")).noneMatch(cell -> cell.matches("[=+@\t-].*"));
        csv(csv).then().statusCode(200).body("failed", equalTo(0)).body("updated", equalTo(0));
        assertThat(json()).isEqualTo(before);
    }

    @Test
    void anExportComesBackFromASpreadsheetUnchanged() {
        Map<String, Object> full = Map.of(
                "extension",
                "4224",
                "displayName",
                "J\u00F6rg; =1+1",
                "autoAnswer",
                true,
                "agentPaused",
                false,
                "peer",
                " @x");
        keycloak.admin().body(full).post(pbx.extensions()).then().statusCode(201);
        csv(HEADER + "pbx,101,A,alice,true\r\n").then().statusCode(200);
        String before = json();
        String exported = keycloak.admin().accept("text/csv").get(pbx.data()).asString();
        assertThat(exported.split("\r\n")).allMatch(line -> line.matches("\"[^\"]*\"(,\"[^\"]*\")*"));
        assertThat(exported).contains("\"J\u00F6rg;' =1+1\"").contains("\"' @x\"");
        // As one of a country with decimal commas saves it: only what needs quotes has them.
        String saved = "\uFEFF"
                + exported.replace("\",\"", ";")
                        .replaceAll("(?m)^\"|\"\r?$", "")
                        .replace("J\u00F6rg;' =1+1", "\"J\u00F6rg;' =1+1\"")
                        .replace(";true", ";TRUE")
                        .replace(";false", ";FALSE")
                + ";".repeat(19)
                + "\r\n";
        csv(saved).then().statusCode(200).body("failed", equalTo(0)).body("unchanged", equalTo(2));
        assertThat(json()).isEqualTo(before);
    }

    @Test
    void filesOfSpreadsheetsAreTaken() {
        csv("server,extension,displayName,autoAnswer,agentPaused\r\npbx,201,Anna,TRUE,FALSE\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(1));
        csv("server;extension;displayName;autoAnswer;agentPaused\r\npbx;202;J\u00F6rg;true;false\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(1));
        csv("server,extension,displayName\r\npbx,203,Anna\r\n,,\r\n,,\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(1))
                .body("failed", equalTo(0));
        keycloak.admin().get(pbx.extensions()).then().body("autoAnswer", contains(true, true, null));
    }

    @Test
    @Tag("database")
    void usersAreMadeAlongWithTheirExtensions() {
        String file = "server;extension;username;firstName;lastName;email;password;temporary;enabled;default\r\n"
                + "pbx;301;Made.301;Anna;Berg;Anna@mail.example.test;Made-301-pw!;;;yes\r\n"
                + "pbx;302;made.301;;;;;;;\r\n"
                + "pbx;303;made.303;;;;Made-303-pw!;yes;;\r\n"
                + "pbx;304;made.304;;;;;;no;\r\n"
                + "pbx;305;alice;Not;Alice;other@mail.example.test;Not-alices-1!;;no;\r\n";
        users(file)
                .then()
                .statusCode(200)
                .body("created", equalTo(5))
                .body("usersCreated", equalTo(3))
                .body("rows.userCreated", contains(true, false, true, true, false))
                .body("rows.line", contains(2, 3, 4, 5, 6));
        user("made.301")
                .body("[0].firstName", equalTo("Anna"))
                .body("[0].lastName", equalTo("Berg"))
                .body("[0].email", equalTo("anna@mail.example.test"))
                .body("[0].enabled", equalTo(true));
        user("made.304").body("[0].enabled", equalTo(false));
        user("alice").body("[0].firstName", equalTo("First")).body("[0].enabled", equalTo(true));
        pbx.signIn("made.301", "Made-301-pw!").then().statusCode(200);
        pbx.signIn("made.303", "Made-303-pw!")
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("PASSWORD_RESET_REQUIRED"));
        keycloak.admin()
                .get(tenant.adminPath("/users/" + tenant.userId("made.304") + "/role-mappings/realm"))
                .then()
                .body("name", contains("default-roles-" + tenant.name()));
        assertThat(tenant.adminEvents())
                .filteredOn(event -> event.resourceType().equals("USER"))
                .hasSize(3)
                .allMatch(event -> event.operationType().equals("CREATE"))
                .noneMatch(event -> event.representation().contains("-pw!"));
        tenant.clearEvents();
        users(file).then().statusCode(200).body("unchanged", equalTo(5)).body("usersCreated", equalTo(0));
        assertThat(tenant.adminEvents()).noneMatch(event -> event.resourceType().equals("USER"));
    }

    @Test
    void aFileOfAnotherPbxMakesUsersNamedAsTheirExtensions() {
        csv(HEADER + "pbx,401,,alice,\r\n").then().statusCode(200);
        data("text/csv")
                .queryParam("createUsers", true)
                .queryParam("server", "pbx")
                .queryParam("ignoreUnknownColumns", true)
                .body("Number,FirstName,LastName,EmailAddress,AuthPassword\r\n401,A,B,,sip-secret\r\n"
                        + "402,Carl,Decker,carl@mail.example.test,sip-secret\r\n")
                .post(pbx.data())
                .then()
                .statusCode(200)
                .body("usersCreated", equalTo(1))
                .body("ignoredColumns", contains("AuthPassword"));
        // The user is there now, also where a script has given the number decimals.
        data("text/csv")
                .queryParam("createUsers", true)
                .queryParam("server", "pbx")
                .body("Number,FirstName,LastName\r\n403.0,A,B\r\n402.0,Carl,Decker\r\n")
                .post(pbx.data())
                .then()
                .statusCode(200)
                .body("rows.userCreated", contains(true, false))
                .body("failed", equalTo(0));
        keycloak.admin().delete(pbx.extension(idOf("403"))).then().statusCode(204);
        data("text/csv")
                .queryParam("createUsers", true)
                .queryParam("server", "pbx")
                .queryParam("dryRun", true)
                .body("Number\r\n403.0\r\n")
                .post(pbx.data())
                .then()
                .body("rows[0].result", equalTo("created"))
                .body("usersCreated", equalTo(0));
        assertThat(tree(json()).at("/servers/0/extensions"))
                .extracting(
                        extension -> extension.path("displayName").asText(),
                        extension -> extension.path("managingUser").asText())
                .containsExactly(tuple("A B", "alice"), tuple("Carl Decker", "402"));
    }

    @Test
    @Tag("database")
    void usersAreHeldToTheRulesOfTheRealm() {
        String file = "server,extension,username,firstName,email,password\r\n"
                + "pbx,501,root,,,\r\npbx,502,no good,,,\r\npbx,503,u503,,no-address,\r\n"
                + "pbx,504,u504,,,short\r\npbx,505,u505,<x>,,\r\npbx,506,u506,,one@mail.example.test,\r\n"
                + "pbx,507,u507,,ONE@mail.example.test,\r\npbx,508,u508,,,U508\r\n";
        Response answer = users(file);
        answer.then()
                .statusCode(200)
                .body("usersCreated", equalTo(1))
                .body("failed", equalTo(7))
                .body("rows[0].message", startsWith("line 2, column 3 (username): "))
                .body(
                        "rows[1].message",
                        equalTo("line 3, column 3 (username): User name: 1 to 64 letters, digits,"
                                + " underscores, hyphens, apostrophes or dots, and no dot at the start or end"))
                .body("rows[2].message", equalTo("line 4, column 5 (email): Invalid email address."))
                .body("rows[3].message", equalTo("line 5, column 6 (password): Invalid password: minimum length 8."))
                .body("rows[4].message", startsWith("line 6, column 4 (firstName): "))
                .body("rows[6].message", equalTo("line 8, column 5 (email): another user has this email address"))
                .body("rows[7].message", startsWith("line 9, column 6 (password): "));
        assertThat(answer.asString()).doesNotContain("short").doesNotContain("U508");
        assertThat(made("u5")).containsExactly("u506");
        keycloak.admin().get(pbx.extensions()).then().body("extension", contains("506"));
    }

    @Test
    @Tag("database")
    void aFailedImportAndADryRunMakeNoUsers() {
        String before = json();
        String file =
                "server,extension,username,password\r\nfresh,601,u601,Made-601-pw!\r\nfresh,602,u602,Made-602-pw!\r\n";
        data("text/csv")
                .queryParam("createUsers", true)
                .queryParam("atomic", true)
                .body(file + "fresh,603,root,\r\n")
                .post(pbx.data())
                .then()
                .statusCode(400)
                .body("committed", equalTo(false))
                .body("failed", equalTo(1));
        data("text/csv")
                .queryParam("createUsers", true)
                .queryParam("dryRun", true)
                .body(file)
                .post(pbx.data())
                .then()
                .statusCode(200)
                .body("usersCreated", equalTo(2));
        assertThat(made("u60")).isEmpty();
        assertThat(json()).isEqualTo(before);
        assertThat(tenant.adminEvents()).isEmpty();
    }

    /** Nobody asks the directory, which is not there. */
    @Test
    void usersAreNotTriedWhereADirectoryKeepsThem() {
        Map<String, List<String>> config = Map.ofEntries(
                Map.entry("enabled", List.of("true")),
                Map.entry("vendor", List.of("other")),
                Map.entry("connectionUrl", List.of("ldap://127.0.0.1:1")),
                Map.entry("usersDn", List.of("ou=people,dc=example,dc=test")),
                Map.entry("authType", List.of("none")),
                Map.entry("usernameLDAPAttribute", List.of("uid")),
                Map.entry("rdnLDAPAttribute", List.of("uid")),
                Map.entry("uuidLDAPAttribute", List.of("uid")),
                Map.entry("userObjectClasses", List.of("inetOrgPerson")),
                Map.entry("editMode", List.of("WRITABLE")),
                Map.entry("syncRegistrations", List.of("true")));
        String location = keycloak.admin()
                .body(Map.of(
                        "name",
                        "people",
                        "providerId",
                        "ldap",
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        config))
                .post(tenant.adminPath("/components"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        try {
            for (String option : List.of("dryRun", "atomic")) {
                data("text/csv")
                        .queryParam("createUsers", true)
                        .queryParam(option, true)
                        .body("server,extension\r\npbx,801\r\n")
                        .post(pbx.data())
                        .then()
                        .statusCode(400)
                        .body(equalTo(
                                "the user storage people takes new users at once and keeps them, whatever comes of"
                                        + " the import. Leave out dryRun and atomic, or createUsers, or switch off Sync"
                                        + " Registrations of the storage for the import"));
            }
            data("text/csv")
                    .queryParam("dryRun", true)
                    .body("server,extension\r\npbx,801\r\n")
                    .post(pbx.data())
                    .then()
                    .statusCode(200);
        } finally {
            keycloak.admin()
                    .delete(tenant.adminPath("/components/" + location.substring(location.lastIndexOf('/') + 1)))
                    .then()
                    .statusCode(204);
        }
    }

    @Test
    void manyUsersAreMadeInOneCall() {
        StringBuilder file = new StringBuilder("server,extension,username,firstName,lastName,email\r\n");
        for (int i = 0; i < 200; i++) {
            String name = "many." + (70_000 + i);
            file.append("pbx,%d,%s,First,Last,%s@mail.example.test\r\n".formatted(70_000 + i, name, name));
        }
        users(file.toString())
                .then()
                .statusCode(200)
                .body("usersCreated", equalTo(200))
                .body("failed", equalTo(0));
    }

    private String idOf(String number) {
        return keycloak.admin()
                .get(pbx.extensions())
                .then()
                .extract()
                .path("find { it.extension == '" + number + "' }.id");
    }

    private Response users(String file) {
        return data("text/csv")
                .queryParam("createUsers", true)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(pbx.data());
    }

    private ValidatableResponse user(String name) {
        return keycloak.admin()
                .queryParam("username", name)
                .queryParam("exact", true)
                .get(tenant.adminPath("/users"))
                .then()
                .statusCode(200);
    }

    private List<String> made(String beginning) {
        return keycloak.admin()
                .queryParam("username", beginning)
                .get(tenant.adminPath("/users"))
                .then()
                .statusCode(200)
                .extract()
                .path("username");
    }

    @Test
    @Tag("database")
    void wrongRowsAreReportedAndTheOthersKept() {
        String x = "x".repeat(256);
        csv(HEADER + "pbx,12,,,\r\npbx,101,,nobody,\r\npbx,102,,,true\r\npbx,103,,,maybe\r\n,104,,,\r\npbx,105," + x
                        + ",,\r\npbx,106,,alice,\r\npbx,106,,bob,\r\n")
                .then()
                .statusCode(200)
                .body("committed", equalTo(true))
                .body("created", equalTo(1))
                .body("failed", equalTo(7))
                .body("rows.message", hasSize(8))
                .body("rows[0].message", equalTo("line 2, column 2 (extension): must have 3 to 64 digits"))
                .body(
                        "rows[1].message",
                        equalTo("line 3, column 4 (managingUser): no user has this name. Make the user first, or add"
                                + " createUsers=true to the address"))
                .body(
                        "rows[2].message",
                        equalTo("line 4, column 5 (default): a default extension needs a managing user"))
                .body(
                        "rows[3].message",
                        equalTo("line 5, column 5 (default): must be true or false, yes or no, 1 or 0, or empty"))
                .body(
                        "rows[4].message",
                        equalTo("line 6, column 1 (server): must be the name of a PBX server, and is empty"))
                .body("rows[5].message", equalTo("line 7, column 3 (displayName): must have at most 255 characters"))
                .body("rows[6].result", equalTo("created"))
                .body(
                        "rows[7].message",
                        equalTo("line 9, column 2 (extension): the extension is in the file more than once"));
        keycloak.admin().get(pbx.extensions()).then().body("extension", contains("106"));
    }

    @Test
    @Tag("database")
    void anAtomicImportKeepsAllOrNothing() {
        String file = HEADER + "branch,101,,alice,\r\npbx,12,,,\r\n";
        String before = json();
        data("text/csv")
                .queryParam("atomic", true)
                .body(file)
                .post(pbx.data())
                .then()
                .statusCode(400)
                .body("committed", equalTo(false))
                .body("failed", equalTo(1))
                .body("rows", hasSize(2));
        assertThat(json()).isEqualTo(before);
        assertThat(pbx.realm().adminEvents()).isEmpty();
    }

    @Test
    @Tag("database")
    void aDryRunReportsAndChangesNothing() {
        String before = json();
        data("text/csv")
                .queryParam("dryRun", true)
                .body(HEADER + "branch,101,,alice,true\r\npbx,12,,,\r\n")
                .post(pbx.data())
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("committed", equalTo(false))
                .body("created", equalTo(1))
                .body("failed", equalTo(1));
        assertThat(json()).isEqualTo(before);
        assertThat(pbx.realm().adminEvents()).isEmpty();
    }

    @Test
    void progressIsToldLineByLine() {
        String[] lines = data("text/csv")
                .accept("application/x-ndjson")
                .body(HEADER + "pbx,101,,alice,\r\npbx,12,,,\r\n")
                .post(pbx.data())
                .then()
                .statusCode(200)
                .contentType(startsWith("application/x-ndjson"))
                .extract()
                .asString()
                .split("\n");
        assertThat(lines).hasSize(3);
        assertThat(tree(lines[0]).path("result").asText()).isEqualTo("created");
        assertThat(tree(lines[1]).path("result").asText()).isEqualTo("failed");
        assertThat(tree(lines[2]).path("committed").asBoolean()).isTrue();
        keycloak.admin().get(pbx.extensions()).then().body("extension", contains("101"));

        lines = data("text/csv")
                .accept("application/x-ndjson")
                .queryParam("atomic", true)
                .body(HEADER + "pbx,102,,alice,\r\npbx,12,,,\r\n")
                .post(pbx.data())
                .asString()
                .split("\n");
        assertThat(tree(lines[2]).path("committed").asBoolean()).isFalse();
        keycloak.admin().get(pbx.extensions()).then().body("extension", contains("101"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheHeader() {
        csv("\uFEFF" + HEADER + "pbx,101,,,\r\n").then().statusCode(200).body("created", equalTo(1));
    }

    @Test
    @Tag("database")
    void filesThatCannotBeReadAreRefusedWhole() {
        String before = json();
        csv("").then().statusCode(400);
        csv("extension,who\r\n1,2\r\n")
                .then()
                .statusCode(400)
                .body(startsWith("line 1, column 2 (who): there is no such column."));
        csv("server,server,extension\r\n").then().statusCode(400);
        csv("server,displayName\r\npbx,x\r\n").then().statusCode(400);
        csv(HEADER + "pbx,101,,,\r\npbx,102,\"open,,\r\n").then().statusCode(400);
        csv(HEADER + "pbx,101,,,\r\npbx,102,a,b,c,d,e\r\n")
                .then()
                .statusCode(400)
                .body(containsString("columns"));
        csv("server;extension\r\npbx,101\r\n")
                .then()
                .statusCode(400)
                .body(equalTo(
                        "line 2 has one column, the first line names 2, separated by ';'. Use the same separator in"
                                + " all lines"));
        data("text/csv")
                .body((HEADER + "pbx,101,Jürgen,,\r\n").getBytes(StandardCharsets.ISO_8859_1))
                .post(pbx.data())
                .then()
                .statusCode(400)
                .body(equalTo("the file is not UTF-8 text. Save it as \"CSV UTF-8\""));
        data("text/csv; charset=ISO-8859-1")
                .body(HEADER.getBytes(StandardCharsets.ISO_8859_1))
                .post(pbx.data())
                .then()
                .statusCode(415);
        data("application/xml").body("<a/>").post(pbx.data()).then().statusCode(415);
        for (String file : List.of(
                "",
                "[]",
                "{}",
                "{\"servers\":{}}",
                "{\"servers\":[1]}",
                "{\"servers\":[{\"name\":\"pbx\",\"extensions\":{}}]}",
                "{\"servers\":[{\"name\":\"pbx\",\"extensions\":[{\"extension\":[]}]}]}",
                "{\"servers\":[{\"name\":\"pbx\",\"extensions\":[{\"extension\":\"101\",\"x\":1}]}]}",
                "{\"servers\":[",
                "{\"servers\":[]} x")) {
            keycloak.admin().body(file).post(pbx.data()).then().statusCode(400);
        }
        keycloak.admin()
                .body("{\"servers\":[{\"name\":\"pbx\",\"extensions\":[{\"displayName\":\"x\"}]}]}")
                .post(pbx.data())
                .then()
                .statusCode(200)
                .body("failed", equalTo(1));
        assertThat(json()).isEqualTo(before);
    }

    @Test
    void idsOfAnotherTenantAreNotTaken() {
        Pbx other = new Pbx(keycloak, keycloak.tenant());
        String foreign = other.createExtension("101");
        csv("server,serverId,extension,id\r\nfresh," + other.server() + ",101,\r\npbx,,102," + foreign
                        + "\r\npbx,,103,x\r\n")
                .then()
                .statusCode(200)
                .body("failed", equalTo(3));
        keycloak.admin().get(other.extension(foreign)).then().statusCode(200);
    }

    @Test
    void aUsersDefaultMovesWithTheRows() {
        csv(HEADER + "pbx,7001,,alice,true\r\npbx,7002,,alice,false\r\npbx,7003,,bob,true\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(3));
        // Alice's default moves down, what it was goes to Bob as his, and his own stops being it.
        csv(HEADER + "pbx,7002,,alice,true\r\npbx,7001,,bob,true\r\npbx,7003,,bob,false\r\n")
                .then()
                .statusCode(200)
                .body("rows.result", contains("updated", "updated", "unchanged"));
        // And back again; a row that asks for what another row has taken away is a change.
        csv(HEADER + "pbx,7003,,bob,true\r\npbx,7001,,alice,true\r\npbx,7002,,alice,\r\n")
                .then()
                .statusCode(200)
                .body("rows.result", contains("updated", "updated", "unchanged"));
        assertThat(tree(json()).at("/servers/0/extensions"))
                .filteredOn(extension -> extension.path("default").asBoolean())
                .extracting(
                        extension -> extension.path("extension").asText(),
                        extension -> extension.path("managingUser").asText())
                .containsExactly(tuple("7001", "alice"), tuple("7003", "bob"));
    }

    @Test
    void tenThousandRowsAreImportedAndOneMoreIsRefused() {
        // Each owner takes an event of its own, and those are not what is limited.
        Map<Integer, String> owners = Map.of(0, "alice", 5, "bob");
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < 10_000; i++) {
            file.append("pbx,")
                    .append(100_000 + i)
                    .append(",Desk ")
                    .append(i)
                    .append(",")
                    .append(owners.getOrDefault(i % 10, ""))
                    .append(",\r\n");
        }
        csv(file.toString()).then().statusCode(200).body("created", equalTo(10_000));
        csv(file.toString()).then().statusCode(200).body("unchanged", equalTo(10_000));
        csv(file.append("pbx,999999,,,\r\n").toString()).then().statusCode(413);
        assertThat(tree(json()).at("/servers/0/extensions")).hasSize(10_000);
    }

    private Response csv(String file) {
        return data("text/csv").body(file.getBytes(StandardCharsets.UTF_8)).post(pbx.data());
    }

    /** A request with exactly this content type. */
    private RequestSpecification data(String type) {
        RequestSpecification request = keycloak.http(keycloak.adminToken());
        request.config(RestAssured.config()
                .encoderConfig(EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs("text/csv", ContentType.TEXT)
                        .encodeContentTypeAs("text/csv; charset=ISO-8859-1", ContentType.TEXT)
                        .encodeContentTypeAs("application/xml", ContentType.TEXT)));
        return request.contentType(type);
    }

    private String json() {
        return keycloak.admin().get(pbx.data()).then().statusCode(200).extract().asString();
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
