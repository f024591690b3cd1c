package io.keycloakpbx.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** What Keycloak's brute-force detection holds against a user. It counts after it has answered, and two
 * failures at once may count as one. */
public final class BruteForce {

    private static final int ATTEMPTS = 5;
    private static final Duration BOOKING = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private BruteForce() {}

    public static Map<String, Object> status(Keycloak keycloak, Realm realm, String userId) {
        return keycloak.admin()
                .get(realm.adminPath("/attack-detection/brute-force/users/" + userId))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    /**
     * Fails to sign in, and returns when that is the failure of this number. Keycloak refuses what comes while it books the
     * attempt before, and does not count it; that is done again.
     */
    public static void fail(Keycloak keycloak, Realm realm, String userId, int number, Runnable failure) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            failure.run();
            if (comes(keycloak, realm, userId, BOOKING, status -> isCounted(status, number))) {
                return;
            }
        }
        failure.run();
        awaitFailures(keycloak, realm, userId, number);
    }

    public static void awaitFailures(Keycloak keycloak, Realm realm, String userId, int failures) {
        await(keycloak, realm, userId, status -> isCounted(status, failures));
    }

    public static void awaitLocked(Keycloak keycloak, Realm realm, String userId) {
        await(keycloak, realm, userId, status -> Boolean.TRUE.equals(status.get("disabled")));
    }

    /** Waits until wrong passwords have disabled a user, which comes after they have been counted. */
    public static void awaitDisabled(Keycloak keycloak, Realm realm, String userId) {
        await(
                keycloak,
                realm,
                userId,
                status -> Boolean.FALSE.equals(keycloak.admin()
                        .get(realm.adminPath("/users/" + userId))
                        .<Boolean>path("enabled")));
    }

    /** Waits for the end of a lock for a time. */
    public static void awaitUnlocked(Keycloak keycloak, Realm realm, String userId) {
        await(keycloak, realm, userId, status -> Boolean.FALSE.equals(status.get("disabled")));
    }

    public static void unlock(Keycloak keycloak, Realm realm, String userId) {
        keycloak.admin()
                .delete(realm.adminPath("/attack-detection/brute-force/users/" + userId))
                .then()
                .statusCode(204);
    }

    private static boolean isCounted(Map<String, Object> status, int failures) {
        return Integer.valueOf(failures).equals(status.get("numFailures"));
    }

    private static void await(Keycloak keycloak, Realm realm, String userId, Predicate<Map<String, Object>> condition) {
        if (!comes(keycloak, realm, userId, PATIENCE, condition)) {
            throw new AssertionError("Brute-force detection has " + status(keycloak, realm, userId));
        }
    }

    private static boolean comes(
            Keycloak keycloak,
            Realm realm,
            String userId,
            Duration patience,
            Predicate<Map<String, Object>> condition) {
        Instant end = Instant.now().plus(patience);
        while (!condition.test(status(keycloak, realm, userId))) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return true;
    }
}
