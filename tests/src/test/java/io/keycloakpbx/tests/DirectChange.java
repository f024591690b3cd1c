package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A change of one row of Keycloak's database behind the server's back, which is kept when the test says so: who wants to write the
 * row waits until then. Skips the test on H2, which does not tell who waits.
 */
public final class DirectChange implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final long HELD_AT_MOST_MILLIS = 2 * WAIT.toMillis();

    /** Who comes later waits for whoever waits. */
    private static final String WAITING = "with first as (select pid from pg_stat_activity"
            + " where ? = any(pg_blocking_pids(pid)))"
            + " select count(*) from pg_stat_activity where pid in (select pid from first)"
            + " or pg_blocking_pids(pid) && array(select pid from first)";

    private final Keycloak keycloak;
    private final Connection connection;

    /** Changes a row, and keeps nothing yet. */
    public DirectChange(Keycloak keycloak, String update, String... parameters) throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "PostgreSQL tells who waits");
        this.keycloak = keycloak;
        connection = DriverManager.getConnection(keycloak.database().jdbcUrl());
        limitWaits(connection);
        connection.setAutoCommit(false);
        change(update, parameters);
    }

    /** Changes another row as well, and keeps nothing yet. It waits where somebody else has it. */
    public void change(String update, String... parameters) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(update)) {
            for (int i = 0; i < parameters.length; i++) {
                change.setString(i + 1, parameters[i]);
            }
            assertThat(change.executeUpdate()).as(update).isEqualTo(1);
        }
    }

    /** Somebody else's change of a user's password, as far as others can tell: it stays the same. */
    public static DirectChange ofPassword(Keycloak keycloak, String userId) throws SQLException {
        return new DirectChange(
                keycloak,
                "update CREDENTIAL set CREATED_DATE = CREATED_DATE + 1 where TYPE = 'password' and USER_ID = ?",
                userId);
    }

    /** Neither does this wait for others without an end, nor do others wait for this. */
    private static void limitWaits(Connection connection) throws SQLException {
        try (Statement limit = connection.createStatement()) {
            limit.execute("set lock_timeout = " + WAIT.toMillis());
            limit.execute("set statement_timeout = " + WAIT.toMillis());
            limit.execute("set idle_in_transaction_session_timeout = " + HELD_AT_MOST_MILLIS);
        }
    }

    /** Waits until as many wait for this change. */
    public void awaitWaiting(int expected) throws SQLException {
        Instant end = Instant.now().plus(WAIT);
        int waiting;
        try (Connection looker = DriverManager.getConnection(keycloak.database().jdbcUrl());
                PreparedStatement look = looker.prepareStatement(WAITING)) {
            limitWaits(looker);
            look.setInt(1, backend());
            waiting = waiting(look);
            while (waiting < expected && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                waiting = waiting(look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        assertThat(waiting).as("who wait for the row").isEqualTo(expected);
    }

    private static int waiting(PreparedStatement look) throws SQLException {
        try (ResultSet count = look.executeQuery()) {
            count.next();
            return count.getInt(1);
        }
    }

    private int backend() throws SQLException {
        try (PreparedStatement who = connection.prepareStatement("select pg_backend_pid()");
                ResultSet pid = who.executeQuery()) {
            pid.next();
            return pid.getInt(1);
        }
    }

    /** Keeps the change. */
    public void keep() throws SQLException {
        connection.commit();
    }

    /** Undoes the change. */
    public void undo() throws SQLException {
        connection.rollback();
    }

    /** Undoes what has not been kept. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            undo();
        }
    }
}
