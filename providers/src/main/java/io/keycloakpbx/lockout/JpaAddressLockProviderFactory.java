package io.keycloakpbx.lockout;

import io.keycloakpbx.store.Database;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Keeps failed sign-ins in Keycloak's own database. */
public final class JpaAddressLockProviderFactory implements AddressLockProviderFactory {

    private static final int SECONDS_BETWEEN_SWEEPS = 30;
    private static final Logger LOG = Logger.getLogger(JpaAddressLockProviderFactory.class);

    private final AtomicLong nextSweep = new AtomicLong();

    @Override
    public AddressLockProvider create(KeycloakSession session) {
        return new JpaAddressLockProvider(session, Database.entities(session), () -> sweepIfDue(session));
    }

    /** Once in a while one of a node's callers has it swept, by a thread that no request waits for. */
    private void sweepIfDue(KeycloakSession session) {
        long now = Time.currentTime();
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SECONDS_BETWEEN_SWEEPS)) {
            KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
            session.getProvider(ExecutorsProvider.class)
                    .getExecutor("pbx-address-lock")
                    .execute(() -> sweep(factory, now));
        }
    }

    private static void sweep(KeycloakSessionFactory factory, long before) {
        try {
            new AddressFailureSweep(work -> KeycloakModelUtils.runJobInTransactionWithResult(
                            factory, session -> work.applyAsInt(Database.entities(session))))
                    .run(before);
        } catch (RuntimeException e) {
            LOG.warn("Failed sign-ins that are over could not be forgotten; they will be with the next ones", e);
        }
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
