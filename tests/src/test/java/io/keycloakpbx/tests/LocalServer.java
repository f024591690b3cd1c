package io.keycloakpbx.tests;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.server.SystemSignIn;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The server of a test run as a process of this machine. */
final class LocalServer implements ServerUnderTest {

    private final Distribution distribution;
    private final Database database;
    private final KeycloakServer server;

    private LocalServer(Distribution distribution, Database database, KeycloakServer server) {
        this.distribution = distribution;
        this.database = database;
        this.server = server;
    }

    static LocalServer start() {
        Distribution distribution = install();
        Database database = null;
        try {
            Path directory = Directories.empty(Settings.directory());
            database = Settings.DATABASE.open(directory.resolve("database"));
            KeycloakServer server = KeycloakServer.on(distribution, database)
                    .admin(ADMIN, ADMIN_PASSWORD)
                    .importing(Settings.CHECKOUT.demoRealms())
                    .log(directory.resolve("server.log"))
                    .start();
            SystemSignIn.enable(server.baseUrl(), ADMIN, ADMIN_PASSWORD);
            LocalServer result = new LocalServer(distribution, database, server);
            database = null;
            distribution = null;
            return result;
        } finally {
            if (database != null) {
                database.close();
            }
            if (distribution != null) {
                distribution.close();
            }
        }
    }

    private static Distribution install() {
        Map<String, String> options = new HashMap<>(KeycloakServer.BUILD_OPTIONS);
        options.put("db", Settings.DATABASE.vendor());
        return Distribution.install(
                Settings.CHECKOUT.archive(Settings.KEYCLOAK),
                Settings.CHECKOUT.jars(),
                options,
                Settings.distribution(),
                System.out::println);
    }

    Distribution distribution() {
        return distribution;
    }

    Database database() {
        return database;
    }

    @Override
    public URI baseUrl() {
        return server.baseUrl();
    }

    @Override
    public URI managementUrl() {
        return server.managementUrl();
    }

    @Override
    public void close() {
        try (distribution;
                database;
                server) {
            // Closed in the reverse order: the server, its database, its files.
        }
    }
}
