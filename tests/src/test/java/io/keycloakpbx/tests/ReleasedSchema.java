package io.keycloakpbx.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;

/**
 * The bundle's tables as the last release made them: a database of today is set back to them, rows included, so that the next
 * start has to bring it up to date. For PostgreSQL, while no server runs on it.
 */
final class ReleasedSchema {

    /** The release's change logs, copied when it was made. */
    static final Path CHANGE_LOGS = Settings.CHECKOUT.root().resolve("tests/src/test/resources/released");

    static final String MASTER = "META-INF/keycloak-pbx-changelog.xml";

    private static final String RECORD = "DATABASECHANGELOG_KEYCLOAK_P";

    private ReleasedSchema() {}

    static void restore(String jdbcUrl) throws SQLException, LiquibaseException, IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            List<String> today = tables(connection);
            for (String table : today) {
                statement.execute("alter table " + table + " rename to today_" + table);
            }
            // Their names are wanted again.
            for (String table : today) {
                for (String index : indexes(connection, "today_" + table)) {
                    statement.execute("alter index " + index + " rename to today_" + index);
                }
            }
            statement.execute("drop table " + RECORD);

            var database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            database.setDatabaseChangeLogTableName(RECORD);
            new Liquibase(MASTER, new DirectoryResourceAccessor(CHANGE_LOGS), database).update(new Contexts());

            connection.setAutoCommit(true);
            // The order of the tables is nobody's concern.
            statement.execute("set session_replication_role = replica");
            for (String table : tables(connection)) {
                if (today.contains(table)) {
                    List<String> both = columns(connection, table);
                    both.retainAll(columns(connection, "today_" + table));
                    String columns = String.join(",", both);
                    statement.execute(
                            "insert into " + table + " (" + columns + ") select " + columns + " from today_" + table);
                }
            }
            for (String table : today) {
                statement.execute("drop table today_" + table + " cascade");
            }
        }
    }

    /** The bundle's tables, in lower case. */
    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables =
                connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (name.startsWith("pbx_")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The columns and indexes of the bundle's tables. */
    static Set<String> description(Connection connection) throws SQLException {
        Set<String> description = new TreeSet<>();
        Set<String> tables = new TreeSet<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "%", null)) {
            while (columns.next()) {
                String table = columns.getString("TABLE_NAME");
                if (table.toLowerCase(Locale.ROOT).startsWith("pbx_")) {
                    tables.add(table);
                    description.add("%s.%s %s(%d) null: %s"
                            .formatted(
                                    table,
                                    columns.getString("COLUMN_NAME"),
                                    columns.getString("TYPE_NAME"),
                                    columns.getInt("COLUMN_SIZE"),
                                    columns.getString("IS_NULLABLE")));
                }
            }
        }
        for (String table : tables) {
            try (ResultSet indexes = connection.getMetaData().getIndexInfo(null, null, table, false, false)) {
                while (indexes.next()) {
                    description.add("%s index %s, %d: %s"
                            .formatted(
                                    table,
                                    indexes.getString("INDEX_NAME"),
                                    indexes.getInt("ORDINAL_POSITION"),
                                    indexes.getString("COLUMN_NAME")));
                }
            }
        }
        return description;
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, table, null)) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
        }
        return names;
    }

    private static List<String> indexes(Connection connection, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet indexes = connection.getMetaData().getIndexInfo(null, null, table, false, false)) {
            while (indexes.next()) {
                String name = indexes.getString("INDEX_NAME");
                if (name != null && !names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
