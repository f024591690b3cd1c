package io.keycloakpbx.keycloak;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * A secret of a user that is asked for outside sign-ins. Guesses count as those of sign-ins do, for brute-force detection.
 * That they come one after the other is up to whoever asks, mostly by a lock.
 */
@ReliesOn("org.keycloak.authentication.authenticators.util.AuthenticatorUtils:"
        + " whether brute-force detection keeps a user out")
public final class CountedGuess {

    /** Brute-force detection counts no failures of categories that it does not know. */
    private static final Set<String> CATEGORY = Set.of(PasswordCredentialModel.TYPE);

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private CountedGuess() {}

    /** Why brute-force detection keeps a user out now, as the error of an event; null where it does not. */
    public static String refusal(KeycloakSession session, RealmModel realm, UserModel user) {
        String refusal = AuthenticatorUtils.getDisabledByBruteForceEventError(
                session.getProvider(BruteForceProtector.class), session, realm, user);
        boolean locked = UserLock.isLocked(session, realm, user) || hasNoneLeft(session, realm, user);
        return refusal == null && locked ? Errors.USER_DISABLED : refusal;
    }

    /** Keycloak tells what it has counted before it has disabled the user for good, and looks at nothing else until then. */
    private static boolean hasNoneLeft(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!realm.isBruteForceProtected() || !realm.isPermanentLockout() || realm.getMaxTemporaryLockouts() != 0) {
            return false;
        }
        UserLoginFailureModel noted = session.loginFailures().getUserLoginFailure(realm, user.getId());
        return noted != null && noted.getNumFailures() >= realm.getFailureFactor();
    }

    /**
     * Looks at a guess, and counts what has come of it: a right one forgets those before, a wrong one is noted when this returns. Whoever
     * asks has not locked the user's row.
     */
    public static boolean isRight(KeycloakSession session, RealmModel realm, UserModel user, BooleanSupplier look) {
        boolean right = look.getAsBoolean();
        if (!right) {
            failedAndNoted(session, realm, user);
        } else if (realm.isBruteForceProtected()) {
            session.getProvider(BruteForceProtector.class)
                    .successfulLogin(
                            realm,
                            user,
                            session.getContext().getConnection(),
                            session.getContext().getUri(),
                            CATEGORY);
        }
        return right;
    }

    /** Counts a wrong guess. */
    public static void failed(KeycloakSession session, RealmModel realm, UserModel user) {
        if (realm.isBruteForceProtected()) {
            session.getProvider(BruteForceProtector.class)
                    .failedLogin(
                            realm,
                            user,
                            session.getContext().getConnection(),
                            session.getContext().getUri(),
                            CATEGORY);
        }
    }

    /**
     * Counts a wrong guess, and waits until that is noted, for a second at most: Keycloak notes it in the background, and the next
     * guess is to see it. That may disable the user, so whoever asks has not locked the user's row.
     */
    public static void failedAndNoted(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!realm.isBruteForceProtected()) {
            return;
        }
        String realmId = realm.getId();
        String userId = user.getId();
        Noted before = Noted.of(session, realmId, userId);
        failed(session, realm, user);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (before.equals(Noted.of(session, realmId, userId)) && System.nanoTime() < end) {
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was counted until now. Asked in a session of its own, for one that has asked before goes on with what it knows. */
    private record Noted(int failures, long last) {

        static Noted of(KeycloakSession session, String realmId, String userId) {
            return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
                UserLoginFailureModel noted =
                        own.loginFailures().getUserLoginFailure(own.realms().getRealm(realmId), userId);
                return noted == null ? new Noted(0, 0) : new Noted(noted.getNumFailures(), noted.getLastFailure());
            });
        }
    }
}
