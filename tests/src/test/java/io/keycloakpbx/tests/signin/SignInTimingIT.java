package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Timings;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.Totp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The clock tells as little as the answer does. */
@OnKeycloak
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTimingIT {

    private static final int ROUNDS = 7;
    private static final int ROUNDS_AT_ONCE = 3;
    private static final int AT_ONCE = 3;
    private static final int WARM_UP = 1;
    private static final int ROUNDS_OF_KINDS = 5;
    private static final String RIGHT = "Timing-right-password-1!";
    private static final String WRONG = "Timing-wrong-password-1!";

    /** A user who may sign in from another address only. */
    private static final String ELSEWHERE = "elsewhere";

    private static final String EXPIRED = "expired";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    /** Several times what the rest of a request costs, for which the server's setting is too little. */
    private static final String WORK = "hashIterations(21)";

    private final Keycloak keycloak;
    private final SignInApi api;
    private final Realm master;
    private Realm tenant;
    private Realm suspended;

    SignInTimingIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
        this.master = keycloak.realm("master");
    }

    @BeforeAll
    void makeTenants() {
        // What nobody has takes the time that it takes in the realm of the base URL.
        master.update(realm -> realm.put("passwordPolicy", WORK));
        tenant = keycloak.tenant();
        suspended = keycloak.tenant();
        for (Realm each : List.of(tenant, suspended)) {
            each.update(realm -> {
                realm.put("passwordPolicy", WORK);
                realm.withObjectProperty("attributes")
                        .put("pbx.basicAuth", "true")
                        .put("pbx.acceptSha1Passwords", "true");
            });
            each.createUser("known", RIGHT);
        }
        // Otherwise a user is locked after some rounds, and no password is looked at.
        tenant.update(realm -> realm.put("failureFactor", 100_000));
        disable(tenant.createUser("disabled", RIGHT));
        suspended.update(realm -> realm.put("enabled", false));
    }

    @AfterAll
    void restoreMaster() {
        master.update(realm -> realm.put("passwordPolicy", ""));
    }

    @Test
    void everyRefusalTakesAsLongAsAWrongPassword() {
        Runnable[] refusals = {
            () -> api.signIn("known", WRONG, tenant.name()).isRefused(),
            () -> api.signIn("unknown", WRONG, tenant.name()).isRefused(),
            () -> api.signIn("disabled", WRONG, tenant.name()).isRefused(),
            () -> api.signIn("known", WRONG, "unknown.timing.test").isRefused(),
            () -> api.signIn("known", WRONG, "no domain").isRefused(),
            () -> api.signIn("known", WRONG, suspended.name()).isRefused()
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

    /** Basic names its tenant by the path, so that whether it serves is no secret; its users and passwords are. */
    @Test
    void aSuspendedTenantTellsNothingAtBasic() {
        Runnable[] refusals = {
            () -> basic(tenant, "known", WRONG),
            () -> basic(suspended, "known", RIGHT),
            () -> basic(suspended, "known", WRONG),
            () -> basic(suspended, "unknown", WRONG)
        };
        Timings.interleaved(WARM_UP, refusals);
        List<Timings> timings = Timings.interleaved(ROUNDS_OF_KINDS, refusals);
        long password = timings.get(0).shortest().toNanos();
        long right = timings.get(1).shortest().toNanos();
        assertThat(timings.subList(2, 4)).as("%s", timings).allSatisfy(timing -> assertThat(
                        (double) Math.abs(timing.shortest().toNanos() - right) / password)
                .isLessThan(0.4));
    }

    private void basic(Realm realm, String username, String password) {
        keycloak.http()
                .auth()
                .preemptive()
                .basic(username, password)
                .get(realm.adminPath("/communication_manager/rest/config/asterisk"))
                .then()
                .statusCode(401);
    }

    /** A password takes several times as long as everything else that the request does. */
    private static void assertAllTakeAsLongAsTheFirst(int rounds, Runnable... refusals) {
        Timings.interleaved(WARM_UP, refusals);
        List<Timings> timings = Timings.interleaved(rounds, refusals);
        long first = timings.get(0).shortest().toNanos();
        assertThat(timings).as("%s", timings).allSatisfy(timing -> assertThat(
                        (double) timing.shortest().toNanos() / first)
                .isBetween(0.6, 1.6));
    }

    /** Whoever it is, on each way to send a password. */
    @Test
    void everyKindOfUserTakesTheSameTimeOnEveryWay() {
        lock(tenant.createUser("locked", RIGHT));
        withoutPassword(tenant.createUser("nopassword", RIGHT));
        Totp.register(keycloak, tenant, tenant.createUser("factor", RIGHT));
        String sha1 = sha1User();
        createRestricted(ELSEWHERE, Map.of("pbx.allowedAddresses", List.of("192.0.2.0/24")));
        createRestricted(EXPIRED, Map.of("pbx.expirationDate", List.of("2001-03-01T08:00:00Z")));
        String[] kinds = {"known", "unknown", "locked", "disabled", "nopassword", "factor", sha1, ELSEWHERE, EXPIRED};
        String secret = tenant.clientSecret("pbx-rest");
        for (String way : List.of("sign_in", "basic", "token endpoint", "page")) {
            assertAllTakeAsLongAsTheFirst(
                    ROUNDS_OF_KINDS,
                    Stream.of(kinds).map(kind -> attempt(way, kind, secret)).toArray(Runnable[]::new));
        }
    }

    private Runnable attempt(String way, String username, String secret) {
        // The one who may not sign in from here sends what is right.
        String password = List.of(ELSEWHERE, EXPIRED).contains(username) ? RIGHT : WRONG;
        switch (way) {
            case "sign_in":
                return () -> api.signIn(username, password, tenant.name()).isRefused();
            case "basic":
                return () -> basic(tenant, username, password);
            case "token endpoint":
                return () -> tenant.tokenRequest(
                                "grant_type",
                                "password",
                                "client_id",
                                "pbx-rest",
                                "client_secret",
                                secret,
                                "username",
                                username,
                                "password",
                                password)
                        .then()
                        .statusCode(400)
                        .body("error_description", equalTo("Invalid user credentials"));
            default:
                AtomicReference<FormBrowser.Page> page = new AtomicReference<>(new FormBrowser(keycloak)
                        .authorize(
                                tenant,
                                "account-console",
                                tenant.issuer() + "/account/",
                                "code_challenge",
                                CodeVerifier.random().challenge(),
                                "code_challenge_method",
                                "S256"));
                return () -> page.set(page.get().submit("username", username, "password", password));
        }
    }

    /** For longer than the test takes, and without locking anybody else. */
    private void lock(String id) {
        tenant.update(realm ->
                realm.put("failureFactor", 5).put("waitIncrementSeconds", 900).put("maxFailureWaitSeconds", 900));
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.signIn("locked", WRONG, tenant.name())
                    .isRefused());
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        tenant.update(realm -> realm.put("failureFactor", 100_000));
    }

    private void disable(String id) {
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
    }

    private void withoutPassword(String id) {
        String credential = keycloak.admin()
                .get(tenant.adminPath("/users/" + id + "/credentials"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        keycloak.admin()
                .delete(tenant.adminPath("/users/" + id + "/credentials/" + credential))
                .then()
                .statusCode(204);
    }

    private void createRestricted(String username, Map<String, List<String>> attributes) {
        keycloak.admin()
                .body(Map.of(
                        "username",
                        username,
                        "enabled",
                        true,
                        "attributes",
                        attributes,
                        "credentials",
                        List.of(Map.of("type", "password", "value", RIGHT))))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
    }

    /** A user whose password came as a SHA-1 hash. */
    private String sha1User() {
        keycloak.admin()
                .body(Map.of(
                        "username",
                        "imported",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of(
                                "type",
                                "password",
                                "credentialData",
                                "{\"algorithm\":\"pbx-sha1\",\"hashIterations\":1,\"additionalParameters\":{}}",
                                "secretData",
                                "{\"value\":\"60b6e3843f2b26d3a24c27c4f3f071861c2f14e4\",\"salt\":\"\"}"))))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        return "imported";
    }
}
