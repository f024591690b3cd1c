package io.keycloakpbx.tests.extension;

import static io.keycloakpbx.tests.extension.PbxData.HEADER;
import static io.keycloakpbx.tests.extension.PbxData.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
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

    private final Keycloak keycloak;
    private final Realm tenant;
    private PbxData data;
    private String alice;
    private String bob;

    PbxDataIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createUsers() {
        alice = tenant.createUser("alice", "Alice-pw-1!");
        bob = tenant.createUser("bob", "Bob-pw-12!");
    }

    @BeforeEach
    void createServer() {
        data = PbxData.open(keycloak, tenant);
    }

    @AfterEach
    void removeServers() {
        data.removeServers();
    }

    @Test
    @Tag("database")
    void csvMakesServersExtensionsAndOwners() {
        data.csv(
                        HEADER
                                + "pbx,101,Alice's,alice,true\r\npbx,102,\"Bob, \"\"the\"\" second\",BOB,\r\nnew,101,,,\r\nempty,,,,\r\n")
                .then()
                .statusCode(200)
                .body("committed", equalTo(true))
                .body("created", equalTo(4))
                .body("failed", equalTo(0))
                .body("rows.row", contains(1, 2, 3, 4))
                .body("rows.result", contains("created", "created", "created", "created"));
        keycloak.admin()
                .get(data.pbx().extensions())
                .then()
                .body("displayName", contains("Alice's", "Bob, \"the\" second"));
        String id =
                keycloak.admin().get(data.pbx().extensions()).then().extract().path("[0].id");
        keycloak.admin().get(data.pbx().defaultUser(id)).then().statusCode(200).body("id", equalTo(alice));
        keycloak.admin().get(data.pbx().servers()).then().body("name", contains("empty", "new", "pbx"));

        assertThat(data.pbx().ownershipEvents())
                .extracting(event -> event.path("extension").asText() + " "
                        + event.at("/newManagingUser/username").asText())
                .containsExactlyInAnyOrder("101 alice", "102 bob");
        assertThat(data.pbx().realm().adminEvents())
                .filteredOn(event -> event.resourceType().equals("PBX_DATA"))
                .hasSize(1);
    }

    @Test
    @Tag("database")
    void theSameFileAgainChangesNothing() {
        String file = HEADER + "pbx,101,A,alice,true\r\npbx,102,B,alice,\r\nnew,101,,bob,\r\n";
        data.csv(file).then().statusCode(200).body("created", equalTo(3));
        String exported = data.json();
        data.pbx().realm().clearEvents();
        data.csv(file).then().statusCode(200).body("unchanged", equalTo(3)).body("updated", equalTo(0));
        assertThat(data.json()).isEqualTo(exported);
        assertThat(data.pbx().ownershipEvents()).isEmpty();
        String changed = HEADER + "pbx,101,A2,alice,true\r\npbx,102,B,bob,\r\nnew,101,,,\r\n";
        data.csv(changed).then().statusCode(200).body("updated", equalTo(3));
        assertThat(data.pbx().ownershipEvents()).hasSize(2);
    }

    @Test
    void columnsThatTheFileDoesNotHaveStayAsTheyAre() {
        data.csv(HEADER + "pbx,101,A,alice,true\r\n").then().statusCode(200);
        data.csv("server,extension,displayName\r\npbx,101,A\r\n")
                .then()
                .statusCode(200)
                .body("unchanged", equalTo(1));
        data.csv("server,extension,displayName\r\npbx,101,New\r\n")
                .then()
                .statusCode(200)
                .body("updated", equalTo(1));
        JsonNode extension = tree(data.json()).at("/servers/0/extensions/0");
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
        keycloak.admin().body(full).post(data.pbx().extensions()).then().statusCode(201);
        data.csv(HEADER + "pbx,101,Ä,alice,true\r\npbx,102,,alice,\r\nzweite,101,,bob,\r\nleer,,,,\r\n")
                .then()
                .statusCode(200);
        String json = data.json();
        String csv = keycloak.admin()
                .accept("text/csv")
                .get(data.path())
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .extract()
                .asString();
        // Their ids are wanted again.
        data.removeServers();

        data = PbxData.open(keycloak, keycloak.tenant());
        data.removeServers();
        data.pbx().realm().createUser("alice", "Alice-pw-1!");
        data.pbx().realm().createUser("bob", "Bob-pw-12!");
        data.csv(csv).then().statusCode(200).body("failed", equalTo(0)).body("created", equalTo(5));
        assertThat(data.json()).isEqualTo(json);

        data.removeServers();
        keycloak.admin().body(json).post(data.path()).then().statusCode(200).body("created", equalTo(5));
        assertThat(data.json()).isEqualTo(json);
    }

    @Test
    void formulasAreDefusedOnExportAndWholeOnImport() {
        for (String value : List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\tx", "'=1", "''", "'x")) {
            keycloak.admin()
                    .body(Map.of("extension", "1" + Math.abs(value.hashCode() % 100000) + "00", "displayName", value))
                    .post(data.pbx().extensions())
                    .then()
                    .statusCode(201);
        }
        String before = data.json();
        String csv = keycloak.admin()
                .queryParam("format", "csv")
                .get(data.path())
                .then()
                .extract()
                .asString();
        assertThat(csv.replace("\"", "").split("[,\r\n]")).noneMatch(cell -> cell.matches("[=+@\t-].*"));
        data.csv(csv).then().statusCode(200).body("failed", equalTo(0)).body("updated", equalTo(0));
        assertThat(data.json()).isEqualTo(before);
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
        keycloak.admin().body(full).post(data.pbx().extensions()).then().statusCode(201);
        data.csv(HEADER + "pbx,101,A,alice,true\r\n").then().statusCode(200);
        String before = data.json();
        String exported = keycloak.admin().accept("text/csv").get(data.path()).asString();
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
        data.csv(saved).then().statusCode(200).body("failed", equalTo(0)).body("unchanged", equalTo(2));
        assertThat(data.json()).isEqualTo(before);
    }

    @Test
    void filesOfSpreadsheetsAreTaken() {
        data.csv("server,extension,displayName,autoAnswer,agentPaused\r\npbx,201,Anna,TRUE,FALSE\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(1));
        data.csv("server;extension;displayName;autoAnswer;agentPaused\r\npbx;202;J\u00F6rg;true;false\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(1));
        data.csv("server,extension,displayName\r\npbx,203,Anna\r\n,,\r\n,,\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(1))
                .body("failed", equalTo(0));
        keycloak.admin().get(data.pbx().extensions()).then().body("autoAnswer", contains(true, true, null));
    }

    @Test
    @Tag("database")
    void wrongRowsAreReportedAndTheOthersKept() {
        String x = "x".repeat(256);
        data.csv(HEADER + "pbx,12,,,\r\npbx,101,,nobody,\r\npbx,102,,,true\r\npbx,103,,,maybe\r\n,104,,,\r\npbx,105,"
                        + x + ",,\r\npbx,106,,alice,\r\npbx,106,,bob,\r\n")
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
        keycloak.admin().get(data.pbx().extensions()).then().body("extension", contains("106"));
    }

    @Test
    @Tag("database")
    void anAtomicImportKeepsAllOrNothing() {
        String file = HEADER + "branch,101,,alice,\r\npbx,12,,,\r\n";
        String before = data.json();
        data.request("text/csv")
                .queryParam("atomic", true)
                .body(file)
                .post(data.path())
                .then()
                .statusCode(400)
                .body("committed", equalTo(false))
                .body("failed", equalTo(1))
                .body("rows", hasSize(2));
        assertThat(data.json()).isEqualTo(before);
        assertThat(data.pbx().realm().adminEvents()).isEmpty();
    }

    @Test
    @Tag("database")
    void aDryRunReportsAndChangesNothing() {
        String before = data.json();
        data.request("text/csv")
                .queryParam("dryRun", true)
                .body(HEADER + "branch,101,,alice,true\r\npbx,12,,,\r\n")
                .post(data.path())
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("committed", equalTo(false))
                .body("created", equalTo(1))
                .body("failed", equalTo(1));
        assertThat(data.json()).isEqualTo(before);
        assertThat(data.pbx().realm().adminEvents()).isEmpty();
    }

    @Test
    void progressIsToldLineByLine() {
        String[] lines = data.request("text/csv")
                .accept("application/x-ndjson")
                .body(HEADER + "pbx,101,,alice,\r\npbx,12,,,\r\n")
                .post(data.path())
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
        keycloak.admin().get(data.pbx().extensions()).then().body("extension", contains("101"));

        lines = data.request("text/csv")
                .accept("application/x-ndjson")
                .queryParam("atomic", true)
                .body(HEADER + "pbx,102,,alice,\r\npbx,12,,,\r\n")
                .post(data.path())
                .asString()
                .split("\n");
        assertThat(tree(lines[2]).path("committed").asBoolean()).isFalse();
        keycloak.admin().get(data.pbx().extensions()).then().body("extension", contains("101"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheHeader() {
        data.csv("\uFEFF" + HEADER + "pbx,101,,,\r\n").then().statusCode(200).body("created", equalTo(1));
    }

    @Test
    @Tag("database")
    void filesThatCannotBeReadAreRefusedWhole() {
        String before = data.json();
        data.csv("").then().statusCode(400);
        data.csv("extension,who\r\n1,2\r\n")
                .then()
                .statusCode(400)
                .body(startsWith("line 1, column 2 (who): there is no such column."));
        data.csv("server,server,extension\r\n").then().statusCode(400);
        data.csv("server,displayName\r\npbx,x\r\n").then().statusCode(400);
        data.csv(HEADER + "pbx,101,,,\r\npbx,102,\"open,,\r\n").then().statusCode(400);
        data.csv(HEADER + "pbx,101,,,\r\npbx,102,a,b,c,d,e\r\n")
                .then()
                .statusCode(400)
                .body(containsString("columns"));
        data.csv("server;extension\r\npbx,101\r\n")
                .then()
                .statusCode(400)
                .body(equalTo(
                        "line 2 has one column, the first line names 2, separated by ';'. Use the same separator in"
                                + " all lines"));
        data.request("text/csv")
                .body((HEADER + "pbx,101,Jürgen,,\r\n").getBytes(StandardCharsets.ISO_8859_1))
                .post(data.path())
                .then()
                .statusCode(400)
                .body(equalTo("the file is not UTF-8 text. Save it as \"CSV UTF-8\""));
        data.request("text/csv; charset=ISO-8859-1")
                .body(HEADER.getBytes(StandardCharsets.ISO_8859_1))
                .post(data.path())
                .then()
                .statusCode(415);
        data.request("application/xml").body("<a/>").post(data.path()).then().statusCode(415);
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
            keycloak.admin().body(file).post(data.path()).then().statusCode(400);
        }
        keycloak.admin()
                .body("{\"servers\":[{\"name\":\"pbx\",\"extensions\":[{\"displayName\":\"x\"}]}]}")
                .post(data.path())
                .then()
                .statusCode(200)
                .body("failed", equalTo(1));
        assertThat(data.json()).isEqualTo(before);
    }

    @Test
    void idsOfAnotherTenantAreNotTaken() {
        Pbx other = new Pbx(keycloak, keycloak.tenant());
        String foreign = other.createExtension("101");
        data.csv("server,serverId,extension,id\r\nfresh," + other.server() + ",101,\r\npbx,,102," + foreign
                        + "\r\npbx,,103,x\r\n")
                .then()
                .statusCode(200)
                .body("failed", equalTo(3));
        keycloak.admin().get(other.extension(foreign)).then().statusCode(200);
    }

    /** Before it is done, and after. */
    @Test
    @Tag("database")
    void fromWhomExtensionsAreTakenIsTold() {
        data.csv(HEADER + "pbx,7101,,alice,\r\npbx,7102,,bob,\r\npbx,7103,,,\r\npbx,7104,,bob,\r\n")
                .then()
                .statusCode(200)
                .body("withdrawn", equalTo(0))
                .body("withdrawals", hasSize(0));
        String file = HEADER + "pbx,7104,,alice,\r\npbx,7101,,,\r\npbx,7103,,bob,\r\npbx,7102,,bob,\r\n";
        String withdrawals =
                """
                [{"server":"pbx","extension":"7104",\
                "from":{"id":"%2$s","username":"bob","displayName":"First Last"},\
                "to":{"id":"%1$s","username":"alice","displayName":"First Last"}},\
                {"server":"pbx","extension":"7101",\
                "from":{"id":"%1$s","username":"alice","displayName":"First Last"},"to":null}]"""
                        .formatted(alice, bob);
        String tried = data.request("text/csv")
                .queryParam("dryRun", true)
                .body(file)
                .post(data.path())
                .then()
                .statusCode(200)
                .body("withdrawn", equalTo(2))
                .extract()
                .asString();
        assertThat(tree(tried).path("withdrawals")).isEqualTo(tree(withdrawals));
        // Told line by line, the last one has them.
        String[] lines = data.request("text/csv")
                .header("Accept", "application/x-ndjson")
                .body(file)
                .post(data.path())
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .split("\n");
        assertThat(lines).hasSize(5);
        assertThat(lines[4])
                .isEqualTo("{\"dryRun\":false,\"committed\":true,\"brokenOff\":false,\"created\":0,\"updated\":3,"
                        + "\"unchanged\":1,\"failed\":0,\"usersCreated\":0,\"withdrawn\":2,\"withdrawals\":"
                        + withdrawals
                        + ",\"ignoredColumns\":[],\"notTaken\":[],\"rows\":null}");
        // The event tells how many; whose they were is in those of the extensions.
        assertThat(data.pbx().realm().adminEvents())
                .filteredOn(event -> event.resourceType().equals("PBX_DATA"))
                .first()
                .satisfies(event -> assertThat(event.representation())
                        .contains("\"withdrawn\":2")
                        .doesNotContain("alice", "withdrawals"));

        // Whoever is made along is called as the file says, though a dry run leaves nobody behind.
        String made = data.request("text/csv")
                .queryParam("dryRun", true)
                .queryParam("createUsers", true)
                .body("server,extension,managingUser,firstName,lastName\r\npbx,7104,fresh-7104,Fred,Fresh\r\n")
                .post(data.path())
                .then()
                .statusCode(200)
                .body("withdrawals.from.username", contains("alice"))
                .body("withdrawals.to.username", contains("fresh-7104"))
                .body("withdrawals.to.displayName", contains("Fred Fresh"))
                .extract()
                .path("withdrawals[0].to.id");
        keycloak.admin().get(tenant.adminPath("/users/" + made)).then().statusCode(404);
    }

    @Test
    void aUsersDefaultMovesWithTheRows() {
        data.csv(HEADER + "pbx,7001,,alice,true\r\npbx,7002,,alice,false\r\npbx,7003,,bob,true\r\n")
                .then()
                .statusCode(200)
                .body("created", equalTo(3));
        // Alice's default moves down, what it was goes to Bob as his, and his own stops being it.
        data.csv(HEADER + "pbx,7002,,alice,true\r\npbx,7001,,bob,true\r\npbx,7003,,bob,false\r\n")
                .then()
                .statusCode(200)
                .body("rows.result", contains("updated", "updated", "unchanged"));
        // And back again; a row that asks for what another row has taken away is a change.
        data.csv(HEADER + "pbx,7003,,bob,true\r\npbx,7001,,alice,true\r\npbx,7002,,alice,\r\n")
                .then()
                .statusCode(200)
                .body("rows.result", contains("updated", "updated", "unchanged"));
        assertThat(tree(data.json()).at("/servers/0/extensions"))
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
        data.csv(file.toString()).then().statusCode(200).body("created", equalTo(10_000));
        data.csv(file.toString()).then().statusCode(200).body("unchanged", equalTo(10_000));
        data.csv(file.append("pbx,999999,,,\r\n").toString()).then().statusCode(413);
        assertThat(tree(data.json()).at("/servers/0/extensions")).hasSize(10_000);
    }
}
