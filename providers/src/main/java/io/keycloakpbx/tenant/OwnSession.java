package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A session and a transaction apart from the request's, for what is to be kept before the answer is given: making, upgrading
 * and removing tenants, and making who then gets a mail. Hibernate looks through all that a
 * session has loaded before each query, and these are thousands of queries: they must not carry what a request's
 * permission checks have loaded, which is some twenty roles for each realm of the server.
 */
@ReliesOn("org.keycloak.models.utils.KeycloakModelUtils: runJobInTransactionWithResult commits before it returns")
public final class OwnSession {

    /**
     * The request keeps a connection to the database and the work takes a second one: without a bound, requests that wait
     * for each other's would empty the pool.
     */
    private static final int AT_A_TIME = 2;

    private static final int PATIENCE_SECONDS = 20;

    private static final Semaphore PLACES = new Semaphore(AT_A_TIME, true);

    private OwnSession() {}

    /**
     * Commits before it returns; an exception undoes everything and is thrown on.
     *
     * @throws TenantsBusyException if no place becomes free in time
     */
    public static <T> T call(KeycloakSession session, Function<KeycloakSession, T> work) {
        if (!takesPlace()) {
            throw new TenantsBusyException();
        }
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(), session.getContext(), work::apply, "tenant");
        } finally {
            PLACES.release();
        }
    }

    private static boolean takesPlace() {
        try {
            return PLACES.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
