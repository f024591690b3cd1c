package io.keycloakpbx.tests.regression;

import io.keycloakpbx.tests.Keycloak;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every place where the bundle has mounted a resource, with paths below it. */
final class Mounted {

    /** What Keycloak has of its own among the extensions of realms and of its Admin API. */
    private static final Set<String> STOCK = Set.of(
            "device",
            "ui-ext",
            "clear-crl-cache",
            "clear-keys-cache",
            "clear-realm-cache",
            "clear-user-cache",
            "ldap-server-capabilities",
            "user-storage",
            "testLDAPConnection");

    /** By the id of a resource below {@code /realms/{realm}}: paths below it; {@code {id}} is any id. */
    static final Map<String, List<String>> REALM = Map.of(
            "api",
            List.of(
                    "/info?domain={id}",
                    "/auth/sign_in",
                    "/auth/sign_in/{id}",
                    "/auth/send_otp",
                    "/auth/verify_otp",
                    "/auth/forget_password",
                    "/auth/reset_password",
                    "/auth/refresh_token",
                    "/auth/sign_out",
                    "/auth/user",
                    "/login",
                    "/login/by_microsoft",
                    "/logout",
                    "/{id}"),
            "security-keys",
            List.of("", "/validate", "/return", "/return?session={id}", "/{id}"),
            "extensions",
            List.of("/me", "/{id}"),
            "permissions",
            List.of("/me", "/{id}"),
            "v2.0",
            List.of(
                    "/api/login",
                    "/api/accounts/verify",
                    "/api/accounts/password/reset",
                    "/api/tenants/{id}/login/password/forgot"),
            "securitytoken",
            List.of(
                    "/1x/{id}",
                    "/1x/Default",
                    "/1xa/Default?wsdl={id}",
                    "/1x/Default/api/login",
                    "/1x/{id}/api/login",
                    "/{id}/Default"),
            "securityservice",
            List.of("", "?wsdl={id}", "/{id}", "/1x/Default", "/1x/{id}?wsdl={id}", "/1x/Default/{id}"),
            "pbx-openapi.json",
            List.of("", "/{id}"));

    /** By the id of a resource below {@code /admin/realms/{realm}}. */
    static final Map<String, List<String>> ADMIN = Map.ofEntries(
            Map.entry(
                    "tenants",
                    List.of(
                            "",
                            "?search={id}&first={id}",
                            "?enabled={id}",
                            "?warning={id}",
                            "?warnings={id}",
                            "/bulk?dryRun={id}",
                            "/{id}",
                            "/{id}/summary",
                            "/{id}/suspend",
                            "/{id}/resume",
                            "/{id}/upgrade?dryRun={id}")),
            Map.entry("tenant", List.of("", "/test-mail")),
            Map.entry(
                    "extensions",
                    List.of(
                            "?managingUser={id}&first={id}",
                            "?server={id}&free={id}&search={id}",
                            "/{id}/owner?expectedOwner={id}",
                            "/{id}/history?first={id}",
                            "/{id}/history?max={id}")),
            Map.entry("blocked-addresses", List.of("?first={id}", "?search={id}", "/{id}")),
            Map.entry("pbx-sign-ins", List.of("/why?user={id}", "/{id}")),
            Map.entry(
                    "communication_manager",
                    List.of(
                            "/rest/config/asterisk",
                            "/rest/config/asterisk/{id}",
                            "/rest/config/core/{id}/extensions?first={id}",
                            "/rest/config/core/{id}/extensions/{id}",
                            "/rest/config/core/{id}/extensions/{id}/managingUser",
                            "/rest/config/core/{id}/extensions/{id}/defaultExtensionUser",
                            "/rest/config/core/{id}/users?search={id}")),
            Map.entry("users-permissions", List.of("", "?search={id}&first={id}", "/{id}")),
            Map.entry("pbx-permissions", List.of("", "/groups/{id}", "/users/{id}", "/{id}")),
            Map.entry(
                    "sipxconfig",
                    List.of(
                            "/rest/user-group?page={id}&pagesize={id}&sortby={id}&sortdir={id}",
                            "/rest/user-group/{id}",
                            "/rest/user-group-permission?page={id}",
                            "/rest/user-group-permission/{id}",
                            "/rest/user-permission",
                            "/rest/user-permission/{id}",
                            "/rest/permission",
                            "/rest/permission/{id}",
                            "/rest/branch",
                            "/rest/branch/{id}")),
            Map.entry(
                    "v2.0",
                    List.of(
                            "/api/tenants/{id}/signup",
                            "/api/tenants/{id}/operators?first={id}",
                            "/api/tenants/{id}/operators/{id}",
                            "/api/tenants/{id}/operators/{id}/sessions",
                            "/api/tenants/{id}/operators/{id}/sessions/{id}",
                            "/api/tenants/{id}/accounts/password/change",
                            "/api/tenants/{id}/base_roles",
                            "/api/tenants/{id}/base_permissions",
                            "/api/tenants/{id}/roles",
                            "/api/tenants/{id}/roles/{id}",
                            "/api/tenants/{id}/permissions",
                            "/api/tenants/{id}/permissions/{id}",
                            "/api/tenants/{id}/operators/{id}/effective_permissions?at={id}")),
            Map.entry("pbx-console", List.of("")),
            Map.entry("pbx-summary", List.of("", "?since={id}")),
            Map.entry("pbx-people", List.of("", "?search={id}&first={id}", "?enabled={id}", "/{id}")),
            Map.entry("pbx-groups", List.of("", "?search={id}&first={id}", "?branch={id}", "/{id}", "/{id}/weight")),
            Map.entry("pbx-branches", List.of("", "?search={id}&max={id}", "/{id}")),
            Map.entry(
                    "pbx-operators",
                    List.of("", "?search={id}&first={id}&max={id}", "/{id}", "/{id}/sessions", "/{id}/sessions/{id}")),
            Map.entry(
                    "pbx-operator-roles",
                    List.of("", "?search={id}&first={id}", "/base", "/{id}", "/{id}?expectedVersion={id}")),
            Map.entry("pbx-data", List.of("", "?format={id}&dryRun={id}")),
            Map.entry(
                    "securitydata",
                    List.of(
                            "",
                            "/$metadata",
                            "/VersionInformation",
                            "/{id}",
                            "/User?$filter={id}&$orderby={id}&$top={id}",
                            "/User?$select={id}&$skip={id}&$skiptoken={id}&$inlinecount={id}&$format={id}",
                            "/User({id})",
                            "/UserRole(UserID={id},EnvironmentID={id},RoleID={id})",
                            "/AuditLogActionSummary(guid'{id}')",
                            "/User/$count?$filter={id}",
                            "/User({id})/{id}",
                            "/1x/{id}/Role({id})",
                            "/swt-key/{id}")),
            Map.entry("security-keys", List.of("", "?user={id}", "?purpose={id}", "?search={id}", "/{id}")));

    /** What is no extension of a realm: root resources below its {@code .well-known}. */
    private static final List<String> WELL_KNOWN =
            List.of("/webfinger", "/webfinger?resource={id}", "/webfinger?resource=acct:{id}@{id}&rel={id}");

    /** Whose base URL the sign-in API serves everybody at. */
    private static final String SYSTEM = "master";

    private Mounted() {}

    /** The ids of what the server has mounted that is not Keycloak's own. */
    static Set<String> installed(Keycloak keycloak, String spi) {
        Map<String, Object> providers = keycloak.admin()
                .get("/admin/serverinfo")
                .then()
                .statusCode(200)
                .extract()
                .path("providers.'" + spi + "'.providers");
        Set<String> ids = new TreeSet<>(providers.keySet());
        ids.removeAll(STOCK);
        return ids;
    }

    /** All paths in a realm, and those of the sign-in API at the system level, with an id in the place of each id. */
    static Stream<String> paths(String realm, String id) {
        return Stream.concat(
                        templates(realm, SYSTEM),
                        REALM.get("api").stream().map(rest -> "/realms/" + SYSTEM + "/api" + rest))
                .sorted()
                .map(path -> path.replace("{id}", id));
    }

    /** All paths, with an id also in the place of the realm. */
    static Stream<String> pathsOfNoRealm(String id) {
        return templates("{id}", "{id}").sorted().map(path -> path.replace("{id}", id));
    }

    private static Stream<String> templates(String realm, String system) {
        return Stream.of(
                        REALM.entrySet().stream().flatMap(mount -> mount.getValue().stream()
                                .map(rest -> "/realms/" + realm + "/" + mount.getKey() + rest)),
                        WELL_KNOWN.stream().map(rest -> "/realms/" + realm + "/.well-known" + rest),
                        ADMIN.entrySet().stream().flatMap(mount -> mount.getValue().stream()
                                .map(rest -> "/admin/realms/"
                                        + (mount.getKey().equals("tenants") ? system : realm) + "/"
                                        + mount.getKey() + rest)))
                .flatMap(all -> all);
    }
}
