package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tenant whose objects commands are about, and what there is of it by other ways. */
final class CommandTenant {

    private static final String ITEM = "io.keycloakpbx.securitydata.SecurityDataItemProvider";

    private final Keycloak keycloak;
    private final Realm realm;
    private final SecurityServiceApi service;
    private final SecurityDataApi data;

    /** Switches security data on. */
    CommandTenant(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.service = new SecurityServiceApi(keycloak, realm);
        this.data = new SecurityDataApi(keycloak, realm);
        service.switchOn();
    }

    SecurityServiceApi service() {
        return service;
    }

    SecurityDataApi data() {
        return data;
    }

    /** A request or an object of one, by names and values in turn; null is sent as such. */
    static Map<String, Object> members(Object... members) {
        Map<String, Object> request = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            request.put((String) members[i], members[i + 1]);
        }
        return request;
    }

    /** What a command that shall be done results in. */
    JsonNode done(String operation, Object... members) {
        return SecurityServiceApi.result(service.json(operation, members(members)));
    }

    /** The answer to a command of the server's administrator. */
    Response json(String operation, Object... members) {
        return service.json(operation, members(members));
    }

    /** The answer to a command with a token. */
    Response jsonWith(String token, String operation, Object... members) {
        return service.json(token, operation, members(members));
    }

    /** That a command has been refused with a status, and with exactly these messages. */
    static void refused(Response answer, int status, ObjectNode... messages) {
        assertThat(answer.asString())
                .isEqualTo(SecurityServiceApi.refusalOfRemoving(messages).toString());
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    /** The same of an operation that removes nothing. */
    static void refusedOutright(Response answer, int status, ObjectNode... messages) {
        assertThat(answer.asString())
                .isEqualTo(SecurityServiceApi.refusal(messages).toString());
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    /** An entity as the read service has it, without what names its place. */
    JsonNode entity(String set, int id) {
        return data.getAs("application/json;odata=nometadata", set + '(' + id + ')')
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    /** Whether the read service has an entity. */
    boolean has(String set, int id) {
        return data.get(set + '(' + id + ')').statusCode() == 200;
    }

    /** The values of a property of those entities that a filter lets through. */
    <T> List<T> values(String set, String property, String filter) {
        return data.get(set, Map.of("$filter", filter, "$top", "500"))
                .then()
                .statusCode(200)
                .extract()
                .path("value." + property);
    }

    /** The number of the one entity that a filter lets through. */
    int number(String set, String filter) {
        return this.<Integer>values(set, set + "ID", filter).stream()
                .reduce((one, other) -> null)
                .orElseThrow();
    }

    /** Makes an item of the realm that is a component; the component's id. */
    String item(String kind, String name) {
        return realm.make("/components", Map.of("name", name, "providerId", kind, "providerType", ITEM));
    }

    /**
     * Makes objects in one request of Keycloak's own.
     *
     * @param kind the member of a realm file that they are in
     * @param objects as they are there
     */
    void partialImport(String kind, Object objects) {
        keycloak.admin()
                .body(Map.of("ifResourceExists", "FAIL", kind, objects))
                .post(realm.adminPath("/partialImport"))
                .then()
                .statusCode(200);
    }

    /** The highest number of a set that has at most 500 entities, all of which have one afterwards. */
    int highest(String set) {
        return Collections.max(this.<Integer>values(set, set + "ID", set + "ID gt 0"));
    }

    /** Makes an application; its number. */
    int application(String code) {
        item("application", code);
        return number("Application", "ApplicationCode eq '" + code + "'");
    }

    /** Makes an environment; its number. */
    int environment(String name) {
        return done("CreateEnvironment", "Name", name)
                .path("Environment")
                .path("EnvironmentID")
                .intValue();
    }

    /** The members of a request for an application instance, by names and values in turn. */
    static Object[] instance(int application, int environment, String uri, Object... more) {
        List<Object> members = new ArrayList<>(
                List.of("ApplicationID", application, "EnvironmentID", environment, "RelyingPartyURI", uri));
        Collections.addAll(members, more);
        return members.toArray();
    }

    /** Makes an application instance; its number. */
    int makeInstance(int application, int environment, String uri) {
        return done("CreateApplicationInstance", instance(application, environment, uri))
                .path("ApplicationInstance")
                .path("ApplicationInstanceID")
                .intValue();
    }

    /** A client as the Admin API has it, with its secret. */
    JsonNode client(String clientId) {
        JsonNode clients = keycloak.admin()
                .queryParam("clientId", clientId)
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        assertThat(clients).as(clientId).hasSize(1);
        return clients.get(0);
    }

    /** How many clients there are that are called so. */
    int clients(String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class)
                .size();
    }

    /** A token of a new user who has roles of {@code realm-management}. */
    String tokenOf(String username, String... roles) {
        return data.tokenOf(username, roles);
    }

    /** The admin events since they were cleared: operation, type and path. Those of one millisecond have no order. */
    List<String> events() {
        return realm.adminEvents().stream()
                .map(event -> event.operationType() + ' ' + event.resourceType() + ' ' + event.resourcePath())
                .toList();
    }

    /** The audit log's texts about an object, oldest first. */
    List<String> log(String key) {
        return values("AuditLog", "LogData", "substringof('<Key>" + key + "</Key>',LogData)");
    }
}
