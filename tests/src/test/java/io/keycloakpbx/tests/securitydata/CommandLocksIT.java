package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that others have overtaken write what is there, not what Keycloak's cache remembers. The others are this test. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(2 * 60)
class CommandLocksIT {

    private static final String RENAMED = "update CLIENT set CLIENT_ID = ? where ID = ?";
    private static final String NAMED = "update CLIENT set NAME = ? where ID = ?";
    private static final String NOTED = "update CLIENT_ATTRIBUTES set VALUE = ? where NAME = 'note' and CLIENT_ID = ?";
    private static final String PROVIDER_NAMED =
            "update IDENTITY_PROVIDER set PROVIDER_DISPLAY_NAME = ? where INTERNAL_ID = ?";
    private static final String SECRET_CHANGED =
            "update IDENTITY_PROVIDER_CONFIG set VALUE = ? where NAME = 'clientSecret' and IDENTITY_PROVIDER_ID = ?";
    /** The SQL state of a transaction that the database has ended for one that it waited for. */
    private static final String DEADLOCK = "40P01";

    private static final String POLICY_CHANGED = "update REALM set PASSWORD_POLICY = ? where ID = ?";
    private static final String ROLE_RENAMED = "update KEYCLOAK_ROLE set NAME = ? where ID = ?";

    private final Keycloak keycloak;
    private final Realm realm;
    private final CommandTenant tenant;

    CommandLocksIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new CommandTenant(keycloak, realm);
    }

    /** H2 lets nobody in while a server runs on it. */
    @BeforeEach
    void onlyWhereOthersGetIn() {
        assumeThat(Settings.DATABASE).isEqualTo(Database.Kind.POSTGRES);
    }

    private Connection transaction() throws SQLException {
        Connection connection = DriverManager.getConnection(keycloak.database().jdbcUrl());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void change(Connection connection, String update, String value, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, value);
            statement.setString(2, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private void committed(String update, String value, String id) throws SQLException {
        try (Connection connection = transaction()) {
            change(connection, update, value, id);
            connection.commit();
        }
    }

    /** The answer to a command that has begun before a transaction ends. */
    private static Response waiting(Connection connection, Supplier<Response> command) throws Exception {
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(command);
        try {
            answer.get(1, TimeUnit.SECONDS);
            throw new AssertionError("It has not waited");
        } catch (TimeoutException e) {
            connection.commit();
        }
        return answer.get(30, TimeUnit.SECONDS);
    }

    private String id(String clientId) {
        return tenant.client(clientId).path("id").textValue();
    }

    @Test
    void anEnvironmentThatIsRenamedMeanwhileKeepsItsNewName() throws Exception {
        int environment = tenant.environment("Waiting");
        String client = id("Waiting");
        tenant.done("ModifyEnvironment", "EnvironmentID", environment, "Description", "It is in the cache");
        try (Connection other = transaction()) {
            change(other, RENAMED, "Renamed", client);
            change(other, NAMED, "Named", client);
            Response answer = waiting(
                    other,
                    () -> tenant.json("ModifyEnvironment", "EnvironmentID", environment, "Description", "Second"));
            JsonNode entity = SecurityServiceApi.result(answer).path("Environment");
            assertThat(entity.path("Name").textValue()).isEqualTo("Renamed");
            assertThat(entity.path("Description").textValue()).isEqualTo("Second");
        }
        assertThat(tenant.client("Renamed").path("name").textValue()).isEqualTo("Named");
    }

    @Test
    void aClientKeepsWhatTheCacheDoesNotKnowYet() throws Exception {
        int environment = tenant.environment("Cached");
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "cached-client",
                        "attributes",
                        Map.of(
                                "pbx.relyingPartyUri",
                                "urn:cached",
                                "pbx.environment.name",
                                "Cached",
                                "note",
                                "before")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        String client = id("cached-client");
        int instance = tenant.number("ApplicationInstance", "RelyingPartyURI eq 'urn:cached'");
        tenant.done("ModifyApplicationInstance", "ApplicationInstanceID", instance, "Description", "In the cache");
        assertThat(tenant.client("cached-client").path("description").textValue())
                .isEqualTo("In the cache");

        committed(NAMED, "By another", client);
        committed(NOTED, "after", client);
        tenant.done("ModifyApplicationInstance", "ApplicationInstanceID", instance, "IsVisible", false);
        assertNoted(tenant.client("cached-client"), "By another", "after");
        assertThat(tenant.client("cached-client")
                        .path("attributes")
                        .path("pbx.visible")
                        .textValue())
                .isEqualTo("false");

        committed(NAMED, "Again", client);
        committed(NOTED, "later", client);
        tenant.done("ModifyEnvironment", "EnvironmentID", environment, "Name", "Cached no more");
        assertNoted(tenant.client("cached-client"), "Again", "later");
        assertThat(tenant.client("cached-client")
                        .path("attributes")
                        .path("pbx.environment.name")
                        .textValue())
                .isEqualTo("Cached no more");
        int domain = tenant.number("Domain", "DomainID gt 0");
        committed(NAMED, "At last", client);
        committed(NOTED, "last", client);
        tenant.done(
                "ModifyDomain",
                "DomainID",
                domain,
                "DomainApplications",
                List.of(members("ApplicationInstanceID", instance, "Remove", true)));
        assertNoted(tenant.client("cached-client"), "At last", "last");
        assertThat(tenant.client("cached-client").path("enabled").booleanValue())
                .isFalse();
    }

    @Test
    void aProviderKeepsWhatTheCacheDoesNotKnowYet() throws Exception {
        int number = tenant.done(
                        "CreateAuthorizationProvider",
                        "Identifier",
                        "waited-for",
                        "ClientID",
                        "pbx",
                        "ClientSecret",
                        "before",
                        "AuthorizationURI",
                        "https://login.example.com/auth",
                        "TokenURI",
                        "https://login.example.com/token",
                        "ProfileURI",
                        "https://login.example.com/profile")
                .path("AuthorizationProvider")
                .path("AuthorizationProviderID")
                .intValue();
        String id = keycloak.admin()
                .get(realm.adminPath("/identity-provider/instances/waited-for"))
                .path("internalId");
        tenant.done("ModifyAuthorizationProvider", "AuthorizationProviderID", number, "Description", "In the cache");
        try (Connection other = transaction()) {
            change(other, PROVIDER_NAMED, "By another", id);
            change(other, SECRET_CHANGED, "after", id);
            Response answer = waiting(
                    other,
                    () -> tenant.json(
                            "ModifyAuthorizationProvider", "AuthorizationProviderID", number, "Scope", "profile"));
            JsonNode entity = SecurityServiceApi.result(answer).path("AuthorizationProvider");
            assertThat(entity.path("Name").textValue()).isEqualTo("By another");
            assertThat(entity.path("Scope").textValue()).isEqualTo("profile");
        }
        assertThat(secret(id)).isEqualTo("after");

        committed(PROVIDER_NAMED, "Again", id);
        committed(SECRET_CHANGED, "later", id);
        tenant.done(
                "ModifyDomain",
                "DomainID",
                tenant.number("Domain", "DomainID gt 0"),
                "AllowedAuthorizationProviders",
                List.of(members("AuthorizationProviderID", number, "Remove", true)));
        assertThat(secret(id)).isEqualTo("later");
        keycloak.admin()
                .get(realm.adminPath("/identity-provider/instances/waited-for"))
                .then()
                .body("displayName", equalTo("Again"))
                .body("enabled", equalTo(false));
    }

    /** They are one text to Keycloak. Where no cache has the realm, the command has read it before it waits. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rulesOfPasswordsThatSomebodyElseChangesStay(boolean cached) throws Exception {
        int domain = tenant.number("Domain", "DomainID gt 0");
        tenant.done("ModifyDomain", "DomainID", domain, "PasswordSetting", members("MinimumLength", 9));
        String id = keycloak.admin().get(realm.adminPath("")).path("id");
        if (!cached) {
            keycloak.admin().post(realm.adminPath("/clear-realm-cache")).then().statusCode(204);
        }
        try (Connection other = transaction()) {
            change(other, POLICY_CHANGED, "length(11)", id);
            Response answer = waiting(
                    other,
                    () -> tenant.json(
                            "ModifyDomain", "DomainID", domain, "PasswordSetting", members("RememberLastNumber", 3)));
            JsonNode setting = SecurityServiceApi.result(answer).path("Domain").path("PasswordSetting");
            assertThat(setting.path("MinimumLength").intValue()).isEqualTo(11);
            assertThat(setting.path("RememberLastNumber").intValue()).isEqualTo(3);
        }
        keycloak.admin()
                .get(realm.adminPath(""))
                .then()
                .body("passwordPolicy", containsString("length(11)"))
                .body("passwordPolicy", containsString("passwordHistory(3)"));
    }

    private String secret(String id) throws SQLException {
        try (Connection connection = transaction();
                PreparedStatement select = connection.prepareStatement("select VALUE from IDENTITY_PROVIDER_CONFIG"
                        + " where NAME = 'clientSecret' and IDENTITY_PROVIDER_ID = ?")) {
            select.setString(1, id);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    private static void assertNoted(JsonNode client, String name, String note) {
        assertThat(client.path("name").textValue()).isEqualTo(name);
        assertThat(client.path("attributes").path("note").textValue()).isEqualTo(note);
    }

    @Test
    void aRoleIsGivenInAnEnvironmentByTheNameThatItHasThen() throws Exception {
        int environment = tenant.environment("Giving");
        int role = tenant.done("CreateRole", "Name", "Before")
                .path("Role")
                .path("RoleID")
                .intValue();
        String id = (String) realm.role("Before").get("id");
        realm.createUser("given", "Given-in-time-1!");
        int user = tenant.number("User", "UserName eq 'given'");
        assertThat(tenant.<Integer>values("UserRole", "RoleID", "UserID eq " + user + " and RoleID eq " + role))
                .isEmpty();
        try (Connection other = transaction()) {
            change(other, ROLE_RENAMED, "After", id);
            Response answer = waiting(
                    other,
                    () -> tenant.json(
                            "ModifyUser",
                            "UserID",
                            user,
                            "UserRoles",
                            List.of(members("RoleID", role, "EnvironmentID", environment))));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        List<String> marks = keycloak.admin()
                .get(realm.adminPath("/clients/" + id("Giving") + "/roles"))
                .then()
                .statusCode(200)
                .extract()
                .path("name");
        assertThat(marks).containsExactly("After");
        assertThat(tenant.<String>values(
                        "UserRole", "Name", "UserID eq " + user + " and EnvironmentID eq " + environment))
                .contains("After")
                .doesNotContain("Before");
    }

    /** The database ends one of them after a second. */
    @Test
    void ofTwoThatWaitForEachOtherOneIsToldToComeAgain() throws Exception {
        int environment = tenant.environment("Crossing");
        String client = id("Crossing");
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "crossing-client",
                        "attributes",
                        Map.of("pbx.relyingPartyUri", "urn:crossing", "pbx.environment.name", "Crossing")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
        Response answer = null;
        String name = "Crossing";
        for (int i = 0; i < 5 && (answer == null || answer.statusCode() == 200); i++) {
            String next = "Crossed-" + i;
            boolean endedTheOther = false;
            CompletableFuture<Response> renaming = null;
            try (DirectChange other = new DirectChange(keycloak, NAMED, "Held", id("crossing-client"))) {
                renaming = CompletableFuture.supplyAsync(
                        () -> tenant.json("ModifyEnvironment", "EnvironmentID", environment, "Name", next));
                awaitLock(client);
                other.awaitWaiting(1);
                // The database looks at the command first, which has waited for longer: where that is a second, it has
                // looked.
                other.change(NAMED, "Both", client);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo(DEADLOCK);
                endedTheOther = true;
            }
            answer = renaming.get(30, TimeUnit.SECONDS);
            name = endedTheOther ? next : name;
        }
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(answer.asString()).contains("Another call changes the same at the moment. Nothing was changed");
        assertThat(tenant.clients(name)).isEqualTo(1);
    }

    private void awaitLock(String client) throws SQLException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (Connection connection = transaction();
                    PreparedStatement statement =
                            connection.prepareStatement("select 1 from CLIENT where ID = ? for update nowait")) {
                statement.setString(1, client);
                statement.executeQuery();
                connection.rollback();
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("55P03");
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("nobody has locked it");
    }
}
