package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.ErrorResponse;

/**
 * Refuses what is done to guarded objects. Keycloak has no veto on them, so the transaction fails before it is committed,
 * and whatever came with the request is undone. What a realm has had before is compared with what it would have: a change
 * that leaves things as they are, bad ones too, is nobody's fault.
 */
@ReliesOn(
        "org.keycloak.services.ErrorResponse: an exception that is thrown before a commit becomes the answer of the request")
final class ModelGuard {

    private static final Logger LOG = Logger.getLogger(ModelGuard.class);

    private static final String WATCHED = "pbx.guarded.";
    private static final String TAKEN_BACK = "pbx.taken.back.";

    private ModelGuard() {}

    /** Looks at a tenant's guarded objects when the session's transaction ends. */
    static void watch(KeycloakSession session, RealmModel realm) {
        if (!Tenant.is(realm) || session.getAttribute(WATCHED + realm.getId()) != null) {
            return;
        }
        String realmId = realm.getId();
        session.setAttribute(WATCHED + realmId, true);
        Transactions.beforeCommit(session, () -> refusal(session, realmId).ifPresent(reason -> {
            // Whoever gets no answer finds it in the log.
            LOG.warnf("Realm %s: %s", realmId, reason);
            throw ErrorResponse.error(reason, Response.Status.FORBIDDEN);
        }));
    }

    /** Takes a role of a tenant back from a user, and lets a request that is watched, or becomes so, be refused. */
    static void takeBack(KeycloakSession session, RealmModel realm, UserModel user, RoleModel role, String reason) {
        if (Tenant.is(realm)) {
            user.deleteRoleMapping(role);
            session.setAttribute(TAKEN_BACK + realm.getId(), reason);
            LOG.warnf("Realm %s, user %s: %s", realm.getId(), user.getId(), reason);
        }
    }

    /** Why something of the session's work was taken back in a realm. */
    static Optional<String> takenBack(KeycloakSession session, RealmModel realm) {
        return Optional.ofNullable(session.getAttribute(TAKEN_BACK + realm.getId(), String.class));
    }

    private static Optional<String> refusal(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        // A realm that is removed takes its objects with it.
        if (realm == null) {
            return Optional.empty();
        }
        Optional<String> takenBack = takenBack(session, realm);
        if (takenBack.isPresent()) {
            return takenBack;
        }
        GuardedState after = GuardedState.of(session, realm);
        GuardedState before = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                committed -> Optional.ofNullable(committed.realms().getRealm(realmId))
                        .map(there -> GuardedState.of(committed, there))
                        .orElse(GuardedState.NONE));
        return before.refusalOf(after);
    }
}
