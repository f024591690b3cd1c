package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever goes takes along what hangs on it, on every way there is. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtensionRemovalIT {

    private static final String BASE = "dc=removal,dc=test";

    private final Keycloak keycloak;
    private final Pbx pbx;
    private InMemoryDirectoryServer ldap;
    private String extension;
    private int number = 100;

    ExtensionRemovalIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeEach
    void createExtension() throws LDAPException, LDIFException {
        extension = pbx.createExtension(String.valueOf(number++));
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials("cn=admin", "admin");
        ldap = new InMemoryDirectoryServer(config);
        ldap.add("dn: " + BASE, "objectClass: domain", "dc: removal");
        ldap.add(
                "dn: uid=ldapuser," + BASE,
                "objectClass: inetOrgPerson",
                "uid: ldapuser",
                "cn: Lily",
                "sn: Dapper",
                "mail: lily@removal.test",
                "userPassword: Ldap-pw-12!");
        ldap.startListening();
    }

    @AfterEach
    void stopLdap() {
        ldap.shutDown(true);
    }

    @Test
    @Tag("database")
    void aDeletedUserLeavesTheExtensionFree() {
        String user = pbx.realm().createUser("gone", "Gone-pw-12!");
        pbx.assign(extension, user, "gone").then().statusCode(200);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(extension)).then().statusCode(200);
        pbx.realm().deleteUser(user);
        isFree();
    }

    @Test
    @Tag("database")
    void aDeletedServerTakesItsExtensionsAlong() {
        String user = pbx.realm().createUser("stays", "Stays-pw-1!");
        String server = pbx.createServer("short-lived");
        String path = pbx.servers() + "/" + server + "/extensions";
        String id = keycloak.admin()
                .body(Map.of("extension", "101"))
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        keycloak.admin()
                .body(pbx.userBody(user, "stays"))
                .post(path + "/" + id + "/managingUser")
                .then()
                .statusCode(200);
        keycloak.admin().delete(pbx.servers() + "/" + server).then().statusCode(204);
        keycloak.admin().get(path + "/" + id).then().statusCode(404);
        pbx.as("stays", "Stays-pw-1!")
                .get(pbx.realm().path("/extensions/me"))
                .then()
                .statusCode(200)
                .body("size()", equalTo(0));
    }

    @Test
    @Tag("database")
    void aDeletedRealmTakesEverythingAlong() {
        Pbx other = new Pbx(keycloak, keycloak.tenant());
        String orphan = other.createExtension("101");
        String user = other.realm().createUser("doomed", "Doomed-pw-1!");
        other.assign(orphan, user, "doomed").then().statusCode(200);
        other.realm().delete();
        // Ids that any realm still used would be refused.
        keycloak.admin()
                .body(Map.of("name", "reborn", "id", other.server()))
                .post(pbx.servers())
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("extension", "901", "id", orphan))
                .post(pbx.extensions())
                .then()
                .statusCode(201);
        extension = orphan;
        isFree();
    }

    @Test
    @Tag("database")
    void importedUsersThatAreRemovedInBulkLeaveTheExtensionFree() {
        String provider = federate(true);
        assign(ldapUser());
        keycloak.admin()
                .post(pbx.realm().adminPath("/user-storage/" + provider + "/remove-imported-users"))
                .then()
                .statusCode(204);
        isFree();
        removeProvider(provider);
    }

    @Test
    void aUserWhoIsGoneFromLdapLeavesTheExtensionFree() throws LDAPException {
        String provider = federate(true);
        String user = ldapUser();
        assign(user);
        ldap.delete("uid=ldapuser," + BASE);
        keycloak.admin().post(pbx.realm().adminPath("/clear-user-cache")).then().statusCode(204);
        keycloak.admin().get(pbx.realm().adminPath("/users/" + user)).then().statusCode(404);
        isFree();
        removeProvider(provider);
    }

    @Test
    void aRemovedLdapProviderLeavesTheExtensionsOfImportedUsersFree() {
        String provider = federate(true);
        assign(ldapUser());
        removeProvider(provider);
        isFree();
    }

    @Test
    void usersWhomKeycloakKeepsNoRowOfCanOwnExtensionsToo() {
        String provider = federate(false);
        String user = ldapUser();
        assertThat(user).startsWith("f:");
        assign(user);
        assertThat(Pbx.claims(pbx.token("ldapuser", "Ldap-pw-12!"))
                        .path("extension")
                        .asText())
                .isEqualTo(String.valueOf(number - 1));
        removeProvider(provider);
        isFree();
    }

    /** Nothing is left of an owner: it takes no change, and hence no event, to clear it. */
    private void isFree() {
        keycloak.admin()
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(404)
                .body(equalTo("Extension has not set user"));
        pbx.realm().clearEvents();
        keycloak.admin().delete(pbx.managingUser(extension)).then().statusCode(204);
        assertThat(pbx.ownershipEvents()).isEmpty();
    }

    private void assign(String user) {
        pbx.assign(extension, user, "ldapuser").then().statusCode(200);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(extension)).then().statusCode(200);
    }

    private String ldapUser() {
        String id = pbx.realm().userId("ldapuser");
        assertThat(id).as("the LDAP user's id").isNotNull();
        return id;
    }

    private String federate(boolean importing) {
        String realmId =
                keycloak.admin().get(pbx.realm().adminPath("")).then().extract().path("id");
        Map<String, List<String>> config = Map.ofEntries(
                Map.entry("enabled", List.of("true")),
                Map.entry("vendor", List.of("other")),
                Map.entry("connectionUrl", List.of("ldap://127.0.0.1:" + ldap.getListenPort())),
                Map.entry("usersDn", List.of(BASE)),
                Map.entry("bindDn", List.of("cn=admin")),
                Map.entry("bindCredential", List.of("admin")),
                Map.entry("usernameLDAPAttribute", List.of("uid")),
                Map.entry("rdnLDAPAttribute", List.of("uid")),
                Map.entry("uuidLDAPAttribute", List.of("uid")),
                Map.entry("userObjectClasses", List.of("inetOrgPerson")),
                Map.entry("importEnabled", List.of(String.valueOf(importing))),
                Map.entry("editMode", List.of("READ_ONLY")),
                Map.entry("cachePolicy", List.of("NO_CACHE")));
        String location = keycloak.admin()
                .body(Map.of(
                        "name", "ldap",
                        "providerId", "ldap",
                        "providerType", "org.keycloak.storage.UserStorageProvider",
                        "parentId", realmId,
                        "config", config))
                .post(pbx.realm().adminPath("/components"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void removeProvider(String provider) {
        keycloak.admin()
                .delete(pbx.realm().adminPath("/components/" + provider))
                .then()
                .statusCode(204);
    }

    @Test
    @Tag("database")
    void theDatabaseItselfRefusesASecondOwnerAndADefaultThatIsNotOwned() throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody in while the server runs");
        String user = pbx.realm().createUser("sql", "Sql-pw-123!");
        String other = pbx.realm().createUser("sql2", "Sql-pw-123!");
        pbx.assign(extension, user, "sql").then().statusCode(200);
        try (Connection connection =
                DriverManager.getConnection(keycloak.database().jdbcUrl())) {
            refuses(
                    connection,
                    "INSERT INTO PBX_MANAGING_USER (EXTENSION_ID, USER_ID) VALUES (?, ?)",
                    extension,
                    other);
            refuses(
                    connection,
                    "UPDATE PBX_MANAGING_USER SET DEFAULT_USER_ID = ? WHERE EXTENSION_ID = ?",
                    other,
                    extension);
            String second = pbx.createExtension("77" + number);
            pbx.assign(second, user, "sql").then().statusCode(200);
            keycloak.admin()
                    .body(Map.of())
                    .post(pbx.defaultUser(extension))
                    .then()
                    .statusCode(200);
            refuses(
                    connection,
                    "UPDATE PBX_MANAGING_USER SET DEFAULT_USER_ID = ? WHERE EXTENSION_ID = ?",
                    user,
                    second);
            try (PreparedStatement rows =
                            connection.prepareStatement("SELECT COUNT(*) FROM PBX_MANAGING_USER M WHERE NOT EXISTS"
                                    + " (SELECT 1 FROM USER_ENTITY U WHERE U.ID = M.USER_ID)");
                    ResultSet result = rows.executeQuery()) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).as("rows of users who are gone").isZero();
            }
        }
    }

    private static void refuses(Connection connection, String sql, String first, String second) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, first);
            statement.setString(2, second);
            assertThatThrownBy(statement::executeUpdate)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("constraint");
        }
    }
}
