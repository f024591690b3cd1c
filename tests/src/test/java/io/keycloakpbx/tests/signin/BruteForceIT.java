package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnKeycloak
class BruteForceIT {

    private static final String PASSWORD = "Brute-force-401!";
    private static final int AT_ONCE = 12;
    private static final String WRONG = "Brute-force-wrong!";
    private static final int LIMIT = 5;

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;

    BruteForceIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @Test
    void fiveFailuresLockTheUserUntilAnAdministratorUnlocks() {
        String id = tenant.createUser("locked", PASSWORD);
        Answer before = api.signedIn("locked", PASSWORD, tenant.name());
        for (int failures = 1; failures <= LIMIT; failures++) {
            Runnable failure = failures % 2 == 0
                    ? () -> api.login("locked", WRONG, tenant.name()).isRefused()
                    : () -> api.signIn("locked", WRONG, tenant.name()).isRefused();
            BruteForce.fail(keycloak, tenant, id, failures, failure);
        }
        BruteForce.awaitLocked(keycloak, tenant, id);

        tenant.clearEvents();
        api.signIn("locked", PASSWORD, tenant.name()).isRefused();
        // That of the lock comes once it is to be seen.
        assertThat(tenant.events())
                .filteredOn(event -> !event.type().equals("USER_DISABLED_BY_TEMPORARY_LOCKOUT"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("LOGIN_ERROR");
                    assertThat(event.error()).isEqualTo("user_temporarily_disabled");
                    assertThat(event.userId()).isEqualTo(id);
                    assertThat(event.clientId()).isEqualTo("pbx-rest");
                });
        api.login("locked", PASSWORD, tenant.name()).isRefused();
        // A lock keeps people from signing in; it ends nobody's session.
        assertThat(api.user(before.text("access_token")).status()).isEqualTo(200);

        BruteForce.unlock(keycloak, tenant, id);
        api.signedIn("locked", PASSWORD, tenant.name());
    }

    @Test
    void fourFailuresAreForgivenByARightPassword() {
        String id = tenant.createUser("forgiven", PASSWORD);
        for (int failures = 1; failures < LIMIT; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.signIn("forgiven", WRONG, tenant.name())
                    .isRefused());
        }
        api.signedIn("forgiven", PASSWORD, tenant.name());
        BruteForce.awaitFailures(keycloak, tenant, id, 0);
    }

    /** Guessing in parallel gets no more guesses than guessing one by one. */
    @Test
    void guessesAtTheSameTimeAreEachCounted() {
        String id = tenant.createUser("guessed", PASSWORD);
        tenant.clearEvents();
        Together.send(AT_ONCE, number -> api.signIn("guessed", WRONG + number, tenant.name()))
                .forEach(Answer::isRefused);
        BruteForce.awaitLocked(keycloak, tenant, id);
        BruteForce.awaitFailures(keycloak, tenant, id, LIMIT);
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals("LOGIN_ERROR"))
                .hasSize(AT_ONCE)
                .filteredOn(event -> "invalid_user_credentials".equals(event.error()))
                .hasSize(LIMIT);
    }

    /** There the steps of the flow wait for one another, and look at the lock again after that. */
    @Test
    void guessesAtTheSameTimeAreEachCountedAtTheTokenEndpointToo() {
        String id = tenant.createUser("tried", PASSWORD);
        tenant.clearEvents();
        Together.send(AT_ONCE, number -> tenant.passwordGrant("tried", WRONG + number))
                .forEach(answer -> assertThat(answer.statusCode()).isEqualTo(400));
        BruteForce.awaitLocked(keycloak, tenant, id);
        BruteForce.awaitFailures(keycloak, tenant, id, LIMIT);
        assertThat(tenant.events())
                .filteredOn(event -> "invalid_user_credentials".equals(event.error()))
                .hasSize(LIMIT);
    }

    /** Two wrong ones lock for a time, and the next for good: whichever way it comes, none after it is looked at. */
    @Test
    void guessesByTwoWaysAfterALockForATimeAreLookedAtUntilOneLocksForGood() {
        Realm mixed = keycloak.tenant();
        String id = mixed.createUser("mixed", PASSWORD);
        mixed.update(realm -> realm.put("permanentLockout", true)
                .put("maxTemporaryLockouts", 1)
                .put("failureFactor", 2)
                .put("waitIncrementSeconds", 1)
                .put("maxFailureWaitSeconds", 1)
                .put("quickLoginCheckMilliSeconds", 0));
        BruteForce.fail(keycloak, mixed, id, 1, () -> api.signIn("mixed", WRONG, mixed.name())
                .isRefused());
        BruteForce.fail(keycloak, mixed, id, 2, () -> refused(mixed, WRONG));
        BruteForce.awaitUnlocked(keycloak, mixed, id);
        mixed.clearEvents();

        Together.send(AT_ONCE, number -> {
            if (number % 2 == 0) {
                api.signIn("mixed", WRONG + number, mixed.name()).isRefused();
            } else {
                refused(mixed, WRONG + number);
            }
            return number;
        });
        BruteForce.awaitLocked(keycloak, mixed, id);
        api.signIn("mixed", PASSWORD, mixed.name()).isRefused();
        refused(mixed, PASSWORD);
        assertThat(mixed.events())
                .filteredOn(event -> "invalid_user_credentials".equals(event.error()))
                .hasSize(1);
        BruteForce.awaitFailures(keycloak, mixed, id, 3);
        BruteForce.awaitDisabled(keycloak, mixed, id);
    }

    private static void refused(Realm realm, String password) {
        assertThat(realm.passwordGrant("mixed", password).statusCode()).isIn(400, 401);
    }

    @Test
    void signInsAtTheSameTimeAllSucceedAtTheTokenEndpointToo() {
        tenant.createUser("several", PASSWORD);
        Together.send(4, number -> tenant.passwordGrant("several", PASSWORD))
                .forEach(answer -> assertThat(answer.statusCode()).isEqualTo(200));
    }

    @Test
    void theLockIsTheTenantsOwn() {
        Realm other = keycloak.tenant();
        String id = tenant.createUser("twin", PASSWORD);
        String otherId = other.createUser("twin", PASSWORD);
        for (int failures = 1; failures <= LIMIT; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.signIn("twin", WRONG, tenant.name())
                    .isRefused());
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        api.signedIn("twin", PASSWORD, other.name());
        Map<String, Object> status = BruteForce.status(keycloak, other, otherId);
        assertThat(status).containsEntry("numFailures", 0).containsEntry("disabled", false);
    }
}
