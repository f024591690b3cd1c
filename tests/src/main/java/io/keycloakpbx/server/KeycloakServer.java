package io.keycloakpbx.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A Keycloak process on loopback, ready to serve. It ends with {@link #close()}, and with this JVM at the latest. */
public final class KeycloakServer implements AutoCloseable {

    /** The build options that every server of ours has, and docker/Dockerfile too; the database's comes on top. */
    public static final Map<String, String> BUILD_OPTIONS =
            Map.of("health-enabled", "true", "metrics-enabled", "true", "event-metrics-user-enabled", "true");

    /** Room in Keycloak's cache of realms for 1,000 tenants, as docs/operations.md has it; Keycloak's own is enough for 400. */
    public static final Map<String, String> MANY_TENANTS = Map.of("cache-embedded-realms-max-count", "200000");

    private static final int STOP_SECONDS = 20;
    private static final int LOG_LINES = 60;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private final Builder settings;
    private final Path log;
    private final int port;
    private final int managementPort;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();
    private final Runnable end = this::end;
    private Process process;

    private KeycloakServer(Builder settings) {
        this.settings = settings;
        this.log = settings.log.toAbsolutePath();
        this.port = settings.port == 0 ? freePort() : settings.port;
        this.managementPort = freePort();
    }

    /** Describes a server on an installed Keycloak and an open database; {@link Builder#start()} runs it. */
    public static Builder on(Distribution distribution, Database database) {
        return new Builder(distribution, database);
    }

    /** Where the server answers, without a slash at the end. */
    public URI baseUrl() {
        return URI.create("http://localhost:" + port);
    }

    /** Where health and metrics are, without a slash at the end. */
    public URI managementUrl() {
        return URI.create("http://localhost:" + managementPort);
    }

    /** The server's log; a restart appends to it. */
    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the server as an operator does, so that running requests are answered. */
    public void stop() {
        ProcessTree.terminate(process, STOP_SECONDS);
    }

    /** Ends the server as a power failure does. */
    public void kill() {
        ProcessTree.kill(process);
    }

    /** Starts the server again after {@link #stop()}, {@link #kill()} or a crash: same addresses, same data. */
    public void restart() {
        stop();
        launch();
    }

    /** The number of the server's Java process. */
    public long javaProcess() {
        return java().pid();
    }

    /** The time that processors have worked for the server since it was started. */
    public Duration processorTime() {
        return java().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** {@code kc.sh} becomes it, or runs it as its child. */
    private ProcessHandle java() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new ServerException("Keycloak does not run"));
    }

    /** Returns when the server has ended by itself or by a signal, with its exit code. */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** The last lines of the log. */
    public String logTail() {
        return LogFile.tail(log, LOG_LINES);
    }

    @Override
    public void close() {
        end();
        Shutdown.remove(end);
    }

    private void end() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }

    private KeycloakServer start() {
        Shutdown.add(end);
        boolean ready = false;
        try {
            launch();
            ready = true;
            return this;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private void launch() {
        try {
            Files.createDirectories(log.getParent());
            prepareImport();
            ProcessBuilder builder = new ProcessBuilder(command())
                    .directory(settings.distribution.home().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            KeycloakEnvironment.prepare(builder.environment());
            builder.environment().putAll(settings.environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    /** Run-time options of a single server that only this machine reaches. */
    static Map<String, String> loopback(int port) {
        return Map.of(
                "http-enabled", "true",
                "http-host", "127.0.0.1",
                "http-port", Integer.toString(port),
                "http-management-host", "127.0.0.1",
                "hostname-strict", "false",
                "cache", "local");
    }

    private List<String> command() {
        Map<String, String> options = new TreeMap<>(settings.database.options());
        options.putAll(loopback(port));
        options.put("http-management-port", Integer.toString(managementPort));
        // Otherwise every unsuccessful probe while starting is a line.
        options.put("log-level", "info,io.smallrye.health:warn");
        // Otherwise Keycloak looks at each table, whether it is too long for an index, which none here is: a third of
        // the
        // time that a new database takes.
        options.put("spi-connections-liquibase--quarkus--index-creation-threshold", "0");
        options.putAll(settings.options);

        List<String> command = new ArrayList<>(
                List.of(settings.distribution.script().toString(), "--verbose", "start", "--optimized"));
        options.forEach((name, value) -> command.add("--" + name + "=" + value));
        if (!settings.realms.isEmpty()) {
            command.add("--import-realm");
        }
        return command;
    }

    /** {@code --import-realm} knows one directory only, inside Keycloak's own. */
    private void prepareImport() throws IOException {
        if (settings.realms.isEmpty()) {
            return;
        }
        Path directory = settings.distribution.home().resolve("data/import");
        Files.createDirectories(directory);
        try (Stream<Path> old = Files.list(directory)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Path realm : settings.realms) {
            Files.copy(realm, directory.resolve(realm.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + settings.startTimeout.toNanos();
        try {
            while (!isReady()) {
                if (!process.isAlive()) {
                    throw new ServerException("Keycloak ended while starting, exit code " + process.exitValue()
                            + ". The end of " + log + ":\n" + logTail());
                }
                if (System.nanoTime() > deadline) {
                    kill();
                    throw new ServerException("Keycloak was not ready within " + settings.startTimeout.toSeconds()
                            + " s. The end of " + log + ":\n" + logTail());
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while Keycloak was starting", e);
        }
    }

    /** Asked for: the status over all checks; the log's "started" comes before the database is migrated. */
    private boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(managementUrl().resolve("/health/ready"))
                .timeout(PROBE_TIMEOUT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The settings of a server. Without any it uses a free port, knows no realm but master, and has the administrator
     * admin.
     */
    public static final class Builder {

        private final Distribution distribution;
        private final Database database;
        private final Map<String, String> options = new HashMap<>();
        private final Map<String, String> environment = new HashMap<>();
        private List<Path> realms = List.of();
        private Path log;
        private int port;
        private Duration startTimeout = Duration.ofMinutes(4);

        private Builder(Distribution distribution, Database database) {
            this.distribution = distribution;
            this.database = database;
            this.log = distribution.home().resolve("data/log/server.log");
            admin("admin", "admin");
        }

        /** The loopback port to serve on; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The file that takes what the server prints. */
        public Builder log(Path file) {
            log = Objects.requireNonNull(file);
            return this;
        }

        /** The master administrator of a fresh database; an existing one stays as it is. */
        public Builder admin(String username, String password) {
            return environment("KC_BOOTSTRAP_ADMIN_USERNAME", username)
                    .environment("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
        }

        /** Realm files, {@code <realm>-realm.json}, that Keycloak imports at every start if the realm is missing. */
        public Builder importing(List<Path> files) {
            realms = List.copyOf(files);
            return this;
        }

        /** An option of {@code kc.sh start}, without the leading dashes; the later value counts. */
        public Builder option(String name, String value) {
            options.put(name, value);
            return this;
        }

        /** Options likewise. */
        public Builder options(Map<String, String> values) {
            options.putAll(values);
            return this;
        }

        /** A variable of the server's environment, {@code JAVA_OPTS_APPEND} for example. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** How long the server may take to become ready; 4 minutes unless said otherwise. */
        public Builder startTimeout(Duration value) {
            startTimeout = value;
            return this;
        }

        /**
         * Starts the server and returns when it is ready.
         *
         * @throws ServerException if it ended, or was not ready in time; the message has the end of its log
         */
        public KeycloakServer start() {
            return new KeycloakServer(this).start();
        }
    }
}
