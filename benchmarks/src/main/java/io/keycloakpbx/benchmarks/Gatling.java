package io.keycloakpbx.benchmarks;

import io.gatling.app.Gatling$;
import io.gatling.commons.util.GatlingVersion;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.prefs.Preferences;

/** The load tool, run inside this JVM so that it is compiled once for all comparisons. */
final class Gatling {

    // Held here, or the level is forgotten with the logger.
    private static final Logger PREFERENCES_LOG = Logger.getLogger("java.util.prefs");

    private final Path results;

    /** @param results takes Gatling's own log of every request */
    Gatling(Path results) {
        this.results = results;
        rememberLatestRelease(results);
    }

    void run(ComparisonSimulation.Load load) {
        ComparisonSimulation.prepare(load);
        int status = Gatling$.MODULE$.fromArgs(new String[] {
            "--simulation", ComparisonSimulation.class.getName(),
            "--results-folder", results.toString(),
            "--no-reports"
        });
        if (status != 0) {
            throw new IllegalStateException("Gatling ended with status " + status);
        }
    }

    /** Gatling asks the Internet for its latest release unless its preferences say that it did so a short while ago. */
    private static void rememberLatestRelease(Path results) {
        PREFERENCES_LOG.setLevel(Level.WARNING);
        System.setProperty("java.util.prefs.userRoot", results.toString());
        Preferences preferences = Preferences.userRoot().node("/io/gatling/latestVersion");
        preferences.putLong("lastCheckTimestamp", System.currentTimeMillis());
        preferences.putBoolean("lastCheckSuccess", true);
        preferences.put("latestReleaseNumber", GatlingVersion.ThisVersion().fullVersion());
        preferences.put("latestReleaseDate", ZonedDateTime.now().format(DateTimeFormatter.ISO_DATE_TIME));
    }
}
