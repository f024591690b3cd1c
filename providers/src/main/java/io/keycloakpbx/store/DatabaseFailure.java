package io.keycloakpbx.store;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the database has said, in what Keycloak and Hibernate make of it: Keycloak hands on some of it as an exception of its
 * models, whose text is no text for callers.
 */
public final class DatabaseFailure {

    /** Serialization failure, deadlock and lock not available of PostgreSQL; H2 has the first, and that a lock took too long. */
    private static final Set<String> CONTENTION = Set.of("40001", "40P01", "55P03", "HYT00");

    private static final int MAX_CAUSES = 20;

    private DatabaseFailure() {}

    /** Whether an exception comes of the database, not of a rule of Keycloak's or ours. */
    public static boolean is(Throwable thrown) {
        return has(thrown, cause -> cause instanceof PersistenceException || cause instanceof SQLException);
    }

    /** Whether another transaction was in the way: what was to be done may be done when it is asked for again. */
    public static boolean isContention(Throwable thrown) {
        return has(
                thrown,
                cause -> cause instanceof LockTimeoutException
                        || cause instanceof PessimisticLockException
                        || cause instanceof OptimisticLockException
                        || cause instanceof SQLException sql && CONTENTION.contains(String.valueOf(sql.getSQLState())));
    }

    private static boolean has(Throwable thrown, Predicate<Throwable> wanted) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (wanted.test(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
