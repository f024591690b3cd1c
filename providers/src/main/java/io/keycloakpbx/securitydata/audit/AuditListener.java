package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.keycloak.AdminEventListener;
import io.keycloakpbx.securitydata.LogDays;
import io.keycloakpbx.securitydata.SecurityData;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Sweep;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.Provider;

/** Writes down what administrators change in realms that are switched on, together with the change itself. */
public final class AuditListener implements AdminEventListener {

    private Sweep sweep;
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
        sweep = Sweep.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        sweep.schedule(factory, "pbx-audit-log", LogDays.CHANGES::remove);
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Sweep.dependsOn(Set.of());
    }

    @Override
    public String getId() {
        return "pbx-audit-log";
    }
}
