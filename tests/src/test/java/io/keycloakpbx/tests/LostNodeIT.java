package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.tests.RoundRobin.Answer;
import io.keycloakpbx.tests.securitydata.Awaited;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * One of two nodes is stopped while people use both, and comes back; then it is killed while it has work. Nothing else runs
 * meanwhile, so nobody else misses it.
 */
@OnKeycloak
@Isolated
@Order(Schedule.LATE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LostNodeIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String PASSWORD = "On-a-lost-node-1!";
    private static final List<String> PEOPLE =
            IntStream.rangeClosed(1, 4).mapToObj(i -> "10" + i).toList();

    /** The numbers of the nodes, where both take part. */
    private static final int FIRST = 0;

    private static final int SECOND = 1;

    /** Who make tenants at a time, one after the other, so that the end finds each on the way. */
    private static final int MAKERS = 2;

    private static final int SIGN_INS_BEFORE_KILL = 10;

    /** A machine that is busy with something else takes its time. */
    private static final int PATIENCE_SECONDS = 150;

    private final Keycloak first;
    private final ObjectMapper json = new ObjectMapper();
    private Keycloak second;
    private KeycloakServer secondServer;
    private Realm tenant;
    private Tables tables;

    LostNodeIT(Keycloak keycloak) {
        this.first = keycloak;
    }

    @BeforeAll
    void prepare() {
        // Skips all of it where there is none.
        first.secondNode();
        tables = new Tables(first.database());
        tenant = first.tenant();
        tenant.attribute("frontendUrl", "https://login.lost.test");
        PEOPLE.forEach(username -> tenant.createUser(username, PASSWORD));
        tenant.createUser("201", PASSWORD);
        tenant.createUser("202", PASSWORD);
    }

    /** Up again, if a test has ended it. */
    @BeforeEach
    void bothNodes() {
        second = first.secondNode();
        secondServer = first.secondServer();
    }

    /**
     * The other one takes all of it meanwhile, also sessions that were used on the one that stops. Whatever a balancer sends
     * before it learns that the node stops is answered: Keycloak says that it is not ready as long as {@code shutdown-delay} before it stops.
     */
    @Test
    @Order(1)
    void aNodeThatIsStoppedAndStartedAgainLosesNothingButWhatItHadTaken() {
        SignInLoad load;
        Instant stopped;
        try (RoundRobin nodes = new RoundRobin(first, second);
                SignInLoad running = new SignInLoad(nodes, tenant, PEOPLE, PASSWORD)) {
            load = running;
            load.awaitAnswers(FIRST, 20);
            load.awaitAnswers(SECOND, 20);

            secondServer.stop();
            stopped = Instant.now();
            load.awaitAnswers(FIRST, 20);
            first.createTenant("meanwhile.lost.test");

            secondServer.restart();
            load.awaitAnswers(SECOND, 20);
            load.awaitAnswers(FIRST, 20);
        }
        assertThat(load.failures())
                .as("those that the stopped node had taken, one of each person at most")
                .hasSizeLessThanOrEqualTo(PEOPLE.size())
                .allSatisfy(failure -> {
                    assertThat(failure).returns(true, Answer::isLost).returns(SECOND, Answer::node);
                    assertThat(failure.sent()).isBefore(stopped);
                });
        second.admin().get(TENANT, "meanwhile.lost.test").then().statusCode(200);
    }

    @Test
    @Order(2)
    void aNodeThatIsKilledLeavesNothingHalfDoneAndNoSessionIsLost() throws Exception {
        Map<String, Long> before = tables.rowsOfNoRealm();
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        Queue<String> unanswered = new ConcurrentLinkedQueue<>();
        Queue<String> sessions = new ConcurrentLinkedQueue<>();
        SignInLoad load;
        try (RoundRobin atTheFirst = new RoundRobin(first);
                RoundRobin atTheSecond = new RoundRobin(second);
                SignInLoad running = new SignInLoad(atTheFirst, tenant, PEOPLE, PASSWORD)) {
            load = running;
            killAtWork(atTheSecond, answered, unanswered, sessions);
            load.awaitAnswers(FIRST, 20);
        }
        assertThat(load.failures()).as("of the node that goes on").isEmpty();
        Awaited.until(this::nodes, "1"::equals);

        assertThat(sessions).hasSizeGreaterThanOrEqualTo(SIGN_INS_BEFORE_KILL);
        for (String token : sessions) {
            refresh(token).then().statusCode(200);
        }
        for (String username : List.of("201", "202")) {
            assertThat(signIn(username, tenant.name())).isEqualTo(200);
        }
        assertThat(tables.rowsOfNoRealm()).isEqualTo(before);
        for (String domain : answered) {
            first.admin().get(TENANT, domain).then().statusCode(200);
        }
        assertThat(unanswered).hasSize(MAKERS);
        unanswered.forEach(this::wholeOrNotThere);
    }

    /** Kills the second node while it makes tenants and people sign in there. */
    private void killAtWork(
            RoundRobin atTheSecond, Queue<String> answered, Queue<String> unanswered, Queue<String> sessions)
            throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch signedIn = new CountDownLatch(SIGN_INS_BEFORE_KILL);
        String admin = second.adminToken();
        ExecutorService work = Executors.newCachedThreadPool();
        for (int maker = 0; maker < MAKERS; maker++) {
            String suffix = ".maker" + maker + ".lost.test";
            work.submit(() -> {
                int number = 0;
                String domain = number + suffix;
                while (atTheSecond
                                .post(TENANTS, admin, body(Map.of("sipDomain", domain)))
                                .status()
                        == 201) {
                    answered.add(domain);
                    made.countDown();
                    number++;
                    domain = number + suffix;
                }
                return unanswered.add(domain);
            });
        }
        for (String username : List.of("201", "202")) {
            String body = body(Map.of("username", username, "password", PASSWORD, "domain", tenant.name()));
            work.submit(() -> {
                Answer answer = atTheSecond.post("/realms/master/api/auth/sign_in", null, body);
                while (answer.isSuccess()) {
                    sessions.add(
                            json.readTree(answer.body()).path("refresh_token").asText());
                    signedIn.countDown();
                    answer = atTheSecond.post("/realms/master/api/auth/sign_in", null, body);
                }
                return answer;
            });
        }
        try {
            assertThat(made.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("a tenant is made; not answered: %s", unanswered)
                    .isTrue();
            assertThat(signedIn.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("people sign in; so far %s", sessions.size())
                    .isTrue();
        } finally {
            // What they do ends with it.
            secondServer.kill();
            work.shutdown();
        }
        assertThat(work.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private String body(Map<String, String> members) {
        return json.valueToTree(members).toString();
    }

    /** How many nodes the first one knows. */
    private String nodes() {
        String metrics = RestAssured.given()
                .baseUri(first.managementUrl().toString())
                .get("/metrics")
                .asString();
        return metrics.lines()
                .filter(line -> line.startsWith("vendor_cluster_size"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).replace(".0", ""))
                .findFirst()
                .orElse("none");
    }

    /** What is not there is made on the node that is left. */
    private void wholeOrNotThere(String domain) {
        Realm realm = first.realm(domain);
        if (first.admin().get(TENANT, domain).statusCode() == 200) {
            first.admin()
                    .get(realm.adminPath("/clients"))
                    .then()
                    .statusCode(200)
                    .body("clientId", hasItems("pbx-app", "pbx-rest", "pbx-integration", "pbx-provisioning"));
        } else {
            first.admin().get(realm.adminPath("")).then().statusCode(404);
            first.admin()
                    .queryParam("clientId", domain + "-realm")
                    .get("/admin/realms/master/clients")
                    .then()
                    .statusCode(200)
                    .body("", equalTo(List.of()));
            first.createTenant(domain);
        }
        realm.createUser("101", PASSWORD);
        assertThat(signIn("101", domain)).isEqualTo(200);
    }

    private int signIn(String username, String domain) {
        return first.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", PASSWORD, "domain", domain))
                .post("/realms/master/api/auth/sign_in")
                .statusCode();
    }

    private Response refresh(String token) {
        return first.http()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", token))
                .post(tenant.path("/api/auth/refresh_token"));
    }
}
