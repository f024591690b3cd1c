package io.keycloakpbx.tests.extension;

import static io.keycloakpbx.tests.extension.PbxData.HEADER;
import static io.keycloakpbx.tests.extension.PbxData.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users who are made along with the extensions of an import. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PbxDataUsersIT {

    private final Keycloak keycloak;
    private final Realm tenant;
    private PbxData data;

    PbxDataUsersIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void createUser() {
        tenant.createUser("alice", "Alice-pw-1!");
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
        data.pbx().signIn("made.301", "Made-301-pw!").then().statusCode(200);
        data.pbx()
                .signIn("made.303", "Made-303-pw!")
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
        data.csv(HEADER + "pbx,401,,alice,\r\n").then().statusCode(200);
        data.request("text/csv")
                .queryParam("createUsers", true)
                .queryParam("server", "pbx")
                .queryParam("ignoreUnknownColumns", true)
                .body("Number,FirstName,LastName,EmailAddress,AuthPassword\r\n401,A,B,,sip-secret\r\n"
                        + "402,Carl,Decker,carl@mail.example.test,sip-secret\r\n")
                .post(data.path())
                .then()
                .statusCode(200)
                .body("usersCreated", equalTo(1))
                .body("ignoredColumns", contains("AuthPassword"));
        // The user is there now, also where a script has given the number decimals.
        data.request("text/csv")
                .queryParam("createUsers", true)
                .queryParam("server", "pbx")
                .body("Number,FirstName,LastName\r\n403.0,A,B\r\n402.0,Carl,Decker\r\n")
                .post(data.path())
                .then()
                .statusCode(200)
                .body("rows.userCreated", contains(true, false))
                .body("failed", equalTo(0));
        keycloak.admin().delete(data.pbx().extension(idOf("403"))).then().statusCode(204);
        data.request("text/csv")
                .queryParam("createUsers", true)
                .queryParam("server", "pbx")
                .queryParam("dryRun", true)
                .body("Number\r\n403.0\r\n")
                .post(data.path())
                .then()
                .body("rows[0].result", equalTo("created"))
                .body("usersCreated", equalTo(0));
        assertThat(tree(data.json()).at("/servers/0/extensions"))
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
        keycloak.admin().get(data.pbx().extensions()).then().body("extension", contains("506"));
    }

    @Test
    @Tag("database")
    void aFailedImportAndADryRunMakeNoUsers() {
        String before = data.json();
        String file =
                "server,extension,username,password\r\nfresh,601,u601,Made-601-pw!\r\nfresh,602,u602,Made-602-pw!\r\n";
        data.request("text/csv")
                .queryParam("createUsers", true)
                .queryParam("atomic", true)
                .body(file + "fresh,603,root,\r\n")
                .post(data.path())
                .then()
                .statusCode(400)
                .body("committed", equalTo(false))
                .body("failed", equalTo(1));
        data.request("text/csv")
                .queryParam("createUsers", true)
                .queryParam("dryRun", true)
                .body(file)
                .post(data.path())
                .then()
                .statusCode(200)
                .body("usersCreated", equalTo(2));
        assertThat(made("u60")).isEmpty();
        assertThat(data.json()).isEqualTo(before);
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
                data.request("text/csv")
                        .queryParam("createUsers", true)
                        .queryParam(option, true)
                        .body("server,extension\r\npbx,801\r\n")
                        .post(data.path())
                        .then()
                        .statusCode(400)
                        .body(equalTo(
                                "the user storage people takes new users at once and keeps them, whatever comes of"
                                        + " the import. Leave out dryRun and atomic, or createUsers, or switch off Sync"
                                        + " Registrations of the storage for the import"));
            }
            data.request("text/csv")
                    .queryParam("dryRun", true)
                    .body("server,extension\r\npbx,801\r\n")
                    .post(data.path())
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
                .get(data.pbx().extensions())
                .then()
                .extract()
                .path("find { it.extension == '" + number + "' }.id");
    }

    private Response users(String file) {
        return data.request("text/csv")
                .queryParam("createUsers", true)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(data.path());
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
}
