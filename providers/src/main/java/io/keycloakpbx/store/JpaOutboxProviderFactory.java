package io.keycloakpbx.store;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.timer.TimerProvider;

/**
 * Keeps the outbox in the database, and sends what is in it: at once what this node has put there, and all every few
 * seconds.
 */
public final class JpaOutboxProviderFactory implements OutboxProviderFactory {

    private static final String TASK = "pbx-outbox";
    private static final long INTERVAL = TimeUnit.SECONDS.toMillis(5);

    private volatile OutboxSender sender;

    @Override
    public OutboxProvider create(KeycloakSession session) {
        return new JpaOutboxProvider(session, sender);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        try (KeycloakSession session = factory.create()) {
            ExecutorsProvider executors = session.getProvider(ExecutorsProvider.class);
            sender = new OutboxSender(factory, executors.getExecutor(TASK), executors.getExecutor(TASK + "-delivery"));
        }
        // Not before the table is there.
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                try (KeycloakSession session = factory.create()) {
                    session.getProvider(TimerProvider.class).schedule(sender::wake, INTERVAL, TASK);
                }
            }
        });
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class, ExecutorsProvider.class, TimerProvider.class);
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
