package io.keycloakpbx.tests.operator;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The administrator of a tenant who gives operators roles, as a client of Prisma SD-WAN. */
final class OperatorRolesApi {

    static final String PASSWORD = "Operators-roles-1!";
    static final String FORBIDDEN = "OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final OperatorApi operators;
    private String token;

    OperatorRolesApi(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.operators = new OperatorApi(keycloak, tenant);
    }

    /** Once, before anything that the administrator does. */
    void makeAdministrator() {
        tenant.createUser("role-boss", PASSWORD, "Admin");
        token = tenant.userToken("role-boss", PASSWORD);
    }

    /** A JSON request of the administrator. */
    RequestSpecification boss() {
        return as(token);
    }

    /** A JSON request of somebody else. */
    RequestSpecification as(String other) {
        return keycloak.http(other).contentType(ContentType.JSON);
    }

    String tenantId() {
        return operators.tenantId();
    }

    /** A path of the tenant's. */
    String path(String rest) {
        return operators.path(rest);
    }

    /** The answer to a new custom role. */
    Response create(Map<String, Object> role) {
        return create(token, role);
    }

    /** The answer to a new custom role of somebody else. */
    Response create(String other, Map<String, Object> role) {
        return as(other).body(role).post(path("/roles"));
    }

    /** Makes a custom role, and gives its id. */
    String created(Map<String, Object> role) {
        return create(role).then().statusCode(200).extract().path("id");
    }

    /** Permissions by their values. */
    static List<Map<String, Object>> values(String... values) {
        return List.of(values).stream()
                .<Map<String, Object>>map(value -> Map.of("value", value))
                .toList();
    }

    /** Roles by their names. */
    static List<Map<String, Object>> names(String... names) {
        return List.of(names).stream()
                .<Map<String, Object>>map(name -> Map.of("name", name))
                .toList();
    }

    /** The same with one member more, or another. */
    static Map<String, Object> with(Map<String, ?> some, String member, Object value) {
        Map<String, Object> changed = new HashMap<>(some);
        changed.put(member, value);
        return changed;
    }

    /** Refused for one reason. */
    static void refused(Response response, int status, String code, String message) {
        response.then()
                .statusCode(status)
                .body("size()", equalTo(1))
                .body("_error.code", contains(code))
                .body("_error.message", contains(message));
    }

    /** The id of what the Admin API has made. */
    static String id(Response created) {
        String location = created.then().statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The answer to what a user may do. */
    Response effective(String user, Object at) {
        return boss().queryParam("at", at).get(path("/operators/" + user + "/effective_permissions"));
    }

    /** What a user may do at an instant. */
    List<String> permissions(String user, Object at) {
        return effective(user, at).then().statusCode(200).extract().path("permissions.value");
    }

    /** Gives a user roles as an administrator of the master realm. */
    void map(String user, String... roles) {
        keycloak.admin()
                .body(List.of(roles).stream().map(tenant::role).toList())
                .post(tenant.adminPath("/users/" + user + "/role-mappings/realm"))
                .then()
                .statusCode(204);
    }

    /** The names of the roles that a role contains. */
    List<String> composites(String role) {
        return keycloak.admin()
                .get(tenant.adminPath("/roles-by-id/" + role + "/composites"))
                .path("name");
    }

    /** Whether there is a component, as a status. */
    int component(String id) {
        return keycloak.admin().get(tenant.adminPath("/components/" + id)).statusCode();
    }
}
