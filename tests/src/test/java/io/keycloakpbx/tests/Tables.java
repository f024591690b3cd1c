package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A server's tables, read and changed behind its back. */
final class Tables {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    Tables(Database database) {
        this.database = database;
    }

    /** All columns of all rows of a table. */
    String rows(String table) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + table)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    all.append(rows.getString(column)).append('\n');
                }
            }
        }
        return all.toString();
    }

    /** Gives a realm SIP domains that its attributes do not know. */
    void unclaimedDomains(String realm, int number) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement insert =
                        connection.prepareStatement("insert into PBX_SIP_DOMAIN (SIP_DOMAIN, REALM_ID, PRIMARY_DOMAIN)"
                                + " select cast(? as varchar(255)), ID, false from REALM where NAME = ?")) {
            connection.setAutoCommit(false);
            insert.setString(2, realm);
            for (int i = 0; i < number; i++) {
                insert.setString(1, "unclaimed" + i + ".example.test");
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** The tables with rows of a realm, and how many; by the realm's id, whether it is there or not. */
    Map<String, Long> rowsOf(String realmId) throws SQLException {
        return counts("REALM_ID = '" + realmId + "'");
    }

    /** The tables with rows of realms that are not there, and how many. */
    Map<String, Long> rowsOfNoRealm() throws SQLException {
        return counts("REALM_ID not in (select ID from REALM)");
    }

    private Map<String, Long> counts(String condition) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String table : tablesWithARealm(connection)) {
                try (ResultSet count =
                        statement.executeQuery("select count(*) from " + table + " where " + condition)) {
                    count.next();
                    if (count.getLong(1) > 0) {
                        counts.put(table.toUpperCase(Locale.ROOT), count.getLong(1));
                    }
                }
            }
        }
        return counts;
    }

    private static List<String> tablesWithARealm(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "%", null)) {
            while (columns.next()) {
                if (columns.getString("COLUMN_NAME").equalsIgnoreCase("REALM_ID")) {
                    tables.add(columns.getString("TABLE_NAME"));
                }
            }
        }
        assertThat(tables).hasSizeGreaterThan(10);
        return tables;
    }

    /**
     * Makes of the model one of a Keycloak before 26.7, which knew no admin roles for organizations in realms, so that the next
     * start has to migrate it.
     */
    void modelBefore267() throws SQLException {
        String roles = "(select ID from KEYCLOAK_ROLE where CLIENT_ROLE = true"
                + " and NAME in ('view-organizations', 'manage-organizations', 'query-organizations'))";
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "delete from COMPOSITE_ROLE where COMPOSITE in " + roles + " or CHILD_ROLE in " + roles);
            assertThat(statement.executeUpdate("delete from KEYCLOAK_ROLE where ID in " + roles))
                    .isPositive();
            assertThat(statement.executeUpdate("update MIGRATION_MODEL set VERSION = '26.6.4'"))
                    .isEqualTo(1);
        }
    }

    /** The versions of Keycloak whose data the database has had. */
    String migratedTo() throws SQLException {
        return rows("MIGRATION_MODEL");
    }

    /** Takes out of a realm role what it contains. */
    void emptyRole(String realm, String role) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement delete = connection.prepareStatement("delete from COMPOSITE_ROLE where COMPOSITE in"
                        + " (select ID from KEYCLOAK_ROLE where NAME = ? and CLIENT_ROLE = false"
                        + " and REALM_ID = (select ID from REALM where NAME = ?))")) {
            delete.setString(1, role);
            delete.setString(2, realm);
            assertThat(delete.executeUpdate()).isPositive();
        }
    }

    /** Changes a realm attribute that is there. */
    void attribute(String realm, String name, String value) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement update = connection.prepareStatement("update REALM_ATTRIBUTE set VALUE = ?"
                        + " where NAME = ? and REALM_ID = (select ID from REALM where NAME = ?)")) {
            update.setString(1, value);
            update.setString(2, name);
            update.setString(3, realm);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    /** Changes a realm's user profile. */
    void userProfile(String realm, Consumer<ObjectNode> change) throws SQLException, IOException {
        String ofTheRealm = " where NAME = 'kc.user.profile.config' and COMPONENT_ID in (select ID from COMPONENT"
                + " where REALM_ID = (select ID from REALM where NAME = ?))";
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement select =
                        connection.prepareStatement("select VALUE from COMPONENT_CONFIG" + ofTheRealm);
                PreparedStatement update =
                        connection.prepareStatement("update COMPONENT_CONFIG set VALUE = ?" + ofTheRealm)) {
            select.setString(1, realm);
            ObjectNode profile;
            try (ResultSet found = select.executeQuery()) {
                assertThat(found.next()).isTrue();
                profile = (ObjectNode) JSON.readTree(found.getString(1));
            }
            change.accept(profile);
            update.setString(1, profile.toString());
            update.setString(2, realm);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
