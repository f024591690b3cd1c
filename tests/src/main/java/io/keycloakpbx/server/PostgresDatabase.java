package io.keycloakpbx.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** PostgreSQL from the binaries in Maven, on loopback and a free port, without anything installed. */
final class PostgresDatabase implements Database {

    private static final String USER = "postgres";

    private final EmbeddedPostgres postgres;
    private final Runnable stop = this::stop;

    private PostgresDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        Shutdown.add(stop);
    }

    static PostgresDatabase start(Path directory, boolean waitsForDisk) {
        Path log = directory.resolve("postgres.log");
        String sync = waitsForDisk ? "on" : "off";
        try {
            Files.createDirectories(directory);
            ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(new File(log.toString()));
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                    // Whatever the locale of the machine: names of people are UTF-8.
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    // The builder's defaults, off, would lose commits when the machine stops.
                    .setServerConfig("synchronous_commit", sync)
                    .setServerConfig("fsync", sync)
                    .setServerConfig("full_page_writes", sync)
                    .setOutputRedirector(output)
                    .setErrorRedirector(output)
                    // Shutdown stops it after the servers that use it.
                    .setRegisterShutdownHook(false)
                    .start();
            return new PostgresDatabase(postgres);
        } catch (IOException e) {
            throw new ServerException("PostgreSQL did not start:\n" + LogFile.tail(log, 20), e);
        }
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "db-url",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "db-username",
                USER,
                "db-password",
                // Connections from loopback are trusted; Keycloak wants something.
                USER);
    }

    @Override
    public String jdbcUrl() {
        return postgres.getJdbcUrl(USER, "postgres");
    }

    @Override
    public void close() {
        stop();
        Shutdown.remove(stop);
    }

    private void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
