package io.keycloakpbx.tests.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** HTTP Basic, which iSymphony's clients use, where a realm allows it. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BasicAuthorizationIT {

    private static final String PASSWORD = "manag3r:pa55wörd";
    private static final int AT_ONCE = 8;
    private static final int ATTACK = 60;
    private static final String BLOCKED = "blocked-addresses";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String KEYCLOAKS_OWN = "{\"error\":\"HTTP 401 Unauthorized\"}";

    private final Keycloak keycloak;
    private final Pbx pbx;
    private final Pbx other;
    private String manager;
    private String extension;

    BasicAuthorizationIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.pbx = new Pbx(keycloak, tenant);
        this.other = new Pbx(keycloak, keycloak.tenant());
    }

    @BeforeAll
    void allowBasic() {
        pbx.realm().attribute("pbx.basicAuth", "true");
        other.realm().attribute("pbx.basicAuth", "true");
        manager = pbx.realm().createUser("manager", PASSWORD);
        pbx.grant(manager, "manage-users");
        extension = pbx.createExtension("4224");
    }

    @BeforeEach
    void clearEvents() {
        pbx.realm().clearEvents();
    }

    @Test
    @Tag("smoke")
    void theThreeExamplesOfTheContractWork() {
        pbx.realm().attribute("pbx.acceptSha1Passwords", "true");
        basic("manager", PASSWORD)
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(404)
                .body(equalTo("Extension has not set user"));
        String body = "{\"id\":\"ed38fe4d-13ad-4fd0-be25-d3404c421370\",\"username\":\"4224\","
                + "\"password\":\"60b6e3843f2b26d3a24c27c4f3f071861c2f14e4\",\"enabled\":true,\"full\":false,"
                + "\"displayName\":\"Michael Y (desk)\",\"lastPasswordChangedAt\":null,"
                + "\"permissionDisplayName\":\"Michael Y (desk)\","
                + "\"permissionId\":\"ed38fe4d-13ad-4fd0-be25-d3404c421370\"}";
        basic("manager", PASSWORD)
                .contentType(ContentType.JSON)
                .body(body)
                .post(pbx.managingUser(extension).replace("/extensions/", "/extension/"))
                .then()
                .statusCode(200)
                .body("username", equalTo("4224"))
                .body("full", equalTo(false))
                .body("displayName", equalTo("Michael Y (desk)"));
        basic("manager", PASSWORD)
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(200)
                .body("username", equalTo("4224"));
        basic("manager", PASSWORD).delete(pbx.managingUser(extension)).then().statusCode(204);
        assertThat(pbx.realm().adminEvents())
                .filteredOn(event -> event.resourceType().equals("PBX_EXTENSION"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.authDetails()).containsEntry("userId", manager));
    }

    @Test
    void aSipAddressIsTheUserOfThatName() {
        basic("manager@" + pbx.realm().name(), PASSWORD)
                .get(pbx.managingUser(pbx.createExtension("4225")))
                .then()
                .statusCode(404)
                .body(equalTo("Extension has not set user"));
        assertThat(pbx.realm().events())
                .filteredOn(event -> event.type().equals("LOGIN"))
                .singleElement()
                .returns(manager, Realm.Event::userId);
        basic("manager@elsewhere.test", PASSWORD)
                .get(pbx.managingUser(extension))
                .then()
                .statusCode(401);
    }

    @Test
    void itIsOffUnlessTheRealmSaysSo() {
        try {
            for (String value : new String[] {null, "false", "yes"}) {
                pbx.realm().attribute("pbx.basicAuth", value);
                pbx.realm().clearEvents();
                basic("manager", PASSWORD)
                        .get(pbx.managingUser(extension))
                        .then()
                        .statusCode(401)
                        .body(equalTo(KEYCLOAKS_OWN));
                assertThat(pbx.realm().events()).isEmpty();
            }
        } finally {
            pbx.realm().attribute("pbx.basicAuth", "true");
        }
    }

    @Test
    @Tag("smoke")
    void eachRequestIsALoginOfTheRealmAndLeavesNoSession() {
        String poller = pbx.realm().createUser("poller", "Poller-pw-1!");
        pbx.grant(poller, "view-users");
        basic("poller", "Poller-pw-1!").get(pbx.extensions()).then().statusCode(200);
        assertThat(pbx.realm().events()).hasSize(1).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("LOGIN");
            assertThat(event.userId()).isEqualTo(poller);
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.ipAddress()).isNotBlank();
        });
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        List<?> sessions;
        do {
            sessions = keycloak.admin()
                    .get(pbx.realm().adminPath("/users/" + poller + "/sessions"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("");
        } while (!sessions.isEmpty() && Instant.now().isBefore(end));
        assertThat(sessions).isEmpty();
    }

    @Test
    @Tag("smoke")
    void wrongCredentialsGetKeycloaksOwnAnswerAndAnEvent() {
        for (String[] wrong : List.of(new String[] {"manager", "wrong"}, new String[] {"nobody", "wrong"})) {
            basic(wrong[0], wrong[1])
                    .get(pbx.managingUser(extension))
                    .then()
                    .statusCode(401)
                    .body(equalTo(KEYCLOAKS_OWN));
        }
        assertThat(pbx.realm().events()).extracting(Realm.Event::type).containsExactly("LOGIN_ERROR", "LOGIN_ERROR");
        BruteForce.awaitFailures(keycloak, pbx.realm(), manager, 1);
        pbx.signIn("manager", PASSWORD).then().statusCode(200);
    }

    @Test
    @Tag("smoke")
    void bruteForceDetectionApplies() {
        String victim = pbx.realm().createUser("victim", "Victim-pw-1!");
        pbx.grant(victim, "view-users");
        basic("victim", "Victim-pw-1!").get(pbx.extensions()).then().statusCode(200);
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, pbx.realm(), victim, failures, () -> basic("victim", "wrong")
                    .get(pbx.extensions())
                    .then()
                    .statusCode(401));
        }
        BruteForce.awaitLocked(keycloak, pbx.realm(), victim);
        basic("victim", "Victim-pw-1!").get(pbx.extensions()).then().statusCode(401);
    }

    /** Clients that send the password with each request send several requests at once, too. */
    @Test
    @Tag("smoke")
    void requestsOfOneUserAtTheSameTimeAreAllSignedIn() {
        List<Integer> answers = Together.send(
                AT_ONCE,
                number -> basic("manager", PASSWORD).get(pbx.extensions()).statusCode());
        assertThat(answers).hasSize(AT_ONCE).containsOnly(200);
    }

    /** Whoever sends however many to one tenant: those of another are signed in meanwhile. */
    @Test
    void oneTenantsAttackLeavesTheOthersTheirPlaces() {
        String user = other.realm().createUser("calm", "Calm-right-pw-1!");
        other.grant(user, "view-users");
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger before = new AtomicInteger();
        List<Integer> answers = Together.send(ATTACK + 1, number -> {
            if (number == ATTACK) {
                int status = basic("calm", "Calm-right-pw-1!")
                        .get(other.extensions())
                        .statusCode();
                before.set(accepted.get());
                return status;
            }
            int status = basic("victim-of-many", "wrong").get(pbx.extensions()).statusCode();
            if (status != 503) {
                accepted.incrementAndGet();
            }
            return status;
        });
        assertThat(answers.get(ATTACK)).isEqualTo(200);
        assertThat(answers.subList(0, ATTACK)).containsOnly(401, 503).contains(401);
        assertThat(before.get()).as("sign-ins that came first").isLessThan(accepted.get());
    }

    /** It has no place of the tenant's, so that those of the others are not taken. */
    @Test
    void aBlockedAddressIsAnsweredAtOnceWhileOthersOfTheTenantGetIn() {
        pbx.realm().attribute("pbx.webAllowedAddresses", ELSEWHERE);
        try {
            for (int failures = 0; failures < 5; failures++) {
                basic("nobody" + failures, "wrong").get(pbx.extensions()).then().statusCode(401);
            }
            awaitBlocked();
            pbx.realm().clearEvents();
            List<Integer> answers = Together.send(ATTACK + 1, number -> {
                RequestSpecification request = basic("manager", PASSWORD);
                return (number == ATTACK ? from(request, ELSEWHERE) : request)
                        .get(pbx.extensions())
                        .statusCode();
            });
            assertThat(answers.subList(0, ATTACK)).as("never 503").containsOnly(401);
            assertThat(answers.get(ATTACK)).isEqualTo(200);
            assertThat(pbx.realm().events())
                    .filteredOn(event -> "address_blocked".equals(event.error()))
                    .hasSize(ATTACK)
                    .allSatisfy(event -> assertThat(event)
                            .returns("LOGIN_ERROR", Realm.Event::type)
                            .returns(
                                    Map.of(
                                            "username",
                                            "manager",
                                            "sip_domain",
                                            pbx.realm().name()),
                                    Realm.Event::details));
        } finally {
            pbx.realm().attribute("pbx.webAllowedAddresses", null);
            keycloak.admin().delete(pbx.realm().adminPath("/" + BLOCKED + "/127.0.0.1"));
        }
    }

    /** Failures are counted after the answer. */
    private void awaitBlocked() {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        List<?> blocked;
        do {
            blocked = keycloak.admin()
                    .get(pbx.realm().adminPath("/" + BLOCKED))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("");
        } while (blocked.isEmpty() && Instant.now().isBefore(end));
        assertThat(blocked).isNotEmpty();
    }

    /** A request from another of this machine's addresses. */
    private static RequestSpecification from(RequestSpecification request, String address) {
        try {
            return request.config(RestAssuredConfig.config()
                    .httpClient(HttpClientConfig.httpClientConfig()
                            .setParam("http.route.local-address", InetAddress.getByName(address))));
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRealmThatDoesNotTakeBasicIsAnsweredWhileAnotherIsBusy() {
        AtomicInteger busy = new AtomicInteger(ATTACK);
        List<Integer> left = Together.send(ATTACK + 1, number -> {
            if (number == ATTACK) {
                String unknown = pbx.extensions().replace(pbx.realm().name(), "no-such-realm");
                basic("manager", PASSWORD).get(unknown).then().statusCode(401);
                return busy.get();
            }
            basic("victim-of-many", "wrong").get(pbx.extensions());
            return busy.decrementAndGet();
        });
        assertThat(left.get(ATTACK))
                .as("requests in hand when the other was answered")
                .isPositive();
    }

    @Test
    void aUserWithoutTheRightIsForbidden() {
        pbx.realm().createUser("simple", "Simple-pw-1!");
        basic("simple", "Simple-pw-1!").get(pbx.managingUser(extension)).then().statusCode(403);
        basic("simple", "Simple-pw-1!")
                .delete(pbx.managingUser(extension))
                .then()
                .statusCode(403);
    }

    @Test
    void itOpensNoOtherPathOfTheServer() {
        for (String path : List.of(
                pbx.realm().adminPath("/users"),
                pbx.realm().adminPath("/pbx-data"),
                pbx.realm().adminPath(""),
                pbx.realm().path("/extensions/me"),
                "/admin/realms/master/users",
                "/admin/realms/" + pbx.realm().name() + "/communication_managers/rest/config/asterisk")) {
            basic("manager", PASSWORD).get(path).then().statusCode(401);
        }
        assertThat(pbx.realm().events()).isEmpty();
    }

    @Test
    void itOpensNoOtherTenant() {
        basic("manager", PASSWORD).get(other.extensions()).then().statusCode(401);
        String unknown = pbx.extensions().replace(pbx.realm().name(), "no-such-realm");
        basic("manager", PASSWORD).get(unknown).then().statusCode(401);
    }

    @Test
    @Tag("smoke")
    void malformedHeadersAreRefused() {
        for (String header :
                List.of("Basic", "Basic ", "Basic !!!", "Basic bWFuYWdlcg==", "Basic Ojo=", "Basic gIA6gA==")) {
            keycloak.http()
                    .header("Authorization", header)
                    .get(pbx.extensions())
                    .then()
                    .statusCode(401);
        }
        assertThat(pbx.realm().events()).isEmpty();
    }

    @Test
    @Tag("smoke")
    void aSha1PasswordIsReplacedAtTheFirstSignIn() {
        pbx.realm().attribute("pbx.acceptSha1Passwords", "true");
        String first = pbx.createExtension("4300");
        // The SHA-1 of "secret", as in the contract.
        Map<String, Object> body =
                Map.of("username", "migrant", "password", "E5E9FA1BA31ECD1AE84F75CAAA474F3A663F05F4");
        String id = keycloak.admin()
                .body(body)
                .post(pbx.managingUser(first))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertThat(algorithm(id)).contains("pbx-sha1");
        // The hash itself opens nothing.
        List<String> wrong = List.of("e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4", "wrong");
        for (int failures = 1; failures <= wrong.size(); failures++) {
            String password = wrong.get(failures - 1);
            BruteForce.fail(keycloak, pbx.realm(), id, failures, () -> pbx.signIn("migrant", password)
                    .then()
                    .statusCode(400));
        }
        assertThat(algorithm(id)).contains("pbx-sha1");
        pbx.signIn("migrant", "secret").then().statusCode(200);
        assertThat(algorithm(id)).contains("argon2").doesNotContain("pbx-sha1");
        pbx.signIn("migrant", "secret").then().statusCode(200);
        assertThat(keycloak.admin().get(pbx.managingUser(first)).asString()).doesNotContain("e5e9fa1b");
        assertThat(pbx.realm().adminEvents()).allSatisfy(event -> assertThat(String.valueOf(event.representation()))
                .doesNotContainIgnoringCase("e5e9fa1b"));
    }

    @Test
    @Tag("smoke")
    void aSha1PasswordCanBeImportedWithTheUser() {
        Map<String, Object> credential = Map.of(
                "type", "password",
                "credentialData", "{\"algorithm\":\"pbx-sha1\",\"hashIterations\":1}",
                "secretData", "{\"value\":\"e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4\"}");
        Map<String, Object> user = Map.of(
                "username", "imported",
                "enabled", true,
                "email", "imported@basic.test",
                "firstName", "I",
                "lastName", "M",
                "credentials", List.of(credential));
        keycloak.admin()
                .body(Map.of("ifResourceExists", "FAIL", "users", List.of(user)))
                .post(pbx.realm().adminPath("/partialImport"))
                .then()
                .statusCode(200);
        String id = pbx.realm().userId("imported");
        pbx.signIn("imported", "secret").then().statusCode(200);
        assertThat(algorithm(id)).contains("argon2");
    }

    private String algorithm(String userId) {
        return keycloak.admin()
                .get(pbx.realm().adminPath("/users/" + userId + "/credentials"))
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.type == 'password' }.credentialData");
    }

    private RequestSpecification basic(String username, String password) {
        String pair = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        return keycloak.http().header("Authorization", "Basic " + pair);
    }
}
