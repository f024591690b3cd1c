package io.keycloakpbx.tests.operator;

import static io.keycloakpbx.tests.operator.OperatorApi.LOGIN_FAILED;
import static io.keycloakpbx.tests.operator.OperatorApi.PASSWORD;
import static io.keycloakpbx.tests.operator.OperatorApi.WAIT;
import static io.keycloakpbx.tests.operator.OperatorApi.body;
import static io.keycloakpbx.tests.operator.OperatorApi.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.DirectChange;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators after their sign-up: what administrators do with them, and what they do themselves. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorsIT {

    private static final Map<String, Object> NOT_FOUND =
            errors("SESSION_SUBJECT_NOT_FOUND", "The tenant has no such operator");

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorApi api;
    private final Mailbox mailbox = new Mailbox();

    OperatorsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new OperatorApi(keycloak, tenant);
    }

    @BeforeAll
    void receiveMail() {
        mailbox.receive(tenant);
        tenant.createUser("plain", PASSWORD);
    }

    @AfterAll
    void stopMail() {
        mailbox.close();
    }

    @Test
    @Tag("database")
    void operatorsAreListedByEmailAddressAndUsersAreNot() {
        Realm other = keycloak.tenant();
        OperatorApi list = new OperatorApi(keycloak, other);
        other.createUser("user", PASSWORD);
        List.of("b", "c", "a").forEach(name -> list.signedUp(name + "@list.test"));
        Response all = keycloak.admin().get(list.path("/operators"));
        all.then().statusCode(200).body("count", equalTo(3)).body("tenant_id", equalTo(list.tenantId()));
        assertThat(all.<List<String>>path("items.email")).containsExactly("a@list.test", "b@list.test", "c@list.test");
        assertThat(all.<List<String>>path("items.roles[0].name")).containsOnly("tenant_viewonly");
        Response page =
                keycloak.admin().queryParam("first", 1).queryParam("max", 1).get(list.path("/operators"));
        page.then().statusCode(200).body("count", equalTo(3)).body("items.email", equalTo(List.of("b@list.test")));
        keycloak.admin()
                .queryParam("max", 1_001)
                .get(list.path("/operators"))
                .then()
                .statusCode(400);
        String id = all.path("items[0].id");
        // Not by the path of another tenant, and a user of one's own is no operator.
        api.get(id).then().statusCode(404).body("", equalTo(NOT_FOUND));
        api.get(tenant.userId("plain")).then().statusCode(404).body("", equalTo(NOT_FOUND));
        keycloak.http(tenant.userToken("plain", PASSWORD))
                .get(api.path("/operators"))
                .then()
                .statusCode(403);
        keycloak.http(tenant.userToken("plain", PASSWORD))
                .get(list.path("/operators/" + id))
                .then()
                .statusCode(403);
        keycloak.admin()
                .delete(list.path("/operators/" + id))
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        list.get(id).then().statusCode(404).body("", equalTo(NOT_FOUND));
        keycloak.admin().delete(list.path("/operators/" + id)).then().statusCode(404);
        assertThat(other.adminEvents("users/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .contains("DELETE");
    }

    @Test
    @Tag("database")
    void aChangeNeedsWhatTheOperatorWas() {
        String id = api.signedUp("change@operators.test");
        int etag = api.get(id).path("_etag");
        Map<String, Object> stale = errors(
                "OPERATOR_INVALID_ETAG",
                "_etag is not that of the operator as it is now. Read the operator again, and send its _etag");
        api.put(id, Map.of("last_name", "Without")).then().statusCode(400).body("", equalTo(stale));
        List<Response> both = Together.send(2, i -> api.put(id, Map.of("_etag", etag, "last_name", "Racer" + i)));
        assertThat(both).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400);
        both.stream().filter(answer -> answer.statusCode() == 400).forEach(answer -> answer.then()
                .body("", equalTo(stale)));
        Map<String, Object> now = api.get(id).path("");
        assertThat(now).containsEntry("roles", List.of(Map.of("name", "tenant_viewonly")));
        // What the console changes is a change.
        Map<String, Object> user =
                keycloak.admin().get(tenant.adminPath("/users/" + id)).path("");
        user.put("lastName", "Console");
        keycloak.admin().body(user).put(tenant.adminPath("/users/" + id)).then().statusCode(204);
        api.put(id, Map.of("_etag", now.get("_etag"), "first_name", "Late"))
                .then()
                .statusCode(400)
                .body("", equalTo(stale));
        tenant.clearEvents();
        Map<String, Object> read = api.get(id).path("");
        Map<String, Object> changed = new HashMap<>(read);
        changed.put("first_name", "New");
        changed.put("name", "");
        changed.put("settings", Map.of("a", 1));
        changed.put("roles", List.of(Map.of("name", "tenant_network_admin")));
        changed.put("ipv4_list", List.of(Map.of("ipv4", "192.0.2.0/24"), Map.of("ipv4", "2001:db8::1")));
        changed.put("disabled", true);
        Map<String, Object> told =
                api.put(id, changed).then().statusCode(200).extract().path("");
        assertThat(told)
                .containsEntry("first_name", "New")
                .containsEntry("last_name", "Console")
                .containsEntry("disabled", true)
                .containsEntry("email", "change@operators.test")
                .containsEntry("roles", List.of(Map.of("name", "tenant_network_admin")))
                .containsEntry("ipv4_list", changed.get("ipv4_list"))
                .containsEntry("settings", Map.of("a", 1));
        assertThat(told.get("_etag")).isNotEqualTo(read.get("_etag"));
        assertThat(api.get(id).<Map<String, Object>>path("")).isEqualTo(told);
        assertThat(tenant.adminEvents("users/" + id))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("UPDATE");
        Map<String, Object> other = new HashMap<>(told);
        other.put("id", "another");
        other.put("tenant_id", "1");
        api.put(id, other)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS",
                                "id cannot be changed",
                                "OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS",
                                "tenant_id cannot be changed")));
    }

    /** What the database says counts, on a node whose cache does not know of it yet. */
    @Test
    @Tag("database")
    void aChangeThatTheCacheDoesNotKnowIsOne() throws SQLException {
        String id = api.signUp(body("cached@operators.test", "name", "Before"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        String user = tenant.adminPath("/users/" + id);
        keycloak.admin().get(user).then().body("lastName", nullValue());
        int etag = api.get(id).path("_etag");
        direct("update USER_ENTITY set LAST_NAME = 'Direct' where ID = ?", id);
        direct("update USER_ATTRIBUTE set VALUE = 'Meanwhile' where NAME = 'pbx.operator.name' and USER_ID = ?", id);
        keycloak.admin().get(user).then().body("lastName", nullValue());
        api.put(id, Map.of("_etag", etag, "first_name", "Late"))
                .then()
                .statusCode(400)
                .body("_error.code", equalTo(List.of("OPERATOR_INVALID_ETAG")));
        Map<String, Object> now = api.get(id).path("");
        assertThat(now).containsEntry("last_name", "Direct").containsEntry("name", "Meanwhile");
        api.put(id, Map.of("_etag", now.get("_etag"), "first_name", "Next"))
                .then()
                .statusCode(200)
                .body("first_name", equalTo("Next"))
                .body("last_name", equalTo("Direct"))
                .body("name", equalTo("Meanwhile"));
        keycloak.admin().get(user).then().body("lastName", equalTo("Direct"));
    }

    private void direct(String update, String id) throws SQLException {
        try (DirectChange change = new DirectChange(keycloak, update, id)) {
            change.keep();
        }
    }

    @Test
    @Tag("database")
    void whatAChangeEmptiesIsGone() {
        Map<String, Object> body = body("emptied@operators.test");
        body.put("last_name", "Last");
        body.put("name", "Name");
        body.put("addresses", List.of(Map.of("city", "Rome")));
        body.put("phone_numbers", List.of(Map.of("number", 1)));
        body.put("secondary_emails", List.of(Map.of("email", "a@b.test")));
        body.put("ipv4_list", List.of(Map.of("ipv4", "192.0.2.1")));
        body.put("enable_session_ip_lock", true);
        Map<String, Object> made =
                api.signUp(body).then().statusCode(200).extract().path("");
        String id = (String) made.get("id");
        assertThat(made).containsAllEntriesOf(without(body, "password", "repeatPassword"));
        Map<String, Object> emptied = new HashMap<>();
        emptied.put("_etag", made.get("_etag"));
        List.of("last_name", "name").forEach(member -> emptied.put(member, ""));
        List.of("addresses", "phone_numbers", "secondary_emails", "ipv4_list")
                .forEach(member -> emptied.put(member, List.of()));
        emptied.put("enable_session_ip_lock", false);
        Map<String, Object> told =
                api.put(id, emptied).then().statusCode(200).extract().path("");
        assertThat(told)
                .containsAllEntriesOf(without(emptied, "_etag", "last_name", "name"))
                .doesNotContainKeys("last_name", "name")
                .containsEntry("first_name", "Olga");
        assertThat(api.get(id).<Map<String, Object>>path("")).isEqualTo(told);
        assertThat(keycloak.admin().get(tenant.adminPath("/users/" + id)).<Map<String, Object>>path("attributes"))
                .containsOnlyKeys("pbx.operator");
    }

    private static Map<String, Object> without(Map<String, Object> body, String... members) {
        Map<String, Object> rest = new HashMap<>(body);
        List.of(members).forEach(rest::remove);
        return rest;
    }

    @Test
    void anOperatorOfTheConsoleNeedsNoEmailAddressAndCanGetOne() throws InterruptedException {
        keycloak.admin()
                .body(Map.of(
                        "username",
                        "of-the-console",
                        "enabled",
                        true,
                        "attributes",
                        Map.of("pbx.operator", List.of("true"), "pbx.branch", List.of("Rome"))))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
        String id = tenant.userId("of-the-console");
        Map<String, Object> read = api.get(id).then().statusCode(200).extract().path("");
        assertThat(read).doesNotContainKey("email");
        Map<String, Object> told = api.put(id, Map.of("_etag", read.get("_etag"), "first_name", "A"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        assertThat(told).containsEntry("first_name", "A").doesNotContainKey("email");
        String email = "of-the-console@operators.test";
        api.put(id, Map.of("_etag", told.get("_etag"), "email", email))
                .then()
                .statusCode(200)
                .body("email", equalTo(email))
                .body("email_validated", equalTo(false));
        assertThat(OperatorApi.token(mailbox, email, 1)).isNotEmpty();
        assertThat(keycloak.admin().get(tenant.adminPath("/users/" + id)).<List<String>>path("attributes.'pbx.branch'"))
                .containsExactly("Rome");
    }

    @Test
    @Tag("database")
    void oneEmailAddressIsTakenOnce() {
        List<String> ids = List.of(api.signedUp("one@operators.test"), api.signedUp("two@operators.test"));
        List<Integer> etags =
                ids.stream().map(id -> api.get(id).<Integer>path("_etag")).toList();
        List<Response> both = Together.send(
                2, i -> api.put(ids.get(i), Map.of("_etag", etags.get(i), "email", "both@operators.test")));
        assertThat(both).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400);
        both.stream().filter(answer -> answer.statusCode() == 400).forEach(answer -> answer.then()
                .body("", equalTo(errors("OPERATOR_SIGNUP_EXISTS", "An operator with this email address exists"))));
    }

    @Test
    void nobodyChangesRolesThatTheyCouldNotGive() {
        tenant.createUser("boss", PASSWORD, "Admin");
        String token = tenant.userToken("boss", PASSWORD);
        String id = api.signUp(body("held@operators.test", "roles", List.of(Map.of("name", "support_admin"))))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        int etag = api.get(id).path("_etag");
        keycloak.http(token)
                .body(Map.of("_etag", etag, "roles", List.of(Map.of("name", "devops"))))
                .put(api.path("/operators/" + id))
                .then()
                .statusCode(403)
                .body(
                        "",
                        equalTo(errors(
                                "OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS",
                                "You may not grant role devops",
                                "OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS",
                                "You may not take away role support_admin")));
        // What stays needs no right.
        keycloak.http(token)
                .body(Map.of("_etag", etag, "roles", List.of(Map.of("name", "support_admin")), "last_name", "Kept"))
                .put(api.path("/operators/" + id))
                .then()
                .statusCode(200)
                .body("last_name", equalTo("Kept"));
    }

    @Test
    void theConsoleIsHeldToTheSameRules() {
        String id = api.signedUp("console@operators.test");
        Map<String, Object> user =
                keycloak.admin().get(tenant.adminPath("/users/" + id)).path("");
        Map<String, Object> attributes = new HashMap<>((Map<String, Object>) user.get("attributes"));
        user.put("attributes", attributes);
        Map<String, String> wrong = Map.of(
                "pbx.operator.addresses", "[{\"city\":\"" + "c".repeat(101) + "\"}]",
                "pbx.operator.phoneNumbers", "no JSON",
                "pbx.operator.secondaryEmails", "[{\"email\":\"x\"}]",
                "pbx.operator.settings", "[]",
                "pbx.operator.name", "n/");
        wrong.forEach((attribute, value) -> {
            Map<String, Object> with = new HashMap<>(attributes);
            with.put(attribute, List.of(value));
            user.put("attributes", with);
            keycloak.admin()
                    .body(user)
                    .put(tenant.adminPath("/users/" + id))
                    .then()
                    .statusCode(400);
        });
        attributes.put("pbx.operator.addresses", List.of("[{\"city\":\"Rome\"}]"));
        user.put("attributes", attributes);
        keycloak.admin().body(user).put(tenant.adminPath("/users/" + id)).then().statusCode(204);
        api.get(id).then().body("addresses", equalTo(List.of(Map.of("city", "Rome"))));
    }

    @Test
    void aLoginSaysWhatItDoesNotTake() {
        keycloak.http()
                .body(Map.of("email", "a@b.test", "requestId", "r"))
                .post(api.open("/login"))
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "LOGIN_INVALID_REQUEST",
                                "requestId is for logins by SAML, which there are none of here: sign in with a browser and"
                                        + " OpenID Connect")));
        keycloak.http()
                .body(Map.of())
                .post(api.open("/login"))
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(errors(
                                "LOGIN_INVALID_REQUEST",
                                "email is required",
                                "LOGIN_INVALID_REQUEST",
                                "password is required")));
    }

    @Test
    void sessionsAreSeenAndEnded() throws InterruptedException {
        String email = "sessions@operators.test";
        String id = api.verified(mailbox, email);
        String first = api.login(email, PASSWORD).path("x_auth_token");
        api.login(email, PASSWORD).then().statusCode(200);
        Response sessions = keycloak.admin().get(api.path("/operators/" + id + "/sessions"));
        sessions.then()
                .statusCode(200)
                .body("count", equalTo(2))
                .body("items[0].operator_id", equalTo(id))
                .body("items[0].client_ip", equalTo("127.0.0.1"));
        String one = sessions.path("items[1].id");
        keycloak.admin()
                .get(api.path("/operators/" + id + "/sessions/" + one))
                .then()
                .statusCode(200)
                .body("id", equalTo(one));
        tenant.clearEvents();
        keycloak.admin()
                .delete(api.path("/operators/" + id + "/sessions/" + one))
                .then()
                .statusCode(200)
                .body("id", equalTo(one));
        keycloak.admin()
                .get(api.path("/operators/" + id + "/sessions/" + one))
                .then()
                .statusCode(404)
                .body("", equalTo(errors("SESSION_SUBJECT_NOT_FOUND", "The operator has no such session")));
        assertThat(tenant.events())
                .extracting(Realm.Event::type, Realm.Event::sessionId)
                .containsExactly(tuple("LOGOUT", one));
        // Another one's session is not this operator's.
        String other = api.verified(mailbox, "sessions-2@operators.test");
        api.login("sessions-2@operators.test", PASSWORD).then().statusCode(200);
        String others = keycloak.admin()
                .get(api.path("/operators/" + other + "/sessions"))
                .path("items[0].id");
        keycloak.admin()
                .delete(api.path("/operators/" + id + "/sessions/" + others))
                .then()
                .statusCode(404);
        // The last login ends the others.
        keycloak.http()
                .body(Map.of("email", email, "password", PASSWORD, "logout_others", true))
                .post(api.open("/login"))
                .then()
                .statusCode(200);
        keycloak.admin().get(api.path("/operators/" + id + "/sessions")).then().body("count", equalTo(1));
        keycloak.http(first).get(api.path("/operators")).then().statusCode(401);
    }

    @Test
    void theTokenOfALoginComesInAHeaderOfItsOwn() {
        tenant.createUser("chief", PASSWORD, "Admin");
        String email = "chief@" + tenant.name() + ".test";
        String auth =
                api.login(email, PASSWORD).then().statusCode(200).extract().path("x_auth_token");
        keycloak.http()
                .header("x-auth-token", auth)
                .get(api.path("/operators"))
                .then()
                .statusCode(200);
        atTheOneBaseUrl(email, PASSWORD).then().statusCode(200);
        atTheOneBaseUrl(email, "wrong").then().statusCode(401).body("", equalTo(LOGIN_FAILED));
        keycloak.http()
                .header("X-Auth-Token", "nonsense")
                .get(api.path("/operators"))
                .then()
                .statusCode(401);
        keycloak.http()
                .cookie("AUTH_TOKEN", auth)
                .get(api.path("/operators"))
                .then()
                .statusCode(401);
        keycloak.http()
                .header("x-auth-token", auth)
                .get(tenant.adminPath("/users"))
                .then()
                .statusCode(401);
    }

    /** Clients know one base URL only, that of the Admin API; the description of the resources has the other one. */
    private Response atTheOneBaseUrl(String email, String password) {
        return RestAssured.given()
                .baseUri(keycloak.baseUrl().toString())
                .body(Map.of("email", email, "password", password))
                .post(tenant.adminPath("/v2.0/api/login"));
    }

    /** Two wait for the mail server; who comes on top is answered at once. */
    @Test
    void aMailServerThatHangsKeepsFewRequestsWaiting() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            tenant.update(realm ->
                    realm.withObjectProperty("smtpServer").put("port", Integer.toString(hanging.getLocalPort())));
            List<CompletableFuture<Response>> answers = Stream.of("h1", "h2", "h3")
                    .map(name -> CompletableFuture.supplyAsync(() -> api.signUp(body(name + "@operators.test"))))
                    .toList();
            Response first = (Response) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
            first.then().statusCode(200).body("$", not(hasKey("verification_email_sent")));
            hanging.accept().close();
            hanging.close();
            assertThat(answers)
                    .extracting(answer -> answer.get(WAIT.toSeconds(), TimeUnit.SECONDS))
                    .extracting(answer -> answer.<Boolean>path("verification_email_sent"))
                    .containsExactlyInAnyOrder(null, false, false);
        } finally {
            mailbox.receive(tenant);
        }
    }

    /** In a tenant of its own, which has fine-grained permissions from then on. */
    @Test
    void whoManagesOneOperatorGivesNoRoles() {
        Realm fine = keycloak.tenant();
        OperatorApi operators = new OperatorApi(keycloak, fine);
        String id = operators.signedUp("one@fine.test");
        String delegate = fine.createUser("delegate", PASSWORD);
        fine.grantClientRoles(delegate, "realm-management", "query-users");
        fine.permit(delegate, id);
        String token = fine.userToken("delegate", PASSWORD);
        Map<String, Object> definition =
                Map.of("name", "made_up", "permissions", List.of(Map.of("value", "tenant/write")));
        for (Map<String, Object> roles : List.of(
                Map.<String, Object>of("custom_roles", List.of(definition)),
                Map.<String, Object>of("roles", List.of(Map.of("name", "tenant_root"))))) {
            Map<String, Object> change = new HashMap<>(roles);
            change.put("_etag", operators.get(id).path("_etag"));
            keycloak.http(token)
                    .contentType("application/json")
                    .body(change)
                    .put(operators.path("/operators/" + id))
                    .then()
                    .statusCode(403)
                    .body("_error.message", hasItem("You may not change the roles of this operator"));
        }
        keycloak.admin().get(fine.adminPath("/roles/made_up")).then().statusCode(404);
        keycloak.http(token)
                .contentType("application/json")
                .body(Map.of(
                        "_etag",
                        operators.get(id).<Integer>path("_etag"),
                        "last_name",
                        "Changed",
                        "roles",
                        List.of(Map.of("name", "tenant_viewonly"))))
                .put(operators.path("/operators/" + id))
                .then()
                .statusCode(200)
                .body("last_name", equalTo("Changed"));
        keycloak.http(token)
                .contentType("application/json")
                .body(definition)
                .post(operators.path("/roles"))
                .then()
                .statusCode(403);
    }

    @Test
    void whoIsEnabledIsNotLockedAnyMore() throws InterruptedException {
        String email = "locked@operators.test";
        String id = api.verified(mailbox, email);
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.login(email, "wrong")
                    .then()
                    .statusCode(401));
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        api.login(email, PASSWORD).then().statusCode(401);
        api.put(id, Map.of("_etag", api.get(id).path("_etag"), "disabled", false))
                .then()
                .statusCode(200);
        api.login(email, PASSWORD).then().statusCode(200);
    }

    /** To send back that somebody is enabled takes back no guess; to enable whom guesses have disabled takes back all. */
    @Test
    void whoIsEnabledAlreadyIsCountedOn() {
        String email = "counted@operators.test";
        String id = api.signedUp(email);
        Runnable guess = () -> api.login(email, "wrong").then().statusCode(401);
        BruteForce.fail(keycloak, tenant, id, 1, guess);
        enable(id);
        assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 1);

        int factor = keycloak.admin().get(tenant.adminPath("")).path("failureFactor");
        tenant.update(realm -> realm.put("permanentLockout", true).put("failureFactor", 2));
        try {
            BruteForce.fail(keycloak, tenant, id, 2, guess);
            BruteForce.awaitLocked(keycloak, tenant, id);
            api.get(id).then().body("disabled", equalTo(true));
            tenant.clearEvents();
            enable(id);
        } finally {
            tenant.update(realm -> realm.put("permanentLockout", false).put("failureFactor", factor));
        }
        assertThat(BruteForce.status(keycloak, tenant, id)).containsEntry("numFailures", 0);
        keycloak.admin()
                .get(tenant.adminPath("/users/" + id))
                .then()
                .body("enabled", equalTo(true))
                .body("attributes", not(hasKey("disabledReason")));
        assertThat(tenant.adminEvents("attack-detection/brute-force/users/" + id))
                .singleElement()
                .returns("USER_LOGIN_FAILURE", Realm.AdminEvent::resourceType);
    }

    private void enable(String id) {
        api.put(id, Map.of("_etag", api.get(id).path("_etag"), "disabled", false))
                .then()
                .statusCode(200)
                .body("disabled", equalTo(false));
    }

    @Test
    void aRealmThatIsNoTenantHasNoOperators() {
        for (String path :
                List.of("login", "accounts/verify", "accounts/password/reset", "tenants/1/login/password/forgot")) {
            keycloak.http()
                    .body(Map.of("email", "admin", "password", "x"))
                    .post("/realms/master/v2.0/api/" + path)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(errors(
                                    "OPERATOR_INVALID_TENANT_DATA",
                                    "The realm is not a tenant: operators belong to tenants")));
        }
    }
}
