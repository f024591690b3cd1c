package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.securitydata.Awaited;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.exception.JsonPathException;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What one node of a cluster does is seen on the other at once, and what both do at once is done once. */
@OnKeycloak
@Order(Schedule.LATE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String TENANT = TENANTS + "/{domain}";
    private static final String MASTER = "/admin/realms/master";
    private static final String DEALER = "dealer-of-nodes";
    private static final String PASSWORD = "On-two-nodes-1!";
    private static final int ROUNDS = 3;
    private static final int CALLERS = 6;

    private final Keycloak first;
    private final ObjectMapper json = new ObjectMapper();
    private Keycloak second;

    /** Has a user. */
    private Realm tenant;

    private Realm other;

    TwoNodesIT(Keycloak keycloak) {
        this.first = keycloak;
    }

    @BeforeAll
    void startSecondNode() {
        second = first.secondNode();
        tenant = first.tenant();
        tenant.createUser("101", PASSWORD);
        other = first.tenant();
        other.createUser("101", PASSWORD);
    }

    @Test
    void theNodesAreOneCluster() {
        String metrics = second.http()
                .baseUri(second.managementUrl().toString())
                .get("/metrics")
                .asString();
        assertThat(metrics).containsPattern("(?m)^vendor_cluster_size(\\{[^}]*})? 2(\\.0)?$");
    }

    @Test
    void aTenantMadeOnOneNodeIsThereOnTheOtherAndWhenItIsDeletedItIsGoneThere() {
        // So that the other node has found out that there is none.
        second.admin().get(TENANT, "made.nodes.test").then().statusCode(404);
        assertThat(signIn(second, "made.nodes.test")).isEqualTo(400);
        Realm made = first.createTenant("made.nodes.test", "alias.made.nodes.test");
        second.admin().get(TENANT, "made.nodes.test").then().statusCode(200).body("realm", equalTo(made.name()));
        made.createUser("101", PASSWORD);
        Response tokens = signInAt(second, "made.nodes.test");
        tokens.then().statusCode(200);
        assertThat(signIn(second, "alias.made.nodes.test")).isEqualTo(200);
        webFinger(second, "made.nodes.test")
                .then()
                .statusCode(200)
                .body("links[0].href", equalTo(second.realm(made.name()).issuer()));

        first.admin().delete(TENANT, "made.nodes.test").then().statusCode(204);
        second.admin().get(TENANT, "made.nodes.test").then().statusCode(404);
        assertThat(signIn(second, "made.nodes.test")).isEqualTo(400);
        second.http().get("/realms/" + made).then().statusCode(404);
        assertThat(userInfo(second, made, tokens).statusCode()).isNotEqualTo(200);
        webFinger(second, "made.nodes.test").then().statusCode(404);

        // Its name and its domain are free, there as well.
        Realm again = second.createTenant("made.nodes.test");
        assertThat(again.name()).isEqualTo(made.name());
        assertThat(realmOf(first, "made.nodes.test")).isEqualTo(again.name());
        assertThat(signIn(first, "made.nodes.test")).isEqualTo(400);
    }

    /** Its roles in master are given to whoever administers it, by other roles and by groups. */
    @Test
    void rolesOverATenantThatIsDeletedAreGoneOnBothNodes() {
        Realm made = first.createTenant("roles.nodes.test");
        String client = first.admin()
                .get(MASTER + "/clients?clientId={id}", made + "-realm")
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        Object role = first.admin()
                .get(MASTER + "/clients/{id}/roles/manage-users", client)
                .then()
                .statusCode(200)
                .extract()
                .path("");
        first.admin()
                .body(Map.of("name", DEALER))
                .post(MASTER + "/roles")
                .then()
                .statusCode(201);
        String location = first.admin()
                .body(Map.of("name", DEALER))
                .post(MASTER + "/groups")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        String group = MASTER + "/groups" + location.substring(location.lastIndexOf('/'));
        try {
            first.admin()
                    .body(List.of(role))
                    .post(MASTER + "/roles/{name}/composites", DEALER)
                    .then()
                    .statusCode(204);
            first.admin()
                    .body(List.of(role))
                    .post(group + "/role-mappings/clients/{id}", client)
                    .then()
                    .statusCode(204);
            for (Keycloak node : List.of(first, second)) {
                assertThat(composites(node, DEALER, "name")).containsExactly("manage-users");
                assertThat(clientsOf(node, group)).containsExactly(made + "-realm");
            }

            first.admin().delete(TENANT, "roles.nodes.test").then().statusCode(204);
            for (Keycloak node : List.of(first, second)) {
                assertThat(composites(node, DEALER, "name")).isEmpty();
                assertThat(clientsOf(node, group)).isEmpty();
                node.admin().get(MASTER + "/clients/{id}", client).then().statusCode(404);
                node.admin()
                        .get(MASTER + "/roles-by-id/{id}", ((Map<?, ?>) role).get("id"))
                        .then()
                        .statusCode(404);
                assertThat(composites(node, "admin", "containerId")).doesNotContain(client);
            }
        } finally {
            first.admin().delete(group).then().statusCode(204);
            first.admin().delete(MASTER + "/roles/{name}", DEALER).then().statusCode(204);
        }
    }

    /** Keycloak writes a long list while it reads it, and breaks off where a role goes meanwhile, with another test's tenant. */
    private static List<String> composites(Keycloak node, String role, String member) {
        for (int attempt = 1; ; attempt++) {
            String list = node.admin()
                    .get(MASTER + "/roles/{name}/composites", role)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            try {
                return JsonPath.from(list).getList(member);
            } catch (JsonPathException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    /** Whose roles a group has. */
    private static Set<String> clientsOf(Keycloak node, String group) {
        Map<String, Object> clients = node.admin()
                .get(group + "/role-mappings")
                .then()
                .statusCode(200)
                .extract()
                .path("clientMappings");
        return clients == null ? Set.of() : clients.keySet();
    }

    @Test
    void aTenantRenamedOnOneNodeHasItsNewNameOnTheOther() {
        String domain = tenant.name();
        String renamed = "new-name-of-nodes";
        assertThat(signIn(second, domain)).isEqualTo(200);
        tenant.update(realm -> realm.put("realm", renamed));
        try {
            assertThat(realmOf(second, domain)).isEqualTo(renamed);
            second.http().get("/realms/" + tenant).then().statusCode(404);
            second.http().get("/realms/" + renamed).then().statusCode(200);
            assertThat(signIn(second, domain)).isEqualTo(200);
            webFinger(second, domain).then().body("links[0].href", containsString(renamed));
        } finally {
            // The old name is free again on both.
            second.realm(renamed).update(realm -> realm.put("realm", tenant.name()));
        }
        assertThat(realmOf(first, domain)).isEqualTo(tenant.name());
        first.http().get("/realms/" + renamed).then().statusCode(404);
        first.http().get("/realms/" + tenant).then().statusCode(200);
    }

    @Test
    void aDomainMovedOnOneNodeIsMovedOnTheOther() {
        tenant.attribute("pbx.sipDomainAliases", "moves.nodes.test");
        assertThat(realmOf(second, "moves.nodes.test")).isEqualTo(tenant.name());
        tenant.attribute("pbx.sipDomainAliases", "");
        second.admin().get(TENANT, "moves.nodes.test").then().statusCode(404);
        other.attribute("pbx.sipDomainAliases", "moves.nodes.test");
        assertThat(realmOf(second, "moves.nodes.test")).isEqualTo(other.name());
    }

    @Test
    void aTenantSuspendedOnOneNodeIsSuspendedOnTheOther() {
        String domain = tenant.name();
        Response tokens = signInAt(second, domain);
        tokens.then().statusCode(200);
        userInfo(second, tenant, tokens).then().statusCode(200);

        first.admin().post(TENANT + "/suspend", domain).then().statusCode(204);
        try {
            assertThat(signIn(second, domain)).isEqualTo(400);
            assertThat(userInfo(second, tenant, tokens).statusCode()).isNotEqualTo(200);
            refresh(second, tenant, tokens).then().statusCode(400);
            second.admin().get(TENANT, domain).then().body("enabled", equalTo(false));
        } finally {
            // Resumed on the other node, seen on this one.
            second.admin().post(TENANT + "/resume", domain).then().statusCode(204);
        }
        assertThat(signIn(first, domain)).isEqualTo(200);
        assertThat(signIn(second, domain)).isEqualTo(200);
        // What was issued before opens nothing any more, on either.
        assertThat(userInfo(second, tenant, tokens).statusCode()).isNotEqualTo(200);
        refresh(second, tenant, tokens).then().statusCode(400);
    }

    /**
     * A sign-in that the deletion overtakes is let in or refused as one of an unknown domain is; where the session cannot be
     * written any more, Keycloak answers 500. The bundle's tables have nothing of the tenant after that.
     */
    @Test
    void aTenantIsDeletedWhilePeopleSignInOnTheOtherNode() throws SQLException {
        String domain = "leaving.nodes.test";
        Realm leaving = first.createTenant(domain);
        String id = first.admin().get(leaving.adminPath("")).path("id");
        leaving.attribute("pbx.securityData", "true");
        leaving.createUser("101", PASSWORD);
        leaving.createUser("102", PASSWORD);
        first.adminToken();
        CountDownLatch signedIn = new CountDownLatch(6);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<Callable<Integer>> work = new ArrayList<>();
        work.add(() -> {
            assertThat(signedIn.await(30, TimeUnit.SECONDS)).isTrue();
            return first.admin().delete(TENANT, domain).statusCode();
        });
        for (String username : List.of("101", "102")) {
            work.add(() -> {
                int status = overtaken(username, domain);
                while ((status == 200 || status == 500) && System.nanoTime() < end) {
                    if (status == 200) {
                        signedIn.countDown();
                    }
                    status = overtaken(username, domain);
                }
                return status;
            });
        }
        assertThat(Together.send(work)).containsExactly(204, 400, 400);
        first.admin().get(leaving.adminPath("")).then().statusCode(404);
        assertThat(new Tables(first.database()).rowsOf(id).keySet()).noneMatch(table -> table.startsWith("PBX_"));
    }

    /** A sign-in on the second node, whose answer need not be one of ours. */
    private int overtaken(String username, String domain) {
        return RestAssured.given()
                .baseUri(second.baseUrl().toString())
                .contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", PASSWORD, "domain", domain))
                .post("/realms/master/api/auth/sign_in")
                .statusCode();
    }

    /** The nodes are behind one name, as a tenant's {@code frontendUrl} says; so each takes what the other issued. */
    @Test
    void aSessionIsOneOnBothNodes() {
        other.attribute("frontendUrl", "https://login.nodes.test");
        Response tokens = signInAt(first, other.name());
        tokens.then().statusCode(200);
        userInfo(second, other, tokens).then().statusCode(200);
        Response refreshed = refresh(second, other, tokens);
        refreshed.then().statusCode(200);
        // Rotated on one node, used up on the other.
        refresh(first, other, tokens).then().statusCode(400);

        Response others = signInAt(second, other.name());
        others.then().statusCode(200);
        first.http(others.path("access_token"))
                .post(other.path("/api/auth/sign_out"))
                .then()
                .statusCode(200);
        refresh(second, other, others).then().statusCode(400);
        assertThat(userInfo(second, other, others).statusCode()).isNotEqualTo(200);
    }

    /** Whatever node it is used on, and though one may tell of its use before the other tells that it has begun. */
    @Test
    void aSessionIsWrittenDownOnceWithAllOfItsUses() {
        Realm noted = first.tenant();
        noted.update(realm -> realm.withObjectProperty("attributes")
                .put("frontendUrl", "https://noted.nodes.test")
                .put("pbx.securityData", "true"));
        noted.createUser("101", PASSWORD);
        Response begun = signInAt(first, noted.name());
        begun.then().statusCode(200);
        Response tokens = begun;
        for (Keycloak node : List.of(second, first, second)) {
            tokens = refresh(node, noted, tokens);
            tokens.then().statusCode(200);
        }
        List<Map<String, Object>> used =
                sessions(noted, session -> session.get("RefreshCount").equals(3));
        assertThat(used).singleElement().satisfies(session -> assertThat(session)
                .containsEntry("ClosedDate", null));
        second.http(tokens.path("access_token"))
                .post(noted.path("/api/auth/sign_out"))
                .then()
                .statusCode(200);
        assertThat(sessions(noted, session -> session.get("ClosedDate") != null))
                .singleElement()
                .satisfies(session -> assertThat(session)
                        .containsEntry("SessionID", used.get(0).get("SessionID"))
                        .containsEntry("StartDate", used.get(0).get("StartDate"))
                        .containsEntry("RefreshCount", 3));
    }

    /** Those of the user, once the first of them is as it should be, as the second node tells them. */
    private List<Map<String, Object>> sessions(Realm realm, Predicate<Map<String, Object>> condition) {
        return Awaited.until(
                () -> second.admin()
                        .queryParam("$filter", "UserName eq '101'")
                        .get(realm.adminPath("/securitydata/Session"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Map<String, Object>>>path("value"),
                found -> !found.isEmpty() && condition.test(found.get(0)));
    }

    @Test
    void ofTwoTenantsWithOneDomainOneIsMade() {
        for (int round = 0; round < ROUNDS; round++) {
            String domain = "race" + round + ".nodes.test";
            String prefix = "race-of-nodes-" + round + "-";
            List<Keycloak> nodes = List.of(first, second);
            nodes.forEach(Keycloak::adminToken);
            List<Integer> answers = Together.send(2, number -> nodes.get(number)
                    .admin()
                    .body(Map.of("sipDomain", domain, "realm", prefix + number))
                    .post(TENANTS)
                    .statusCode());
            assertThat(answers).containsExactlyInAnyOrder(201, 409);
            String winner = prefix + answers.indexOf(201);
            String loser = prefix + answers.indexOf(409);
            for (Keycloak node : nodes) {
                assertThat(realmOf(node, domain)).isEqualTo(winner);
                node.admin().get("/admin/realms/" + loser).then().statusCode(404);
            }
        }
    }

    @Test
    void anExtensionStolenOnBothNodesHasOneOwnerAndAnUnbrokenChainOfEvents() throws IOException {
        String servers = tenant.adminPath("/communication_manager/rest/config/asterisk");
        String server = created(servers, Map.of("name", "pbx"));
        String extension = servers + "/" + server + "/extensions/"
                + created(servers + "/" + server + "/extensions", Map.of("extension", "101"));
        List<String> names =
                IntStream.range(0, CALLERS).mapToObj(i -> "thief" + i).toList();
        Map<String, String> ids = new HashMap<>();
        names.forEach(name -> ids.put(name, tenant.createUser(name, PASSWORD)));
        List<Keycloak> nodes = List.of(first, second);
        nodes.forEach(Keycloak::adminToken);

        assertThat(Together.send(CALLERS, number -> {
                    String name = names.get(number);
                    return nodes.get(number % nodes.size())
                            .admin()
                            .body(Map.of("id", ids.get(name), "username", name, "password", "Not-used-here-1!"))
                            .post(extension + "/managingUser")
                            .statusCode();
                }))
                .containsOnly(200);

        String owner = null;
        Set<String> owners = new HashSet<>();
        List<JsonNode> events = ownerships();
        assertThat(events).hasSize(CALLERS);
        Map<String, String> nextOwner = new HashMap<>();
        for (JsonNode event : events) {
            nextOwner.put(
                    event.at("/oldManagingUser/id").asText(),
                    event.at("/newManagingUser/id").asText());
        }
        assertThat(nextOwner).as("nobody loses the extension twice").hasSize(CALLERS);
        for (String next = nextOwner.get(""); next != null; next = nextOwner.get(next)) {
            assertThat(owners.add(next)).isTrue();
            owner = next;
        }
        assertThat(owners).containsExactlyInAnyOrderElementsOf(ids.values());
        for (Keycloak node : nodes) {
            node.admin().get(extension + "/managingUser").then().statusCode(200).body("id", equalTo(owner));
        }
    }

    private String created(String path, Map<String, Object> body) {
        return first.admin()
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The changes of owner, oldest first. */
    private List<JsonNode> ownerships() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (Realm.AdminEvent event : tenant.adminEvents()) {
            // A change of the realm itself has no path.
            if (event.resourcePath() != null && event.resourcePath().endsWith("/managingUser")) {
                events.add(json.readTree(event.representation()));
            }
        }
        Collections.reverse(events);
        return events;
    }

    private static String realmOf(Keycloak node, String domain) {
        return node.admin().get(TENANT, domain).then().statusCode(200).extract().path("realm");
    }

    private static int signIn(Keycloak node, String domain) {
        return signInAt(node, domain).statusCode();
    }

    private static Response signInAt(Keycloak node, String domain) {
        return node.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", "101", "password", PASSWORD, "domain", domain))
                .post("/realms/master/api/auth/sign_in");
    }

    private static Response refresh(Keycloak node, Realm realm, Response tokens) {
        return node.http()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", tokens.path("refresh_token")))
                .post(realm.path("/api/auth/refresh_token"));
    }

    private static Response userInfo(Keycloak node, Realm realm, Response tokens) {
        return node.http(tokens.path("access_token")).get(realm.path("/protocol/openid-connect/userinfo"));
    }

    private static Response webFinger(Keycloak node, String domain) {
        return node.http().queryParam("resource", "acct:101@" + domain).get("/realms/master/.well-known/webfinger");
    }
}
