package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.securitydata.LogDays;
import io.keycloakpbx.securitydata.SecurityData;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Sweep;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.telemetry.Waiting;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.timer.TimerProvider;

/**
 * Hears of sign-ins, sessions and changes of users in realms that are switched on, and has them written down once a second.
 * A sign-in waits for no statement of it: what is heard goes into a queue after the commit.
 */
public final class ActivityListener implements EventListenerProviderFactory {

    private static final Logger LOG = Logger.getLogger(ActivityListener.class);
    private static final String ID = "pbx-activity";
    private static final long WRITE_MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final String RECONCILE = "reconcileSeconds";
    private static final int RECONCILE_SECONDS = (int) TimeUnit.MINUTES.toSeconds(5);
    private static final int RECONCILED_AT_ONCE = 1000;

    private final NoteQueue queue = new NoteQueue(NoteQueue.ROOM);
    private volatile ActivityWriter writer;
    private int reconcileSeconds;
    private Sweep sweep;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                if (UserEventNote.isWanted(event.getType())) {
                    ActivityListener.this.onEvent(session, event);
                }
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                ActivityListener.this.onEvent(session, event);
            }

            @Override
            public void close() {}
        };
    }

    private void onEvent(KeycloakSession session, Event event) {
        RealmModel realm = switchedOn(session, event.getRealmId());
        if (realm == null) {
            return;
        }
        Optional<SessionNote> note = UserEventNote.of(session, realm, event);
        if (event.getType() == EventType.REGISTER) {
            session.getProvider(NumberProvider.class).noteNew(realm, NumberKind.USER);
        }
        note.ifPresent(noted -> {
            if (event.getError() == null) {
                Transactions.afterCommit(session, () -> queue.add(noted));
            } else {
                // What a request tells of a failure is true whatever becomes of the request.
                Transactions.afterCompletion(session, () -> queue.add(noted));
            }
        });
    }

    private void onEvent(KeycloakSession session, AdminEvent event) {
        RealmModel realm = switchedOn(session, event.getRealmId());
        if (realm == null) {
            return;
        }
        AdminEventNote.of(session, realm, event)
                .ifPresent(note -> RequestNotes.add(session, realm, note, notes -> writer.add(notes)));
    }

    private static RealmModel switchedOn(KeycloakSession session, String realmId) {
        RealmModel realm = session.getContext().getRealm();
        if (realm == null || !realm.getId().equals(realmId)) {
            realm = realmId == null ? null : session.realms().getRealm(realmId);
        }
        return realm != null && SecurityData.isOn(realm) ? realm : null;
    }

    @Override
    public void init(Config.Scope config) {
        reconcileSeconds = config.getInt(RECONCILE, RECONCILE_SECONDS);
        sweep = Sweep.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        writer = new ActivityWriter(ActivityTables.of(factory), queue);
        Waiting.gauge("session-notes", queue::size);
        sweep.schedule(factory, "pbx-sessions", LogDays.SESSIONS::remove);
        sweep.every(reconcileSeconds, RECONCILED_AT_ONCE)
                .schedule(factory, "pbx-sessions-open", SessionReconciliation::some);
        // Not before the tables are there.
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                writeEverySecond(factory);
            }
        });
    }

    private void writeEverySecond(KeycloakSessionFactory factory) {
        try (KeycloakSession session = factory.create()) {
            Executor executor = session.getProvider(ExecutorsProvider.class).getExecutor(ID);
            session.getProvider(TimerProvider.class).schedule(() -> execute(executor), WRITE_MILLIS, ID);
        }
    }

    private void execute(Executor executor) {
        try {
            executor.execute(this::write);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops: what is left is written when this listener closes", e);
        }
    }

    private void write() {
        try {
            writer.write();
        } catch (RuntimeException e) {
            LOG.warn("What is known of sessions and users could not be written", e);
        }
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Sweep.dependsOn(Set.of(RealmProvider.class, NumberProvider.class));
    }

    /** Writes what is left. */
    @Override
    public void close() {
        if (writer != null) {
            try {
                writer.writeLast();
            } catch (RuntimeException e) {
                LOG.warn("What was last known of sessions and users could not be written", e);
            }
        }
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }
}
