package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.expiration.jpa.ExpirationHelper;
import org.keycloak.expiration.jpa.ExpirationTask;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Work on tables that is done from time to time, such as the removal of what has expired. The database decides which node does
 * it, in batches, each of them a transaction.
 *
 * @param interval in seconds
 * @param timeout of a batch, in seconds
 * @param batch how many rows a batch has at most
 */
@ReliesOn("org.keycloak.expiration.jpa.ExpirationTask: sweeps, of which the database decides who runs them")
public record Sweep(int interval, int timeout, int batch) {

    private static final Logger LOG = Logger.getLogger(Sweep.class);

    /** A batch of the work. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does some of it.
         *
         * @param now in seconds since 1970
         * @param most how many rows at most
         * @param done is told how many they were
         * @return whether there may be more
         */
        boolean some(KeycloakSession session, int now, int most, IntConsumer done);
    }

    /** As a provider's options say, which are those of Keycloak's own sweeps. */
    public static Sweep of(Config.Scope config) {
        return new Sweep(
                ExpirationHelper.getExpirationTaskInterval(config, LOG),
                ExpirationHelper.getExpirationTaskTimeout(config, LOG),
                ExpirationHelper.getExpirationTaskMaxRemoval(config, LOG));
    }

    /** The same at other intervals, with batches of another size. */
    public Sweep every(int seconds, int mostAtOnce) {
        return new Sweep(seconds, timeout, mostAtOnce);
    }

    /**
     * Begins.
     *
     * @param name tells it from other sweeps, on all nodes
     */
    public void schedule(KeycloakSessionFactory factory, String name, Work work) {
        ExpirationTask.builder()
                .withEntityId(name)
                .withAction((session, realmId, now, most, done) -> work.some(session, now, most, done))
                .withFactory(factory)
                .withExecutor(ExpirationHelper.expirationExecutor(factory))
                .withMaxRemoval(batch)
                .withRealmExpiration(false)
                .withTimeout(timeout, TimeUnit.SECONDS)
                .withInterval(interval, TimeUnit.SECONDS)
                .build()
                .schedule();
    }

    /** Adds the options that {@link #of} reads to what a provider says of its own. */
    public static void describe(ProviderConfigurationBuilder options, String what) {
        ExpirationHelper.addConfiguration(options, what);
    }

    /** What a factory that schedules one depends on, besides other providers. */
    public static Set<Class<? extends Provider>> dependsOn(Set<Class<? extends Provider>> others) {
        Set<Class<? extends Provider>> dependencies = new HashSet<>(ExpirationHelper.dependsOn());
        dependencies.add(JpaConnectionProvider.class);
        dependencies.addAll(others);
        return dependencies;
    }
}
