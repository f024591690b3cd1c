package io.keycloakpbx.tests;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A realm of the server under test. It stays to the server's end: to remove one takes nearly as long as to make one. So
 * names of realms and SIP domains are taken once in a test run, unless a test removes what has them.
 */
public final class Realm {

    private static final int MAX_EVENTS = 1000;
    private static final String SIGN_IN_CLIENT = "pbx-rest";

    private final Keycloak keycloak;
    private final String name;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    Realm(Keycloak keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The issuer of the realm's tokens. */
    public String issuer() {
        return keycloak.baseUrl() + "/realms/" + name;
    }

    /** A path below {@code /realms/{realm}}. */
    public String path(String rest) {
        return "/realms/" + name + rest;
    }

    /** A path below {@code /admin/realms/{realm}}. */
    public String adminPath(String rest) {
        return "/admin/realms/" + name + rest;
    }

    /** Changes the realm's representation, its attributes for example. */
    public void update(Consumer<ObjectNode> change) {
        ObjectNode representation = keycloak.admin()
                .get(adminPath(""))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        change.accept(representation);
        keycloak.admin().body(representation).put(adminPath("")).then().statusCode(204);
    }

    /** Sets a realm attribute; null removes it. */
    public void attribute(String attribute, String value) {
        update(realm -> realm.withObjectProperty("attributes").put(attribute, value));
    }

    /**
     * Makes what a list of the Admin API has, a client for example.
     *
     * @param list the path of the list below {@code /admin/realms/{realm}}
     * @return the last part of the new one's address, mostly its id
     */
    public String make(String list, Object representation) {
        String location = keycloak.admin()
                .body(representation)
                .post(adminPath(list))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Gives a user roles of a client. */
    public void grantClientRoles(String userId, String clientId, String... roles) {
        grantClientRolesTo("/users/" + userId, clientId, roles);
    }

    /**
     * Gives a user or a group roles of a client. Keycloak looks through the roles of all realms whether the administrator
     * has them, and answers 500 where it comes upon one of a realm that another test removes at that moment: in its cache,
     * and no longer in the database. That is sent again.
     *
     * @param holder the path of the user or group, below that of the realm
     */
    public void grantClientRolesTo(String holder, String clientId, String... roles) {
        String client = keycloak.admin()
                .queryParam("clientId", clientId)
                .get(adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        List<Map<String, Object>> representations = Arrays.stream(roles)
                .map(role -> keycloak.admin()
                        .get(adminPath("/clients/" + client + "/roles/" + role))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<Map<String, Object>>path(""))
                .toList();
        Response given = null;
        for (int attempt = 0; attempt < 3 && (given == null || given.statusCode() == 500); attempt++) {
            given = keycloak.admin().body(representations).post(adminPath(holder + "/role-mappings/clients/" + client));
        }
        given.then().statusCode(204);
    }

    /** Lets one user view and manage another one and nobody else, by Keycloak's fine-grained permissions. */
    public void permit(String userId, String managedId) {
        permit(userId, "Users", managedId);
    }

    /** Lets one user view and manage one resource of a type, such as {@code Groups}, and no other, likewise. */
    public void permit(String userId, String resourceType, String managedId) {
        permit(userId, resourceType, managedId, List.of("view", "manage"));
    }

    /** Lets one user view all others but one, likewise. */
    public void permitAllBut(String userId, String hiddenId) {
        permitAllBut(userId, hiddenId, List.of("view"));
    }

    /** Lets one user do what scopes such as {@code manage} say with all others but one, likewise. */
    public void permitAllBut(String userId, String spared, List<String> scopes) {
        permitAllBut(userId, "Users", spared, scopes);
    }

    /** The same with all resources of a type, such as {@code Groups}, but one. */
    public void permitAllBut(String userId, String resourceType, String spared, List<String> scopes) {
        permit(userId, resourceType, resourceType, scopes);
        String server = permissions();
        keycloak.admin()
                .body(Map.of("name", "not " + userId + " of " + spared, "users", List.of(userId), "logic", "NEGATIVE"))
                .post(server + "/policy/user")
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "never for " + userId + " of " + spared,
                        "resourceType",
                        resourceType,
                        "resources",
                        List.of(spared),
                        "scopes",
                        scopes,
                        "policies",
                        List.of("not " + userId + " of " + spared)))
                .post(server + "/permission/scope")
                .then()
                .statusCode(201);
    }

    /** Lets one user do what scopes such as {@code manage} say, with one resource, or with all by the name of their type, likewise. */
    public void permit(String userId, String resourceType, String managedId, List<String> scopes) {
        update(realm -> realm.put("adminPermissionsEnabled", true));
        String server = permissions();
        keycloak.admin()
                .body(Map.of("name", "the delegate " + userId + " of " + managedId, "users", List.of(userId)))
                .post(server + "/policy/user")
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "one only for " + userId + " of " + managedId,
                        "resourceType",
                        resourceType,
                        "resources",
                        List.of(managedId),
                        "scopes",
                        scopes,
                        "policies",
                        List.of("the delegate " + userId + " of " + managedId)))
                .post(server + "/permission/scope")
                .then()
                .statusCode(201);
    }

    /** Where the permissions are. */
    private String permissions() {
        String client = keycloak.admin()
                .queryParam("clientId", "admin-permissions")
                .get(adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        return adminPath("/clients/" + client + "/authz/resource-server");
    }

    /**
     * Makes a user who can sign in at once.
     *
     * @return the user's id
     */
    public String createUser(String username, String password, String... realmRoles) {
        Response created = keycloak.admin()
                .body(Map.of(
                        "username",
                        username,
                        "enabled",
                        true,
                        "email",
                        username + "@" + name + ".test",
                        "emailVerified",
                        true,
                        "firstName",
                        "First",
                        "lastName",
                        "Last",
                        "credentials",
                        List.of(Map.of("type", "password", "value", password, "temporary", false))))
                .post(adminPath("/users"));
        created.then().statusCode(201);
        String location = created.header("Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        if (realmRoles.length > 0) {
            List<Map<String, Object>> roles =
                    Arrays.stream(realmRoles).map(this::role).toList();
            keycloak.admin()
                    .body(roles)
                    .post(adminPath("/users/" + id + "/role-mappings/realm"))
                    .then()
                    .statusCode(204);
        }
        return id;
    }

    public void deleteUser(String id) {
        keycloak.admin().delete(adminPath("/users/" + id)).then().statusCode(204);
    }

    /** The id of a user who exists. */
    public String userId(String username) {
        return keycloak.admin()
                .queryParam("username", username)
                .queryParam("exact", true)
                .get(adminPath("/users"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    /** A role of the realm, as the admin API represents it. */
    public Map<String, Object> role(String role) {
        return keycloak.admin()
                .get(adminPath("/roles/{role}"), role)
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    /** The answer of the token endpoint to a form of these names and values, in turn. */
    public Response tokenRequest(String... form) {
        var request = keycloak.http();
        for (int i = 0; i < form.length; i += 2) {
            request.formParam(form[i], form[i + 1]);
        }
        return request.post(path("/protocol/openid-connect/token"));
    }

    /** An access token by a public client's direct grant. */
    public String token(String client, String username, String password) {
        return accessToken(tokenRequest(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                username,
                "password",
                password,
                "scope",
                "openid"));
    }

    /** An access token of a tenant's user, by the direct grant of the sign-in API's client; the Admin API takes it too. */
    public String userToken(String username, String password) {
        return accessToken(passwordGrant(username, password));
    }

    /** The answer of the token endpoint to a user's password, sent by the sign-in API's client. */
    public Response passwordGrant(String username, String password) {
        return tokenRequest(
                "grant_type",
                "password",
                "client_id",
                SIGN_IN_CLIENT,
                "client_secret",
                clientSecret(SIGN_IN_CLIENT),
                "username",
                username,
                "password",
                password,
                "scope",
                "openid");
    }

    /** The secret of a confidential client. It is read once: whoever changes it takes a {@code Realm} of their own. */
    public String clientSecret(String clientId) {
        return secrets.computeIfAbsent(clientId, id -> keycloak.admin()
                .queryParam("clientId", id)
                .get(adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].secret"));
    }

    /** An access token of a confidential client's service account. */
    public String clientToken(String client, String secret) {
        return accessToken(
                tokenRequest("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    /** The realm's user events, newest first. */
    public List<Event> events() {
        return Arrays.asList(keycloak.admin()
                .queryParam("max", MAX_EVENTS)
                .get(adminPath("/events"))
                .then()
                .statusCode(200)
                .extract()
                .as(Event[].class));
    }

    /** The realm's admin events, newest first. */
    public List<AdminEvent> adminEvents() {
        return Arrays.asList(keycloak.admin()
                .queryParam("max", MAX_EVENTS)
                .get(adminPath("/admin-events"))
                .then()
                .statusCode(200)
                .extract()
                .as(AdminEvent[].class));
    }

    /** The realm's admin events about what a path names, newest first. */
    public List<AdminEvent> adminEvents(String resourcePath) {
        return Arrays.asList(keycloak.admin()
                .queryParam("resourcePath", resourcePath)
                .get(adminPath("/admin-events"))
                .then()
                .statusCode(200)
                .extract()
                .as(AdminEvent[].class));
    }

    /** Forgets user events and admin events, so that the next ones are the test's own. */
    public void clearEvents() {
        keycloak.admin().delete(adminPath("/events")).then().statusCode(204);
        keycloak.admin().delete(adminPath("/admin-events")).then().statusCode(204);
    }

    /** Stores events and admin events with their details; tenants from the template do it already. */
    public void recordEvents() {
        update(realm -> realm.put("eventsEnabled", true)
                .put("adminEventsEnabled", true)
                .put("adminEventsDetailsEnabled", true));
    }

    /** Deletes the realm and everything in it. */
    public void delete() {
        keycloak.admin().delete(adminPath("")).then().statusCode(204);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String accessToken(Response response) {
        return response.then().statusCode(200).extract().path("access_token");
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Event(
            long time,
            String type,
            String clientId,
            String userId,
            String sessionId,
            String ipAddress,
            String error,
            Map<String, String> details) {}

    /** {@code representation} is a JSON text, or null where the realm does not keep details. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record AdminEvent(
            long time,
            String operationType,
            String resourceType,
            String resourcePath,
            String representation,
            String error,
            Map<String, String> authDetails,
            Map<String, String> details) {}
}
