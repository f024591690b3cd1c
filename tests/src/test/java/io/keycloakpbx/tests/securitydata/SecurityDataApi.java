package io.keycloakpbx.tests.securitydata;

import static java.util.Map.entry;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** CostGuard's security data of a tenant. */
final class SecurityDataApi {

    /** The sets that can be listed, with their keys: one name, or several. */
    static final Map<String, Object> KEYS = keys();

    /** The one set that is read by key only, the number of a domain. */
    static final String PASSWORD_SETTING = "PasswordSetting";

    private final Keycloak keycloak;
    private final Realm tenant;

    SecurityDataApi(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
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

    /** The names of the sets that can be listed. */
    static Stream<String> sets() {
        return KEYS.keySet().stream();
    }

    /**
     * The path of one entity that has been read.
     *
     * @param entity whose key has numbers only
     */
    static String path(String set, Map<String, Object> entity) {
        List<?> key = KEYS.get(set) instanceof List<?> names ? names : List.of(KEYS.get(set));
        return set + key.stream().map(name -> name + "=" + entity.get(name)).collect(Collectors.joining(",", "(", ")"));
    }

    /** Switches them on. */
    void switchOn() {
        tenant.attribute("pbx.securityData", "true");
    }

    /** The base URL, with a slash at the end. */
    String base() {
        return keycloak.baseUrl() + tenant.adminPath("/securitydata/");
    }

    /** How many users there are, with service accounts. */
    int numberOfUsers() {
        return Integer.parseInt(get("User/$count").asString());
    }

    /** What a refusal says. */
    String textOf(String path) {
        return get(path.replace(" ", "%20")).path("'odata.error'.message.value");
    }

    /** Makes users without a password, in one request. */
    void createUsers(String prefix, int number) {
        keycloak.admin()
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

    /**
     * Reads with an administrator's token.
     *
     * @param path below the base URL, sent as it is
     */
    Response get(String path) {
        return get(keycloak.admin(), path);
    }

    /** Reads a set with options, which are sent encoded. */
    Response get(String set, Map<String, String> options) {
        return get(set
                + '?'
                + options.entrySet().stream()
                        .map(option ->
                                option.getKey() + '=' + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** Reads in a format. */
    Response getAs(String accept, String path) {
        return get(keycloak.admin().accept(accept), path);
    }

    /** Reads with a token. */
    Response getWith(String token, String path) {
        return get(keycloak.http(token), path);
    }

    Response get(RequestSpecification request, String path) {
        return request.urlEncodingEnabled(false).get(tenant.adminPath("/securitydata/" + path));
    }

    /** The body of a refusal. */
    static String error(String message) {
        return "{\"odata.error\":{\"code\":\"\",\"message\":{\"lang\":\"en-US\",\"value\":\"" + message + "\"}}}";
    }

    /** Makes an administrator with roles of the client {@code realm-management}, and signs in. */
    String tokenOf(String username, String... roles) {
        String password = "Security-data-1!";
        String id = tenant.createUser(username, password);
        if (roles.length > 0) {
            tenant.grantClientRoles(id, "realm-management", roles);
        }
        return tenant.userToken(username, password);
    }
}
