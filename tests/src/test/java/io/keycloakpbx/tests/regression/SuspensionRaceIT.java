package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tenant's administrator has under way when the operator suspends the tenant undoes nothing of it. */
@OnKeycloak
@Timeout(2 * 60)
class SuspensionRaceIT {

    private static final String TENANT = "/admin/realms/master/tenants/{domain}";
    private static final String PASSWORD = "Suspension-race-1!";
    private static final int WAIT_SECONDS = 30;
    private static final int WRITERS = 6;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private String token;

    SuspensionRaceIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    static void makeAdministrator(Realm tenant) {
        tenant.grantClientRoles(tenant.createUser("chief", PASSWORD), "realm-management", "realm-admin");
    }

    @BeforeEach
    void signIn() {
        token = tenant.userToken("chief", PASSWORD);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        keycloak.admin().post(TENANT + "/resume", tenant.name()).then().statusCode(204);
    }

    @Test
    void aChangeThatWaitedForTheSuspensionIsRefused() throws Exception {
        List<Integer> answers = inOrder(this::suspend, () -> events(token, 1_000));
        assertThat(answers).containsExactly(204, 401);
        assertSuspended();
    }

    @Test
    void aChangeThatCameFirstIsKeptAndTheSuspensionToo() throws Exception {
        List<Integer> answers = inOrder(() -> events(token, 1_000), this::suspend);
        assertThat(answers).containsExactly(204, 204);
        assertSuspended();
    }

    @Test
    void tokensThatBecameVoidMeanwhileStaySo() throws Exception {
        int now = (int) Instant.now().getEpochSecond() + 1;
        List<Integer> answers = inOrder(
                () -> keycloak.admin()
                        .body(Map.of("notBefore", now))
                        .put(tenant.adminPath(""))
                        .statusCode(),
                () -> events(token, 1_000));
        assertThat(answers).containsExactly(204, 401);
        keycloak.admin().get(tenant.adminPath("")).then().body("notBefore", equalTo(now));
        // The next test signs in, and what is issued within this second is void too.
        TimeUnit.SECONDS.sleep(1);
    }

    @Test
    void aSignUpThatWaitedForTheSuspensionMakesNobody() throws Exception {
        String email = "late@suspension-race.test";
        tenant.clearEvents();
        List<Integer> answers = inOrder(this::suspend, () -> signUp(email).statusCode());
        assertThat(answers).containsExactly(204, 401);
        keycloak.admin()
                .queryParam("email", email)
                .get(tenant.adminPath("/users"))
                .then()
                .statusCode(200)
                .body("", equalTo(List.of()));
        assertThat(tenant.adminEvents())
                .extracting(Realm.AdminEvent::resourceType)
                .doesNotContain("USER");
        assertSuspended();
    }

    /** The mail server is slow, and the operator has been made. */
    @Test
    void aSignUpThatCameFirstIsToldAsIt() throws Exception {
        String email = "early@suspension-race.test";
        try (ServerSocket mailServer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            tenant.update(realm -> realm.putObject("smtpServer")
                    .put("host", "127.0.0.1")
                    .put("port", Integer.toString(mailServer.getLocalPort()))
                    .put("from", "pbx@mail.test"));
            mailServer.setSoTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
            Future<Response> answer = threads.submit(() -> signUp(email));
            try (Socket mail = mailServer.accept()) {
                assertThat(suspend()).isEqualTo(204);
            }
            answer.get(WAIT_SECONDS, TimeUnit.SECONDS)
                    .then()
                    .statusCode(200)
                    .body("email", equalTo(email))
                    .body("verification_email_sent", equalTo(false));
        } finally {
            tenant.update(realm -> realm.putObject("smtpServer"));
        }
        assertSuspended();
    }

    private Response signUp(String email) {
        String number = keycloak.admin().get(tenant.adminPath("")).path("attributes.'pbx.tenantId'");
        return keycloak.http(token)
                .contentType("application/json")
                .body(Map.of(
                        "email",
                        email,
                        "first_name",
                        "Olga",
                        "password",
                        PASSWORD,
                        "repeatPassword",
                        PASSWORD,
                        "roles",
                        List.of(Map.of("name", "tenant_viewonly"))))
                .post(tenant.adminPath("/v2.0/api/tenants/" + number + "/signup"));
    }

    /** However they fall. */
    @Test
    void manyChangesAtOnceDoNotUndoIt() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Instant end = Instant.now().plusSeconds(WAIT_SECONDS);
        List<Future<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = 1_000 * (writer + 1);
            writers.add(threads.submit(() -> {
                int written = 0;
                for (int i = 0; !over.get() && Instant.now().isBefore(end); i++) {
                    written += events(token, first + i) == 204 ? 1 : 0;
                }
                return written;
            }));
        }
        try {
            assertThat(suspend()).isEqualTo(204);
        } finally {
            over.set(true);
        }
        for (Future<Integer> writer : writers) {
            writer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
        assertSuspended();
    }

    private void assertSuspended() {
        keycloak.admin().get(TENANT, tenant.name()).then().statusCode(200).body("enabled", equalTo(false));
        assertThat(events(token, 2_000)).isEqualTo(401);
        keycloak.admin().post(TENANT + "/resume", tenant.name()).then().statusCode(204);
        assertThat(events(token, 2_000)).as("with a token of before").isEqualTo(401);
        assertThat(events(tenant.userToken("chief", PASSWORD), 2_000)).isEqualTo(204);
    }

    private int suspend() {
        return keycloak.admin().post(TENANT + "/suspend", tenant.name()).statusCode();
    }

    /** A change of the realm that no event tells of. */
    private int events(String bearer, int expiration) {
        return keycloak.http(bearer)
                .contentType("application/json")
                .body(Map.of("eventsEnabled", true, "eventsExpiration", expiration))
                .put(tenant.adminPath("/events/config"))
                .statusCode();
    }

    private interface Request {

        int send();
    }

    /** Both have read the realm before either writes it; then they write in this order. */
    private List<Integer> inOrder(Request first, Request second) throws Exception {
        try (DirectChange holder =
                new DirectChange(keycloak, "update REALM set NAME = NAME where NAME = ?", tenant.name())) {
            Future<Integer> one = threads.submit(first::send);
            holder.awaitWaiting(1);
            Future<Integer> two = threads.submit(second::send);
            holder.awaitWaiting(2);
            holder.undo();
            return List.of(one.get(WAIT_SECONDS, TimeUnit.SECONDS), two.get(WAIT_SECONDS, TimeUnit.SECONDS));
        }
    }
}
