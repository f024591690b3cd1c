package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Timings;
import io.keycloakpbx.tests.Together;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The clock tells as little as the answer does. */
@OnKeycloak
@Isolated
class SignInTimingIT {

    private static final int ROUNDS = 15;
    private static final int ROUNDS_AT_ONCE = 7;
    private static final int AT_ONCE = 3;
    private static final int WARM_UP = 3;
    private static final String WRONG = "Timing-wrong-password-1!";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final SignInApi api;

    SignInTimingIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @Test
    void everyRefusalTakesAsLongAsAWrongPassword() {
        try (Realm tenant = keycloak.createTenant("timing.test");
                Realm suspended = keycloak.createTenant("suspended.timing.test")) {
            // Otherwise the user is locked from the sixth round on, and no password is looked at.
            tenant.update(realm -> realm.put("bruteForceProtected", false));
            tenant.createUser("known", "Timing-right-password-1!");
            String disabled = tenant.createUser("disabled", "Timing-right-password-1!");
            keycloak.admin()
                    .body(Map.of("enabled", false))
                    .put(tenant.adminPath("/users/" + disabled))
                    .then()
                    .statusCode(204);
            suspended.createUser("known", "Timing-right-password-1!");
            suspended.update(realm -> realm.put("enabled", false));

            Runnable[] refusals = {
                () -> api.signIn("known", WRONG, "timing.test").isRefused(),
                () -> api.signIn("unknown", WRONG, "timing.test").isRefused(),
                () -> api.signIn("disabled", WRONG, "timing.test").isRefused(),
                () -> api.signIn("known", WRONG, "unknown.timing.test").isRefused(),
                () -> api.signIn("known", WRONG, "no domain").isRefused(),
                () -> api.signIn("known", WRONG, "suspended.timing.test").isRefused()
            };
            assertAllTakeAsLongAsTheFirst(ROUNDS, refusals);
            // Those of one name come one after the other, and so must those of a name that nobody has.
            assertAllTakeAsLongAsTheFirst(
                    ROUNDS_AT_ONCE,
                    Stream.of(refusals)
                            .<Runnable>map(refusal -> () -> Together.send(AT_ONCE, number -> {
                                refusal.run();
                                return number;
                            }))
                            .toArray(Runnable[]::new));
        }
    }

    /** A password takes several times as long as everything else that the request does. */
    private static void assertAllTakeAsLongAsTheFirst(int rounds, Runnable... refusals) {
        Timings.interleaved(WARM_UP, refusals);
        List<Timings> timings = Timings.interleaved(rounds, refusals);
        long first = timings.get(0).median().toNanos();
        assertThat(timings).as("%s", timings).allSatisfy(timing -> assertThat(
                        (double) timing.median().toNanos() / first)
                .isBetween(0.6, 1.6));
    }

    @Test
    void aLockedUserTakesAsLongAsAnyOther() {
        try (Realm tenant = keycloak.createTenant("locked.timing.test")) {
            String id = tenant.createUser("known", "Timing-right-password-1!");
            for (int failures = 1; failures <= 5; failures++) {
                BruteForce.fail(keycloak, tenant, id, failures, () -> api.signIn("known", WRONG, "locked.timing.test")
                        .isRefused());
            }
            BruteForce.awaitLocked(keycloak, tenant, id);
            assertAllTakeAsLongAsTheFirst(
                    ROUNDS,
                    () -> api.signIn("known", WRONG, "locked.timing.test").isRefused(),
                    () -> api.signIn("unknown", WRONG, "locked.timing.test").isRefused());
        }
    }
}
