package io.keycloakpbx.tests.signin;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** What Keycloak's brute-force detection holds against a user. It counts after it has answered, and two
 * failures at once may count as one. */
final class BruteForce {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private BruteForce() {}

    static Map<String, Object> status(Keycloak keycloak, Realm realm, String userId) {
        return keycloak.admin()
                .get(realm.adminPath("/attack-detection/brute-force/users/" + userId))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    static void awaitFailures(Keycloak keycloak, Realm realm, String userId, int failures) {
        await(keycloak, realm, userId, status -> Integer.valueOf(failures).equals(status.get("numFailures")));
    }

    static void awaitLocked(Keycloak keycloak, Realm realm, String userId) {
        await(keycloak, realm, userId, status -> Boolean.TRUE.equals(status.get("disabled")));
    }

    static void unlock(Keycloak keycloak, Realm realm, String userId) {
        keycloak.admin()
                .delete(realm.adminPath("/attack-detection/brute-force/users/" + userId))
                .then()
                .statusCode(204);
    }

    private static void await(Keycloak keycloak, Realm realm, String userId, Predicate<Map<String, Object>> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        Map<String, Object> status = status(keycloak, realm, userId);
        while (!condition.test(status)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Brute-force detection has " + status);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            status = status(keycloak, realm, userId);
        }
    }
}
