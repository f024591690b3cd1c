package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sign-up of an operator with two roles, against a user of the Admin API with a password and two roles. The Admin API
 * gives a new user roles only by a group.
 */
final class SignUpComparison implements Comparison {

    private static final String GROUP = "benchmark-operators";
    private static final List<String> ROLES = List.of("tenant_viewonly", "tenant_network_admin");

    private final Site site;
    private final String token;
    private final String tenantId;
    private final AtomicInteger next = new AtomicInteger();

    SignUpComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        api.post(admin, "/admin/realms/acme/groups", Map.of("name", GROUP));
        String group = api.get(admin, "/admin/realms/acme/groups?exact=true&search=" + GROUP)
                .at("/0/id")
                .asText();
        api.post(
                admin,
                "/admin/realms/acme/groups/" + group + "/role-mappings/realm",
                ROLES.stream()
                        .map(role -> api.get(admin, "/admin/realms/acme/roles/" + role))
                        .toList());
        this.tenantId = api.get(admin, "/admin/realms/master/tenants/acme.example.com")
                .path("tenantId")
                .asText();
        this.token = api.provisioningToken();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("signup")
                .post(site.url("/admin/realms/acme/v2.0/api/tenants/" + tenantId + "/signup"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .body(StringBody(session ->
                        """
                        {"email":"operator-%d@benchmark.example.com","first_name":"First","last_name":"Last","password":"%s",
                        "repeatPassword":"%s","roles":[{"name":"%s"},{"name":"%s"}]}"""
                                .formatted(
                                        next.getAndIncrement(),
                                        Users.PASSWORD,
                                        Users.PASSWORD,
                                        ROLES.get(0),
                                        ROLES.get(1))))
                .check(status().is(200), substring("\"id\"").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return http("user")
                .post(site.url("/admin/realms/acme/users"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .body(StringBody(session ->
                        """
                        {"username":"user-%1$d","email":"user-%1$d@benchmark.example.com","enabled":true,"firstName":"First",
                        "lastName":"Last","groups":["/%2$s"],"credentials":[{"type":"password","value":"%3$s"}]}"""
                                .formatted(next.getAndIncrement(), GROUP, Users.PASSWORD)))
                .check(status().is(201));
    }
}
