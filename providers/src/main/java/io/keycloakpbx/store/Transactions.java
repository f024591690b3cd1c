package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Work that belongs to the end of a session's transaction, or has one of its own. */
@ReliesOn(
        "org.keycloak.models.utils.KeycloakModelUtils: runJobInTransactionWithResult commits before it returns, and what is enlisted"
                + " for after the completion is done where, and only where, it has committed")
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

    /**
     * The outcome of work in a session and a transaction apart from those of a request. It has been kept when this returns, also where
     * something after the commit has failed, such as a listener: that can undo nothing, and is logged.
     *
     * @param request what the session is bound to: its realm, and its request and connection, which else only the thread of the
     *     request knows
     * @param name of the work, for traces
     * @throws RuntimeException where nothing has been kept
     */
    public static <T> T inOwn(
            KeycloakSessionFactory server, KeycloakContext request, Function<KeycloakSession, T> work, String name) {
        AtomicReference<T> outcome = new AtomicReference<>();
        AtomicBoolean kept = new AtomicBoolean();
        try {
            KeycloakModelUtils.runJobInTransactionWithResult(
                    server,
                    request,
                    own -> {
                        afterCommit(own, () -> kept.set(true));
                        own.getContext().setHttpRequest(request.getHttpRequest());
                        own.getContext().setConnection(request.getConnection());
                        outcome.set(work.apply(own));
                        return null;
                    },
                    name);
        } catch (RuntimeException e) {
            if (!kept.get()) {
                throw e;
            }
            LOG.errorf(e, "%s has been kept, and something after the end of its transaction has failed", name);
        }
        return outcome.get();
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
