package io.keycloakpbx.lockout;

import io.keycloakpbx.store.Database;
import java.util.concurrent.atomic.AtomicLong;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/** Keeps failed sign-ins in Keycloak's own database. */
public final class JpaAddressLockProviderFactory implements AddressLockProviderFactory {

    private static final int SECONDS_BETWEEN_SWEEPS = 30;

    private final AtomicLong nextSweep = new AtomicLong();

    @Override
    public AddressLockProvider create(KeycloakSession session) {
        return new JpaAddressLockProvider(session, Database.entities(session), this::sweepBefore);
    }

    /** Once in a while one of a node's callers is told to sweep. */
    private long sweepBefore() {
        long now = Time.currentTime();
        long due = nextSweep.get();
        return now >= due && nextSweep.compareAndSet(due, now + SECONDS_BETWEEN_SWEEPS) ? now : 0;
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
