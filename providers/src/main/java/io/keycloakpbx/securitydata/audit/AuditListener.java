package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.keycloak.AdminEventListener;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.LogDays;
import io.keycloakpbx.securitydata.SecurityData;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.expiration.jpa.ExpirationHelper;
import org.keycloak.expiration.jpa.ExpirationTask;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Writes down what administrators change in realms that are switched on, together with the change itself. */
@ReliesOn("org.keycloak.expiration.jpa.ExpirationTask: the sweep, of which the database decides who runs it")
public final class AuditListener implements AdminEventListener {

    private static final Logger LOG = Logger.getLogger(AuditListener.class);

    private int sweepInterval;
    private int sweepTimeout;
    private int sweepBatch;

    @Override
    public void onEvent(KeycloakSession session, AdminEvent event) {
        RealmModel realm = event.getRealmId() == null ? null : session.realms().getRealm(event.getRealmId());
        if (realm != null && SecurityData.isOn(realm) && event.getOperationType() != null && event.getError() == null) {
            AuditTrail.of(session).add(realm, event);
        }
    }

    @Override
    public void init(Config.Scope config) {
        sweepInterval = ExpirationHelper.getExpirationTaskInterval(config, LOG);
        sweepTimeout = ExpirationHelper.getExpirationTaskTimeout(config, LOG);
        sweepBatch = ExpirationHelper.getExpirationTaskMaxRemoval(config, LOG);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        ExpirationTask.builder()
                .withEntityId("pbx-audit-log")
                .withAction(
                        (session, realmId, now, most, removed) -> LogDays.CHANGES.remove(session, now, most, removed))
                .withFactory(factory)
                .withExecutor(ExpirationHelper.expirationExecutor(factory))
                .withMaxRemoval(sweepBatch)
                .withRealmExpiration(false)
                .withTimeout(sweepTimeout, TimeUnit.SECONDS)
                .withInterval(sweepInterval, TimeUnit.SECONDS)
                .build()
                .schedule();
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        Set<Class<? extends Provider>> dependencies = new HashSet<>(ExpirationHelper.dependsOn());
        dependencies.add(JpaConnectionProvider.class);
        return dependencies;
    }

    @Override
    public String getId() {
        return "pbx-audit-log";
    }
}
