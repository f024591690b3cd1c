package io.keycloakpbx.benchmarks.tenants;

import io.keycloakpbx.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** What servers take by being there: the time to start, memory, entries of caches. */
final class Sizes {

    private static final double MEGABYTE = 1024.0 * 1024.0;

    private Sizes() {}

    /** Starts a server anew, and tells how many seconds that took, the stop not counted. */
    static double restart(Site site) {
        KeycloakServer server = site.server();
        server.stop();
        long begin = System.nanoTime();
        server.restart();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The heap that is in use after a collection, in megabytes. */
    static double heap(Site site) {
        jcmd(site.server().javaProcess(), "GC.run");
        return sum(site, line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                / MEGABYTE;
    }

    /** The entries that the cache of realms has, by Keycloak's metrics; 0 where they do not tell. */
    static long cacheEntries(Site site) {
        return Math.round(sum(site, line -> line.contains("_approximate_entries{") && line.contains("=\"realms\"")));
    }

    private static double sum(Site site, Predicate<String> wanted) {
        return site.management("/metrics")
                .lines()
                .filter(wanted)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The memory that the system has given to a server's Java, in megabytes; 0 where the system does not tell. */
    static double resident(Site site) {
        Path status = Path.of("/proc", Long.toString(site.server().javaProcess()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void jcmd(long process, String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process),
                            command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
