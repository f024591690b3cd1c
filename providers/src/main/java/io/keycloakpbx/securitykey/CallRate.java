package io.keycloakpbx.securitykey;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.models.KeycloakSession;

/**
 * How many calls each caller may make on this node: a number per minute, which may also come all at once. It protects
 * the database from a caller that guesses or loops; it is not what keeps keys safe. Each node counts for itself, so a
 * caller that reaches n nodes has n times the number. The callers that were active last are remembered, at most {@link
 * #MAX_CALLERS}.
 */
final class CallRate {

    static final int MAX_CALLERS = 10_000;

    /** A caller who has not called yet. */
    static final long NEVER = Long.MIN_VALUE;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LocalCache<String, AtomicLong> fullAgain;
    private final long cost;
    private final LongSupplier clock;

    /** A limit of {@code callsPerMinute}, which must be positive, kept in a cache of the server's. */
    static CallRate perMinute(int callsPerMinute, KeycloakSession session) {
        return new CallRate(
                callsPerMinute,
                session.getProvider(LocalCacheProvider.class)
                        .create(LocalCacheConfiguration.<String, AtomicLong>builder()
                                .name("pbx-security-key-callers")
                                .maxSize(MAX_CALLERS)
                                .expirationAfterAccess((caller, time) -> Duration.ofMinutes(2))
                                .loader(caller -> new AtomicLong(NEVER))
                                .build()),
                System::nanoTime);
    }

    CallRate(int callsPerMinute, LocalCache<String, AtomicLong> fullAgain, LongSupplier clock) {
        this.cost = Math.max(1, MINUTE / callsPerMinute);
        this.fullAgain = fullAgain;
        this.clock = clock;
    }

    /**
     * Counts one call.
     *
     * @return 0 where the caller may make it, otherwise the seconds after which it may try again
     */
    long acquire(String caller) {
        AtomicLong time = fullAgain.get(caller);
        while (true) {
            long now = clock.getAsLong();
            long seen = time.get();
            // The moment at which the caller's allowance is whole again moves by the price of each call.
            long from = seen == NEVER || seen - now < 0 ? now : seen;
            long next = from + cost;
            if (next - now > MINUTE) {
                return Math.max(1, Duration.ofNanos(next - now - MINUTE).toSeconds());
            }
            if (time.compareAndSet(seen, next)) {
                return 0;
            }
        }
    }

    void close() {
        fullAgain.close();
    }
}
