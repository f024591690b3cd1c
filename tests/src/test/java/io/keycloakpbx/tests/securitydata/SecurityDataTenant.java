package io.keycloakpbx.tests.securitydata;

import static java.util.Map.entry;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A tenant that has its security data switched on, and who may read it. */
final class SecurityDataTenant {

    /** The sets that can be listed, with their keys: one name, or several. */
    static final Map<String, Object> KEYS = keys();

    private final Keycloak keycloak;
    private final Realm tenant;

    private SecurityDataTenant(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    static SecurityDataTenant of(Keycloak keycloak, Realm tenant) {
        tenant.attribute("pbx.securityData", "true");
        return new SecurityDataTenant(keycloak, tenant);
    }

    private static Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>(Map.ofEntries(
                entry("Application", "ApplicationID"),
                entry("ApplicationInstance", "ApplicationInstanceID"),
                entry("AllowedDomain", List.of("ApplicationInstanceID", "DomainID")),
                entry("AuthorizationProvider", "AuthorizationProviderID"),
                entry("AllowedAuthorizationProvider", List.of("AuthorizationProviderID", "DomainID")),
                entry("Company", "CompanyID"),
                entry("Domain", "DomainID"),
                entry("Environment", "EnvironmentID"),
                entry("Permission", "PermissionID"),
                entry("Role", "RoleID"),
                entry("RolePermission", List.of("RoleID", "PermissionID")),
                entry("SecurityQuestion", "SecurityQuestionID"),
                entry("AuditLog", "AuditLogID"),
                entry("AuditLogActionSummary", "LogTreeID"),
                entry("Session", "SessionID"),
                entry("User", "UserID"),
                entry("EffectivePermission", List.of("UserID", "ApplicationInstanceID", "PermissionID")),
                entry("EffectiveRole", List.of("UserID", "EnvironmentID", "RoleID", "PermissionID")),
                entry("UserApplication", List.of("UserID", "ApplicationInstanceID")),
                entry("UserEnvironment", List.of("UserID", "EnvironmentID")),
                entry("UserIdentity", List.of("UserID", "AuthorizationProviderID")),
                entry("UserRole", List.of("UserID", "EnvironmentID", "RoleID")),
                entry("UserRoleSummary", List.of("UserID", "EnvironmentID"))));
        return Collections.unmodifiableMap(keys);
    }

    String baseUrl() {
        return keycloak.baseUrl() + tenant.adminPath("/securitydata");
    }

    /** A token that may read all sets. */
    String token() {
        return keycloak.adminToken();
    }

    Response get(String rest) {
        return keycloak.http(token()).urlEncodingEnabled(false).get(tenant.adminPath("/securitydata/") + rest);
    }

    /** What a refusal says. */
    String textOf(String rest) {
        return get(rest.replace(" ", "%20")).path("'odata.error'.message.value");
    }

    void createUser(String username) {
        tenant.createUser(username, "Pbx-demo-" + username + "!");
    }

    /** Users without a password, in one request. */
    void createUsers(String prefix, int number) {
        keycloak.http(token())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        IntStream.range(0, number)
                                .mapToObj(i -> Map.of("username", prefix + (1000 + i), "enabled", true))
                                .toList()))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(200);
    }

    /** Service accounts too. */
    int numberOfUsers() {
        return Integer.parseInt(get("User/$count").asString());
    }

    static Stream<String> sets() {
        return KEYS.keySet().stream();
    }
}
