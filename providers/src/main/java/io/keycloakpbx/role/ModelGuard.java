package io.keycloakpbx.role;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.tenant.Tenant;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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
@ReliesOn("org.keycloak.services.ErrorResponse: an exception that is thrown before a commit becomes the answer of the"
        + " request")
public final class ModelGuard {

    private static final Logger LOG = Logger.getLogger(ModelGuard.class);

    private static final String WATCHED = "pbx.guarded";
    private static final String TAKEN_BACK = "pbx.taken.back.";

    /** Before a user name: those who are imported have no id before. */
    private static final String BY_NAME = "name ";

    private ModelGuard() {}

    /** Refuses what the session's transaction does to a tenant, whatever else it does, unless the system level does it. */
    static void refuse(KeycloakSession session, RealmModel realm, String reason) {
        String realmId = realm.getId();
        Transactions.beforeCommit(session, () -> {
            if (!AdministrationRealm.acts(session)) {
                LOG.warnf("Realm %s: %s", realmId, reason);
                throw ErrorResponse.error(reason, Response.Status.FORBIDDEN);
            }
        });
    }

    /** Looks at a tenant's guarded objects when the session's transaction ends. */
    public static void watch(KeycloakSession session, RealmModel realm) {
        if (Tenant.is(realm)) {
            work(session, realm);
        }
    }

    /** Looks at them, too, and refuses if a role was taken back from the user whom an administrator's request is about. */
    static void watch(KeycloakSession session, RealmModel realm, String requestPath) {
        if (Tenant.is(realm) && requestPath != null) {
            work(session, realm).addAll(List.of(requestPath.split("/")));
        }
    }

    /** Looks at them, too, and refuses if a role was taken back from a user whom an import would give it to. */
    static void watchImport(KeycloakSession session, RealmModel realm, Stream<String> usernames) {
        if (Tenant.is(realm)) {
            Set<String> work = work(session, realm);
            usernames
                    .map(KeycloakModelUtils::toLowerCaseSafe)
                    .map(BY_NAME::concat)
                    .forEach(work::add);
        }
    }

    /** What the session's work is about, as far as an administrator asked for it. */
    private static Set<String> work(KeycloakSession session, RealmModel realm) {
        String realmId = realm.getId();
        return watched(session).computeIfAbsent(realmId, unwatched -> {
            Transactions.beforeCommit(session, () -> refusal(session, realmId).ifPresent(reason -> {
                // Whoever gets no answer finds it in the log.
                LOG.warnf("Realm %s: %s", realmId, reason);
                throw ErrorResponse.error(reason, Response.Status.FORBIDDEN);
            }));
            return new HashSet<>();
        });
    }

    /** The session's work by the id of the tenant. */
    @SuppressWarnings("unchecked")
    private static Map<String, Set<String>> watched(KeycloakSession session) {
        Map<String, Set<String>> known = session.getAttribute(WATCHED, Map.class);
        if (known != null) {
            return known;
        }
        Map<String, Set<String>> watched = new LinkedHashMap<>();
        session.setAttribute(WATCHED, watched);
        return watched;
    }

    /**
     * Takes a role of a tenant back from a user, and lets a request of an administrator that is about the user be
     * refused.
     */
    static void takeBack(KeycloakSession session, RealmModel realm, UserModel user, RoleModel role, String reason) {
        if (Tenant.is(realm)) {
            user.deleteRoleMapping(role);
            takenBack(session, realm).put(user.getId(), reason);
            takenBack(session, realm).put(BY_NAME + KeycloakModelUtils.toLowerCaseSafe(user.getUsername()), reason);
            LOG.warnf("Realm %s, user %s: %s", realm.getId(), user.getId(), reason);
        }
    }

    /** From whom the session's work has taken something back in a realm, and why. */
    @SuppressWarnings("unchecked")
    static Map<String, String> takenBack(KeycloakSession session, RealmModel realm) {
        Map<String, String> known = session.getAttribute(TAKEN_BACK + realm.getId(), Map.class);
        if (known != null) {
            return known;
        }
        Map<String, String> takenBack = new HashMap<>();
        session.setAttribute(TAKEN_BACK + realm.getId(), takenBack);
        return takenBack;
    }

    /**
     * Why what the session has done to guarded objects of tenants until now will be refused when its transaction ends: for who
     * has an answer of their own to give. It is asked after the admin events of the work, and costs nothing where that was
     * about no such object.
     */
    public static Optional<String> problem(KeycloakSession session) {
        return List.copyOf(watched(session).keySet()).stream()
                .flatMap(realmId -> refusal(session, realmId).stream())
                .findFirst();
    }

    private static Optional<String> refusal(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        // A realm that is removed takes its objects with it.
        if (realm == null) {
            return Optional.empty();
        }
        Set<String> work = work(session, realm);
        // A directory's user whom the request happened to look at is not what it is about.
        Optional<String> takenBack = takenBack(session, realm).entrySet().stream()
                .filter(taken -> work.contains(taken.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (takenBack.isPresent()) {
            return takenBack;
        }
        // Keycloak's own flush says what the database refuses, a name that is taken for example; queries do not.
        Database.flush(session);
        BiFunction<KeycloakSession, RealmModel, GuardedState> state =
                AdministrationRealm.acts(session) ? GuardedState::ofSystemLevel : GuardedState::of;
        GuardedState after = state.apply(session, realm);
        GuardedState before = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                committed -> Optional.ofNullable(committed.realms().getRealm(realmId))
                        .map(there -> state.apply(committed, there))
                        .orElse(GuardedState.NONE));
        return before.refusalOf(after);
    }
}
