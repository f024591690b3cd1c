package io.keycloakpbx.store;

import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Work that belongs to the end of a session's transaction. */
public final class Transactions {

    private static final Logger LOG = Logger.getLogger(Transactions.class);

    private Transactions() {}

    /** Runs at the end of a transaction that shall be kept. What this throws rolls it back and becomes the answer. */
    public static void beforeCommit(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistPrepare(transaction(work, () -> {}));
    }

    /**
     * Runs once the transaction has been kept. It can undo nothing any more, so what it throws is logged. The session's
     * own transaction is over: work on the database takes a session of its own.
     */
    public static void afterCommit(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(transaction(logged(work), () -> {}));
    }

    /** Runs once the transaction is over, whether it has been kept or not. What this throws is logged. */
    public static void afterCompletion(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(transaction(logged(work), logged(work)));
    }

    private static Runnable logged(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("Work after the end of a transaction has failed", e);
            }
        };
    }

    private static AbstractKeycloakTransaction transaction(Runnable commit, Runnable rollback) {
        return new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                commit.run();
            }

            @Override
            protected void rollbackImpl() {
                rollback.run();
            }
        };
    }
}
