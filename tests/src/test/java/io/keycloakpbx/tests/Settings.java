package io.keycloakpbx.tests;

import io.keycloakpbx.server.Checkout;
import io.keycloakpbx.server.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What {@code mvn verify -D…} says about the servers under test; see docs/development.md. */
public final class Settings {

    public static final Checkout CHECKOUT = new Checkout(Path.of(System.getProperty("pbx.checkout", "..")));
    public static final Database.Kind DATABASE =
            Database.Kind.valueOf(System.getProperty("pbx.db", "postgres").toUpperCase(Locale.ROOT));
    public static final String KEYCLOAK = System.getProperty("pbx.dist.version", CHECKOUT.keycloakVersion());
    public static final boolean IN_CONTAINER = "container".equals(System.getProperty("pbx.server"));

    /** Machines that are busy with something else take minutes. */
    public static final Duration START_TIMEOUT = Duration.ofMinutes(10);

    private Settings() {}

    /** Where the servers of this run keep their files. */
    public static Path directory() {
        return CHECKOUT.root().resolve("tests/target/servers").resolve(name(KEYCLOAK, DATABASE));
    }

    /** An unpacked Keycloak, kept for the next run. */
    static Path distribution(String version, Database.Kind database) {
        return CHECKOUT.root().resolve("tests/target/keycloak").resolve(name(version, database));
    }

    /** The Keycloak that the build runs on H2 after this one; empty where this is all that it runs. */
    static Optional<String> next() {
        String version = System.getProperty("pbx.smoke.version", "");
        boolean last = Boolean.getBoolean("pbx.quick") || DATABASE == Database.Kind.H2 || IN_CONTAINER;
        return last || version.isEmpty() ? Optional.empty() : Optional.of(version);
    }

    private static String name(String version, Database.Kind database) {
        return version + "-" + database.name().toLowerCase(Locale.ROOT);
    }
}
