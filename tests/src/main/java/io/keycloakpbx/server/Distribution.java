package io.keycloakpbx.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * An unpacked Keycloak with the bundle's jars in it and {@code kc.sh build} done. Any number of servers can be run from
 * it; while it is open, nobody else can change it.
 */
public final class Distribution implements AutoCloseable {

    private static final String STATE = "installed.properties";
    private static final int BUILD_MINUTES = 10;

    private final Path home;
    private final DirectoryLock lock;
    private final boolean built;

    private Distribution(Path home, DirectoryLock lock, boolean built) {
        this.home = home;
        this.lock = lock;
        this.built = built;
    }

    /**
     * Installs Keycloak and the jars in a directory. What is already there is kept: unpacking is repeated for another
     * archive only, and {@code kc.sh build}, the slow step, for another archive, jar or build option only.
     *
     * @param archive the distribution, {@code keycloak-quarkus-dist-….zip}
     * @param jars what goes to {@code providers/}
     * @param buildOptions options of {@code kc.sh build} without the leading dashes
     * @param directory a directory of its own; what else is in it is lost
     * @param progress takes a line before each long step
     * @throws ServerException if the directory is in use or {@code kc.sh build} fails
     */
    public static Distribution install(
            Path archive,
            List<Path> jars,
            Map<String, String> buildOptions,
            Path directory,
            Consumer<String> progress) {
        DirectoryLock lock = null;
        try {
            lock = DirectoryLock.take(directory);
            Path home = directory.resolve("keycloak");
            String unpacked = archive.getFileName() + " " + Files.size(archive);
            String wanted = fingerprint(unpacked, jars, buildOptions);
            Properties state = state(directory);
            if (!unpacked.equals(state.getProperty("unpacked"))) {
                progress.accept("Unpacking " + archive.getFileName());
                record(directory, Map.of());
                DirectoryTree.delete(home);
                unpack(archive, home);
                record(directory, Map.of("unpacked", unpacked));
            }
            boolean build = !wanted.equals(state.getProperty("built"));
            if (build) {
                progress.accept("Installing the bundle in Keycloak (kc.sh build, about half a minute)");
                record(directory, Map.of("unpacked", unpacked));
                installJars(jars, home.resolve("providers"));
                // Keycloak compresses the files of themes once for each of its own versions, whatever jar they come
                // from.
                DirectoryTree.delete(home.resolve("data/tmp/kc-gzip-cache"));
                build(home, buildOptions, directory.resolve("build.log"));
                record(directory, Map.of("unpacked", unpacked, "built", wanted));
            }
            Distribution distribution = new Distribution(home, lock, build);
            lock = null;
            return distribution;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeQuietly(lock);
        }
    }

    /** Keycloak's home directory. */
    public Path home() {
        return home;
    }

    /** Whether {@code kc.sh build} was necessary. */
    public boolean built() {
        return built;
    }

    Path script() {
        return home.resolve("bin/kc.sh");
    }

    /** Lets others change the directory; its servers should have been stopped. */
    @Override
    public void close() {
        closeQuietly(lock);
    }

    private static void closeQuietly(DirectoryLock lock) {
        if (lock == null) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties state(Path directory) throws IOException {
        Properties state = new Properties();
        Path file = directory.resolve(STATE);
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                state.load(in);
            }
        }
        return state;
    }

    private static void record(Path directory, Map<String, String> values) throws IOException {
        Properties state = new Properties();
        state.putAll(values);
        try (OutputStream out = Files.newOutputStream(directory.resolve(STATE))) {
            state.store(out, null);
        }
    }

    private static String fingerprint(String archive, List<Path> jars, Map<String, String> buildOptions)
            throws IOException {
        MessageDigest digest = sha256();
        digest.update(archive.getBytes());
        digest.update(new TreeMap<>(buildOptions).toString().getBytes());
        for (Path jar : jars) {
            digest.update(jar.getFileName().toString().getBytes());
            try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The archive's one top directory, whatever its name, becomes {@code home}. */
    private static void unpack(Path archive, Path home) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                int top = entry.getName().indexOf('/');
                Path target = home.resolve(entry.getName().substring(top + 1)).normalize();
                if (!target.startsWith(home)) {
                    throw new IOException(archive + " has an entry outside of its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                    // The permissions in a zip file are not within reach of java.util.zip.
                    if (target.toString().endsWith(".sh") && !target.toFile().setExecutable(true, false)) {
                        throw new IOException(target + " cannot be made executable");
                    }
                }
            }
        }
    }

    private static void installJars(List<Path> jars, Path providers) throws IOException {
        Files.createDirectories(providers);
        try (Stream<Path> installed = Files.list(providers)) {
            for (Path old :
                    installed.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.delete(old);
            }
        }
        for (Path jar : jars) {
            Files.copy(jar, providers.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void build(Path home, Map<String, String> options, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString(), "build"));
        new TreeMap<>(options).forEach((name, value) -> command.add("--" + name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        KeycloakEnvironment.prepare(builder.environment());
        // It ends before the JVM's second compiler pays.
        builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC");
        Process process = builder.start();
        try {
            if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
                throw new ServerException(
                        "kc.sh build did not end within " + BUILD_MINUTES + " minutes; its output is in " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("kc.sh build was interrupted", e);
        } finally {
            ProcessTree.kill(process);
        }
        if (process.exitValue() != 0) {
            throw new ServerException("kc.sh build failed:\n" + LogFile.tail(log, 40));
        }
    }
}
