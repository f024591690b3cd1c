package io.keycloakpbx.keycloak;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.util.Time;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Whether brute-force detection keeps a user out of a sign-in. Keycloak also refuses while another sign-in of the user goes
 * on, and after it until it has noted in the background what has become of it; that is over in a moment, and is waited for.
 * So a right password is not refused because the one before was, too, and guesses come one after the other, each counted.
 */
@ReliesOn({
    "org.keycloak.authentication.authenticators.util.AuthenticatorUtils: whether brute-force detection has locked a"
            + " user",
    "org.keycloak.services.managers.DefaultBlockingBruteForceProtector: a sign-in that goes on looks like a lock, and"
            + " the first that asks after it has the next turn"
})
public final class UserLock {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration NOTED = Duration.ofMillis(25);

    /** How many threads of a node may wait; there must be others for everybody else. */
    private static final Semaphore THREADS = new Semaphore(16);

    private UserLock() {}

    /** Why a user may not go on with a sign-in now, as the error of an event, or null. */
    public static String eventError(AuthenticationFlowContext context, UserModel user) {
        String error = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
        if (error == null || isLocked(context, user) || !THREADS.tryAcquire()) {
            return error;
        }
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (error != null && System.nanoTime() < end) {
                Thread.sleep(PAUSE.toMillis());
                if (isLocked(context, user)) {
                    return error;
                }
                error = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
            }
            if (error == null) {
                // Keycloak lets the next one go on a moment before what has locked the user is to be seen.
                Thread.sleep(NOTED.toMillis());
            }
            return error == null && isLocked(context, user) ? Errors.USER_TEMPORARILY_DISABLED : error;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error;
        } finally {
            THREADS.release();
        }
    }

    /**
     * By what was counted, or by an administrator: for longer than a moment. Asked in a session of its own, for one that has
     * asked before does not see what was noted since.
     */
    private static boolean isLocked(AuthenticationFlowContext context, UserModel user) {
        String realmId = context.getRealm().getId();
        String userId = user.getId();
        return !user.isEnabled()
                || KeycloakModelUtils.runJobInTransactionWithResult(
                        context.getSession().getKeycloakSessionFactory(), own -> {
                            RealmModel realm = own.realms().getRealm(realmId);
                            return realm != null && wasLocked(own, realm, userId);
                        });
    }

    /** Whether brute-force detection keeps a user out of a realm now by what was counted, whatever sign-in goes on. */
    public static boolean isLocked(KeycloakSession session, RealmModel realm, UserModel user) {
        return isLocked(session, realm, user.getId());
    }

    /** Likewise, by the id of a user who is not read for it. */
    public static boolean isLocked(KeycloakSession session, RealmModel realm, String userId) {
        return realm.isBruteForceProtected() && wasLocked(session, realm, userId);
    }

    /**
     * Until when brute-force detection keeps a user out of a realm who {@linkplain #isLocked is locked}; empty where only an
     * administrator ends it.
     */
    public static Optional<Instant> until(KeycloakSession session, RealmModel realm, UserModel user) {
        UserLoginFailureModel failures = session.loginFailures().getUserLoginFailure(realm, user.getId());
        return failures == null || failures.getFailedLoginNotBefore() <= Time.currentTime()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(failures.getFailedLoginNotBefore()));
    }

    private static boolean wasLocked(KeycloakSession session, RealmModel realm, String userId) {
        UserLoginFailureModel failures = session.loginFailures().getUserLoginFailure(realm, userId);
        return failures != null
                && (Time.currentTime() < failures.getFailedLoginNotBefore()
                        || realm.isPermanentLockout()
                                && failures.getNumTemporaryLockouts() > realm.getMaxTemporaryLockouts());
    }
}
