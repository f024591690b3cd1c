package io.keycloakpbx.benchmarks;

import io.keycloakpbx.server.Database;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The server that is measured. It has the demo's tenants.
 *
 * @param baseUrl without a slash at the end
 * @param database the server's
 * @param underLoad how long each comparison takes, both sides together
 */
record Site(URI baseUrl, Database database, Duration underLoad) {

    String url(String path) {
        return baseUrl + path;
    }

    /** Fills tables faster than requests do. Only a PostgreSQL can be opened beside the server that runs on it. */
    void sql(String statement) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be filled: " + e.getMessage(), e);
        }
    }
}
