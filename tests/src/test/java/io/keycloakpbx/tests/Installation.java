package io.keycloakpbx.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The Keycloak that the servers of a test run are started from. A class that only starts servers of its own takes it instead
 * of {@link Keycloak}, and does not wait until the shared server is up.
 */
public final class Installation implements AutoCloseable {

    private CompletableFuture<Void> next;
    private Distribution distribution;

    /** It is installed when the first one asks. Skips the test where the server is a container. */
    public synchronized Distribution distribution() {
        assumeTrue(!Settings.IN_CONTAINER, "the test runs servers of its own and the server is a container");
        if (distribution == null) {
            if (next == null) {
                // Beside this one, which keeps one processor busy.
                next = CompletableFuture.runAsync(
                        () -> Settings.next().ifPresent(version -> install(version, Database.Kind.H2)
                                .close()),
                        work -> new Thread(work, "the Keycloak that is tested next").start());
            }
            distribution = install(Settings.KEYCLOAK, Settings.DATABASE);
        }
        return distribution;
    }

    private static Distribution install(String version, Database.Kind database) {
        return install(version, database, Settings.CHECKOUT.jars(), Settings.distribution(version, database));
    }

    /** Another Keycloak than that of the test run, or with other jars. */
    static Distribution install(String version, Database.Kind database, List<Path> jars, Path directory) {
        Map<String, String> options = new HashMap<>(KeycloakServer.BUILD_OPTIONS);
        options.put("db", database.vendor());
        return Distribution.install(Settings.CHECKOUT.archive(version), jars, options, directory, System.out::println);
    }

    @Override
    public synchronized void close() {
        if (distribution != null) {
            distribution.close();
        }
        if (next != null) {
            next.join();
        }
    }
}
