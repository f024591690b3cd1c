package io.keycloakpbx.tests.sts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A tenant with an environment, where users get security tokens. */
public final class TokenTenant {

    /** What tokens are for: clients of the contract, by the tenant's {@code pbx-rest}. */
    public static final String APPLIES_TO = "http://idibilling.com/webservices";

    /** The environment that there is. */
    public static final String ENVIRONMENT = "Production";

    /** Every user's. */
    public static final String PASSWORD = "Security-token-1!";

    private static final String ROLE = "Agent";

    private final Keycloak keycloak;
    private final Realm realm;

    private TokenTenant(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
    }

    /** Makes it of a tenant without anything. */
    public static TokenTenant of(Keycloak keycloak, Realm realm) {
        TokenTenant tenant = new TokenTenant(keycloak, realm);
        realm.attribute("pbx.securityData", "true");
        // What everybody has by default would put everybody into each environment.
        String everybodys = realm.adminPath("/roles/default-roles-" + realm.name() + "/composites");
        List<Map<String, Object>> byDefault = keycloak.admin()
                .get(everybodys)
                .then()
                .statusCode(200)
                .extract()
                .path("findAll { it.name == 'StandardUser' }");
        keycloak.admin().body(byDefault).delete(everybodys).then().statusCode(204);
        keycloak.admin()
                .body(Map.of("name", ROLE))
                .post(realm.adminPath("/roles"))
                .then()
                .statusCode(201);
        tenant.makeEnvironment(ENVIRONMENT);
        return tenant;
    }

    /** The same with passwords that take no time: for what is not about that. */
    static TokenTenant withCheapPasswords(Keycloak keycloak, Realm realm) {
        realm.update(representation ->
                representation.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"));
        return of(keycloak, realm);
    }

    /** Makes an environment that users can be put into. */
    void makeEnvironment(String name) {
        String client = realm.make(
                "/clients",
                Map.of("clientId", name, "bearerOnly", true, "attributes", Map.of("pbx.environment", "true")));
        keycloak.admin()
                .body(Map.of("name", ROLE))
                .post(realm.adminPath("/clients/" + client + "/roles"))
                .then()
                .statusCode(201);
    }

    /** Puts a user into an environment. */
    void putInto(String environment, String userId) {
        realm.grantClientRoles(userId, environment, ROLE);
    }

    public Realm realm() {
        return realm;
    }

    /** The id of a client. */
    public String clientUuid(String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    /** Changes a client. */
    void changeClient(String clientId, Consumer<ObjectNode> change) {
        String path = realm.adminPath("/clients/" + clientUuid(clientId));
        ObjectNode client =
                keycloak.admin().get(path).then().statusCode(200).extract().as(ObjectNode.class);
        change.accept(client);
        keycloak.admin().body(client).put(path).then().statusCode(204);
    }

    /** The same of an attribute; null removes it. */
    void clientAttribute(String clientId, String attribute, String value) {
        changeClient(clientId, client -> client.withObjectProperty("attributes").put(attribute, value));
    }

    /**
     * Makes a user who is in the environment.
     *
     * @param adminRoles of the client {@code realm-management}
     * @return the user's id
     */
    public String createUser(String username, String... adminRoles) {
        String id = realm.createUser(username, PASSWORD);
        putInto(ENVIRONMENT, id);
        if (adminRoles.length > 0) {
            realm.grantClientRoles(id, "realm-management", adminRoles);
        }
        return id;
    }

    /** Who signs in, with the domain. */
    String name(String username) {
        return realm.name() + '\\' + username;
    }

    /** Changes a user. */
    void changeUser(String username, Consumer<ObjectNode> change) {
        String path = realm.adminPath("/users/" + realm.userId(username));
        ObjectNode user =
                keycloak.admin().get(path).then().statusCode(200).extract().as(ObjectNode.class);
        change.accept(user);
        keycloak.admin().body(user).put(path).then().statusCode(204);
    }

    /** The ids of a user's sessions. */
    List<String> sessionsOf(String username) {
        return keycloak.admin()
                .get(realm.adminPath("/users/" + realm.userId(username) + "/sessions"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    /** The number of a user. */
    public int numberOf(String username) {
        return keycloak.admin()
                .queryParam("$filter", "UserName eq '" + username + "'")
                .get(realm.adminPath("/securitydata/User"))
                .then()
                .statusCode(200)
                .extract()
                .path("value[0].UserID");
    }

    /** The address of the security token service. */
    public String tokenService() {
        return keycloak.baseUrl() + realm.path("/securitytoken/1x/" + ENVIRONMENT);
    }

    /** The address of the commands. */
    public String securityService() {
        return keycloak.baseUrl() + realm.path("/securityservice/1x/" + ENVIRONMENT);
    }

    /** The types of the realm's user events, newest first. */
    public List<String> events() {
        return realm.events().stream().map(Realm.Event::type).toList();
    }
}
