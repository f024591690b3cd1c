package io.keycloakpbx.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.server.SystemSignIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The server of a test run as a process of this machine. On PostgreSQL it is the first node of a cluster, as in production;
 * the second one is started when a test asks for it.
 */
final class LocalServer implements ServerUnderTest {

    /** JGroups looks for dead neighbours 50,000 ports above the one where it listens. */
    private static final int LOWEST_CLUSTER_PORT = 7800;

    private static final int HIGHEST_CLUSTER_PORT = 15_500;
    private static final int PORTS_TO_TRY = 50;

    private final Distribution distribution;
    private final Database database;
    private final KeycloakServer server;
    private KeycloakServer secondNode;
    private boolean secondNodeFailed;

    private LocalServer(Distribution distribution, Database database, KeycloakServer server) {
        this.distribution = distribution;
        this.database = database;
        this.server = server;
    }

    static LocalServer start(Distribution distribution) {
        Path directory = Directories.empty(Settings.directory());
        Database database = Settings.DATABASE.openScratch(directory.resolve("database"));
        try {
            KeycloakServer server = node(distribution, database, "server.log")
                    .admin(ADMIN, ADMIN_PASSWORD)
                    .importing(Settings.CHECKOUT.demoRealms())
                    .start();
            SystemSignIn.enable(server.baseUrl(), ADMIN, ADMIN_PASSWORD, Settings.CHECKOUT.systemSignInClient());
            LocalServer result = new LocalServer(distribution, database, server);
            database = null;
            return result;
        } finally {
            if (database != null) {
                database.close();
            }
        }
    }

    private static KeycloakServer.Builder node(Distribution distribution, Database database, String log) {
        KeycloakServer.Builder node = KeycloakServer.on(distribution, database)
                .startTimeout(Settings.START_TIMEOUT)
                .environment(CommandLine.QUICK_START.getKey(), CommandLine.QUICK_START.getValue())
                // A small part of what Keycloak's default costs. Where it is the time that is tested, realms ask for
                // more.
                .option("spi-password-hashing--argon2--iterations", "1")
                .option("spi-password-hashing--argon2--memory", "1024")
                // What is done every few minutes otherwise: security data is looked after while a test waits.
                .option("spi-events-listener--pbx-activity--reconcile-seconds", "3")
                .option("spi-events-listener--pbx-activity--expiration-task-interval-seconds", "3")
                .option("spi-events-listener--pbx-audit-log--expiration-task-interval-seconds", "3")
                .option("spi-authenticator--pbx-authorization-code--expiration-task-interval-seconds", "3")
                .log(Settings.directory().resolve(log));
        if (Settings.DATABASE == Database.Kind.POSTGRES) {
            node.option("cache", "ispn")
                    .option("cache-embedded-network-bind-address", "127.0.0.1")
                    .option("cache-embedded-network-bind-port", Integer.toString(clusterPort()));
        }
        return node;
    }

    private static int clusterPort() {
        for (int i = 0; i < PORTS_TO_TRY; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_CLUSTER_PORT, HIGHEST_CLUSTER_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                continue;
            }
        }
        throw new IllegalStateException("No port is free for the cluster's nodes");
    }

    Distribution distribution() {
        return distribution;
    }

    Database database() {
        return database;
    }

    /** Another node of the cluster, up again if a test has ended it; skips the test where the database serves one only. */
    synchronized KeycloakServer secondNode() {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 serves one node; PostgreSQL serves several");
        if (secondNodeFailed) {
            // The log is in the first test's failure; once is enough.
            throw new IllegalStateException("The second node of this test run did not start");
        }
        if (secondNode == null) {
            try {
                // Long enough for a balancer to see that it is about to stop, on a busy machine, too.
                secondNode = node(distribution, database, "second-node.log")
                        .option("shutdown-delay", "5s")
                        .start();
            } finally {
                secondNodeFailed = secondNode == null;
            }
        } else if (!secondNode.isAlive()) {
            secondNode.restart();
        }
        return secondNode;
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
    public synchronized void close() {
        try (database;
                server;
                KeycloakServer second = secondNode) {
            // Closed in the reverse order: the servers, then their database.
        }
    }
}
