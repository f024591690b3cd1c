package io.keycloakpbx.tests.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.keycloakpbx.tests.Drip;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Schedule;
import io.keycloakpbx.tests.extension.Pbx;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change causes outside the database happens after its commit, and happens although the first try fails. */
@OnKeycloak
@Order(Schedule.WAITING)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AfterCommitIT {

    private static final String PASSWORD = "Commit-pw-1!";
    private static final int WAIT_SECONDS = 30;
    private static final int DRIPPING = 6;

    private final Keycloak keycloak;
    private final Pbx pbx;
    private String thief;

    @AutoClose
    private final Drip drip = new Drip("HTTP/1.1 200 OK\r\nX-Slow: ");

    AfterCommitIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void createThief() {
        thief = revoking(pbx);
    }

    /** Some seconds of a drip are over when the other tests are. */
    @BeforeAll
    void dripFromNowOn() {
        Pbx dripping = new Pbx(keycloak, keycloak.tenant());
        String other = revoking(dripping);
        String owner = dripping.realm().createUser("dripped", PASSWORD);
        String extension = dripping.createExtension("121");
        dripping.assign(extension, owner, "dripped").then().statusCode(200);
        for (int app = 0; app < DRIPPING; app++) {
            register(dripping.realm(), "dripping" + app, drip.port());
            dripping.realm().token("dripping" + app, "dripped", PASSWORD);
        }
        dripping.assign(extension, other, "thief").then().statusCode(200);
    }

    /** Makes a tenant one where a steal ends sessions; the id of a thief. */
    private static String revoking(Pbx pbx) {
        pbx.realm().attribute("pbx.revokeOnSteal", "true");
        return pbx.realm().createUser("thief", PASSWORD);
    }

    @Test
    void aStealDoesNotWaitForTheAppsThatItTells() throws Exception {
        try (App app = new App("hanging")) {
            app.hang();
            String owner = own("waiting", "101");
            String token = app.signIn("waiting");
            String extension = extension("101");
            pbx.assign(extension, thief, "thief").then().statusCode(200);
            // The app has not answered yet, and yet the change is there for everybody.
            keycloak.admin()
                    .get(pbx.managingUser(extension))
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(thief));
            keycloak.http(token).get(pbx.realm().path("/extensions/me")).then().statusCode(401);
            assertThat(Pbx.claims(app.logoutToken()).path("sub").asText()).isEqualTo(owner);
        }
    }

    /** A byte now and then is within every limit but one on the whole. */
    @Test
    @Order(1)
    void appsThatDripKeepNobodyElseFromBeingTold() throws Exception {
        drip.awaitConnection();
        String owner = own("owner", "121");
        try (App app = new App("prompt")) {
            app.signIn("owner");
            pbx.assign(extension("121"), thief, "thief").then().statusCode(200);
            assertThat(Pbx.claims(app.logoutToken()).path("sub").asText()).isEqualTo(owner);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void anAppThatDripsIsGivenUp() throws Exception {
        drip.awaitEnd();
    }

    @Test
    void anAppThatFailsIsToldAgainWithATokenOfThatMoment() throws Exception {
        // Its own, which has nobody else to tell in between.
        Pbx other = new Pbx(keycloak, keycloak.tenant());
        String robber = revoking(other);
        try (App app = new App(other.realm(), "failing")) {
            app.failures(1);
            String owner = other.realm().createUser("robbed", PASSWORD);
            String extension = other.createExtension("102");
            other.assign(extension, owner, "robbed").then().statusCode(200);
            app.signIn("robbed");
            other.assign(extension, robber, "thief").then().statusCode(200);
            String first = app.logoutToken();
            String second = app.logoutToken();
            assertThat(Pbx.claims(second).path("sub").asText()).isEqualTo(owner);
            assertThat(Pbx.claims(second).path("aud").asText()).isEqualTo("failing");
            assertThat(Pbx.claims(second).path("sid").asText())
                    .isNotEmpty()
                    .isEqualTo(Pbx.claims(first).path("sid").asText());
            assertThat(Pbx.claims(second).path("iat").asLong())
                    .isGreaterThan(Pbx.claims(first).path("iat").asLong());
            assertThat(Pbx.claims(second).path("events").has("http://schemas.openid.net/event/backchannel-logout"))
                    .isTrue();
        }
    }

    /** The two operations of the sign-in API that end a session. */
    @ParameterizedTest
    @ValueSource(strings = {"auth/sign_out", "logout"})
    void aSignOutDoesNotWaitForTheAppsThatItTells(String operation) throws Exception {
        String name = "out-of-" + operation.substring(operation.indexOf('/') + 1);
        try (App app = new App(name)) {
            app.hang();
            String user = pbx.realm().createUser(name, PASSWORD);
            String token = app.signIn(name);
            keycloak.http(token)
                    .post(pbx.realm().path("/api/" + operation))
                    .then()
                    .statusCode(anyOf(equalTo(200), equalTo(204)));
            // The app, which has not answered yet, is told of the very session.
            keycloak.http(token).get(pbx.realm().path("/api/auth/user")).then().statusCode(401);
            JsonNode told = Pbx.claims(app.logoutToken());
            assertThat(told.path("sub").asText()).isEqualTo(user);
            assertThat(told.path("sid").asText())
                    .isNotEmpty()
                    .isEqualTo(Pbx.claims(token).path("sid").asText());
        }
    }

    @Test
    void theEndOfEachSessionIsAnEvent() throws Exception {
        try (App app = new App("eventful")) {
            String owner = own("recorded", "103");
            app.signIn("recorded");
            pbx.realm().clearEvents();
            pbx.assign(extension("103"), thief, "thief").then().statusCode(200);
            assertThat(app.logoutToken()).isNotEmpty();
            assertThat(pbx.realm().events())
                    .filteredOn(event -> event.type().equals("LOGOUT"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.userId()).isEqualTo(owner);
                        assertThat(event.sessionId()).isNotEmpty();
                        assertThat(event.details())
                                .containsEntry("reason", "extension_given_to_another_user")
                                .containsEntry("sip_domain", pbx.realm().name())
                                .containsEntry("username", "recorded");
                    });
        }
    }

    /** Whoever has to choose a new password does so by the sign-in API, which ends the sessions of apps too. */
    @Test
    void anAppIsToldThatAPasswordWasReset() throws Exception {
        try (App app = new App("reset")) {
            Realm realm = pbx.realm();
            String user = realm.createUser("forced", PASSWORD);
            String token = app.signIn("forced");
            keycloak.admin()
                    .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                    .put(realm.adminPath("/users/" + user))
                    .then()
                    .statusCode(204);
            keycloak.http()
                    .contentType("application/json")
                    .body(Map.of("token", resetToken("forced"), "new_password", "Another-" + PASSWORD))
                    .post(realm.path("/api/auth/reset_password"))
                    .then()
                    .statusCode(200);
            JsonNode claims = Pbx.claims(app.logoutToken());
            assertThat(claims.path("sub").asText()).isEqualTo(user);
            assertThat(claims.path("aud").asText()).isEqualTo("reset");
            keycloak.http(token).get(realm.path("/extensions/me")).then().statusCode(401);
        }
    }

    /** Keycloak may still book the sign-in before, and refuses until it has. */
    private String resetToken(String username) {
        String token = null;
        for (int i = 0; i < 20 && token == null; i++) {
            token = pbx.signIn(username, PASSWORD).path("errors[0].detail.token");
        }
        return token;
    }

    @Test
    void anImportTellsTheAppsOfAllFormerOwnersOnlyWhereItIsKept() throws Exception {
        try (App app = new App("imported")) {
            String one = own("import1", "111");
            String two = own("import2", "112");
            app.signIn("import1");
            app.signIn("import2");
            String rows = "server,extension,managingUser\npbx,111,thief\npbx,112,thief\n";
            importRows(rows, true, false).then().statusCode(200);
            importRows(rows + "pbx,113,nobody\n", false, true).then().statusCode(400);
            importRows(rows, false, true).then().statusCode(200);
            List<String> told = List.of(
                    Pbx.claims(app.logoutToken()).path("sub").asText(),
                    Pbx.claims(app.logoutToken()).path("sub").asText());
            assertThat(told).containsExactlyInAnyOrder(one, two);
            assertThat(app.tokens).isEmpty();
        }
    }

    @Test
    void anImportSaysThatItIsKeptWhenItIs() throws IOException {
        StringBuilder rows = new StringBuilder("server,extension\n");
        for (int number = 5000; number < 5300; number++) {
            rows.append("lines,").append(number).append('\n');
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                keycloak.http(keycloak.adminToken())
                        .accept("application/x-ndjson")
                        .contentType("text/csv; charset=UTF-8")
                        .body(rows.toString())
                        .post(pbx.data())
                        .asInputStream(),
                StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.contains("\"committed\":true")) {
                line = lines.readLine();
            }
            keycloak.admin().get(pbx.servers()).then().statusCode(200).body("name", hasItem("lines"));
        }
    }

    private Response importRows(String rows, boolean dryRun, boolean atomic) {
        return keycloak.http(keycloak.adminToken())
                .contentType("text/csv; charset=UTF-8")
                .queryParam("dryRun", dryRun)
                .queryParam("atomic", atomic)
                .body(rows)
                .post(pbx.data());
    }

    private String own(String username, String number) {
        String user = pbx.realm().createUser(username, PASSWORD);
        pbx.assign(pbx.createExtension(number), user, username).then().statusCode(200);
        return user;
    }

    private String extension(String number) {
        return keycloak.admin()
                .queryParam("search", number)
                .get(pbx.extensions())
                .then()
                .extract()
                .path("[0].id");
    }

    private void register(Realm realm, String clientId, int port) {
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        clientId,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "standardFlowEnabled",
                        false,
                        "attributes",
                        Map.of(
                                "backchannel.logout.url",
                                "http://localhost:" + port + "/logout",
                                "backchannel.logout.session.required",
                                "true")))
                .post(realm.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    /** A client that is told of logouts by back channel. */
    private final class App implements AutoCloseable {

        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
        private final CountDownLatch closing = new CountDownLatch(1);
        private final Realm realm;
        private final String clientId;
        private volatile boolean hangs;
        private volatile int failures;

        App(String clientId) {
            this(pbx.realm(), clientId);
        }

        App(Realm realm, String clientId) {
            this.realm = realm;
            this.clientId = clientId;
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/logout", exchange -> {
                String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                tokens.add(URLDecoder.decode(form.substring("logout_token=".length()), StandardCharsets.UTF_8));
                awaitEndIfHanging();
                int status = failures-- > 0 ? 503 : 204;
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            server.start();
            register(realm, clientId, server.getAddress().getPort());
        }

        void hang() {
            hangs = true;
        }

        void failures(int number) {
            failures = number;
        }

        /** An access token of a user who signs in to the app. */
        String signIn(String username) {
            return realm.token(clientId, username, PASSWORD);
        }

        /** The next token that the app is sent. */
        String logoutToken() throws InterruptedException {
            String token = tokens.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(token).as("a logout token for the app").isNotNull();
            return token;
        }

        private void awaitEndIfHanging() {
            try {
                if (hangs) {
                    closing.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closing.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
