package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.KeycloakServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own on a database of its own, so that it can be stopped and killed. */
@OnKeycloak
class RestartIT {

    private final Keycloak shared;

    RestartIT(Keycloak shared) {
        this.shared = shared;
    }

    @Test
    void keepsDataOverAStopAndACrash(@TempDir Path directory) throws SQLException {
        try (Database database = Settings.DATABASE.open(directory.resolve("database"));
                KeycloakServer server = KeycloakServer.on(shared.distribution(), database)
                        .log(Settings.directory().resolve("restart.log"))
                        .start();
                Keycloak keycloak = new Keycloak(new Borrowed(server))) {
            String id = keycloak.realm("master").createUser("kept", "Kept-over-restart-1!");

            server.restart();
            assertThat(keycloak.realm("master").userId("kept")).isEqualTo(id);

            String second = keycloak.realm("master").createUser("committed", "Kept-over-crash-1!");
            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(keycloak.realm("master").userId("committed")).isEqualTo(second);

            server.stop();
            assertThat(tables(database)).contains("PBX_SIP_DOMAIN");
        }
    }

    /** The names of the tables, in upper case. */
    private static List<String> tables(Database database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                ResultSet tables =
                        connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toUpperCase(Locale.ROOT));
            }
        }
        return names;
    }
}
