package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.keycloak.AdminEventListener;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.LogDays;
import io.keycloakpbx.securitydata.SecurityData;
import io.keycloakpbx.store.Database;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.expiration.jpa.ExpirationHelper;
import org.keycloak.expiration.jpa.ExpirationTask;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.Provider;

/** Writes down what administrators change in realms that are switched on, together with the change itself. */
@ReliesOn("org.keycloak.expiration.jpa.ExpirationTask: the sweep, of which the database decides who runs it")
public final class AuditListener implements AdminEventListener {

    private static final Logger LOG = Logger.getLogger(AuditListener.class);

    private int sweepInterval;
    private int sweepTimeout;
    private int sweepBatch;
    private volatile Secrets secrets;

    @Override
    public void onEvent(KeycloakSession session, AdminEvent event) {
        RealmModel realm = event.getRealmId() == null ? null : session.realms().getRealm(event.getRealmId());
        if (realm == null || event.getOperationType() == null || event.getError() != null) {
            return;
        }
        if (SecurityData.isOn(realm) || switchesOff(session, realm, event)) {
            // A flush that the database refuses belongs to the end of the request, which tells of it.
            Database.withoutFlush(session, () -> AuditTrail.of(session).add(realm, event, secrets(session)));
        }
    }

    /** That nothing is written down any more is written down: the realm was on before. */
    private static boolean switchesOff(KeycloakSession session, RealmModel realm, AdminEvent event) {
        return event.getResourceType() == ResourceType.REALM
                && event.getOperationType() == OperationType.UPDATE
                && KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), other -> {
                    RealmModel committed = other.realms().getRealm(realm.getId());
                    return committed != null && SecurityData.isOn(committed);
                });
    }

    /** The providers are all there only after the start. */
    private Secrets secrets(KeycloakSession session) {
        if (secrets == null) {
            secrets = Secrets.of(session.getKeycloakSessionFactory());
        }
        return secrets;
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
