package io.keycloakpbx.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SQL a request to the shared server takes, as PostgreSQL logs it: that of the one transaction in which the request is
 * answered, whatever other requests do meanwhile. Skips the test on H2, which keeps no such log.
 */
public final class SqlLog implements AutoCloseable {

    /** How long a transaction may take to end after its request was answered. */
    private static final Duration WAIT = Duration.ofSeconds(3);

    private static final long LOOK_AGAIN_MILLIS = 20;

    /** Connections learn one by one that there is a log now. */
    private static final int ATTEMPTS = 10;

    /** PostgreSQL begins lines so unless it is told otherwise: the time, and the number of the connection's process. */
    private static final Pattern LINE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2} [0-9:.]+ \\S+ \\[(\\d+)] (LOG|DETAIL): +(.*)");

    private static final Pattern EXECUTED = Pattern.compile("(?:execute (?!fetch from)[^:]+|statement): (.*)");
    private static final Pattern PARAMETERS = Pattern.compile("(?i)parameters: (.*)");

    private final Path file;
    private final Connection connection;

    /**
     * A statement.
     *
     * @param sql in lower case
     * @param parameters as PostgreSQL writes them, such as {@code $1 = 'a', $2 = '10'}; empty where there are none
     */
    public record Statement(String sql, String parameters) {}

    /** Lets the shared server's database log all statements until this is closed. */
    public SqlLog(Keycloak keycloak) throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "PostgreSQL logs statements");
        this.connection = DriverManager.getConnection(keycloak.database().jdbcUrl());
        this.file = Settings.directory().resolve("database").resolve("postgres.log");
        set("alter system set log_statement = 'all'");
    }

    private void set(String statement) throws SQLException {
        try (java.sql.Statement set = connection.createStatement()) {
            set.execute(statement);
            set.execute("select pg_reload_conf()");
        }
    }

    /**
     * Sends a request, and returns the statements of the transaction that has one of which this text and this parameter are a
     * part. It is sent again where the log has none yet.
     *
     * @param sql in lower case
     */
    public List<Statement> of(Runnable request, String sql, String parameter) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                long from = Files.size(file);
                request.run();
                Instant end = Instant.now().plus(WAIT);
                do {
                    for (List<Statement> transaction : transactions(from)) {
                        if (transaction.stream()
                                .anyMatch(statement -> statement.sql().contains(sql)
                                        && statement.parameters().contains("'" + parameter + "'"))) {
                            return transaction;
                        }
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                } while (Instant.now().isBefore(end));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        throw new AssertionError(file + " has no statement with " + sql + " and " + parameter);
    }

    /** Those that have ended since the log was as long. */
    private List<List<Statement>> transactions(long from) throws IOException {
        List<List<Statement>> ended = new ArrayList<>();
        Map<String, List<Statement>> running = new HashMap<>();
        for (String line : text(from).split("\n")) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                read(parts.group(3), parts.group(1), running, ended);
            }
        }
        return ended;
    }

    private String text(long from) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void read(
            String message, String process, Map<String, List<Statement>> running, List<List<Statement>> ended) {
        List<Statement> transaction = running.get(process);
        Matcher executed = EXECUTED.matcher(message);
        Matcher parameters = PARAMETERS.matcher(message);
        if (executed.matches()) {
            String sql = executed.group(1).toLowerCase(Locale.ROOT);
            if (sql.startsWith("begin")) {
                running.put(process, new ArrayList<>());
            } else if (transaction != null && (sql.startsWith("commit") || sql.startsWith("rollback"))) {
                ended.add(running.remove(process));
            } else if (transaction != null) {
                transaction.add(new Statement(sql, ""));
            }
        } else if (parameters.matches() && transaction != null && !transaction.isEmpty()) {
            int last = transaction.size() - 1;
            transaction.set(last, new Statement(transaction.get(last).sql(), parameters.group(1)));
        }
    }

    /** Ends the log. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            set("alter system reset log_statement");
        }
    }
}
