package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** A page of 50 out of 10,000 user groups by name, against the same page of Keycloak's own list of groups. */
final class GroupListComparison implements Comparison {

    private static final String GROUPS =
            """
            insert into keycloak_group (id, name, parent_group, realm_id, type)
            select gen_random_uuid()::text, 'aaa-benchmark-' || n, ' ', realm.id, 0
            from realm, generate_series(10000, 19999) n where realm.name = 'acme'
            """;

    private final Site site;
    private final String token;

    GroupListComparison(Site site) {
        this.site = site;
        site.sql(GROUPS);
        site.sql("analyze");
        this.token = new TenantApi(site).provisioningToken();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return list(
                "user groups",
                "/admin/realms/acme/sipxconfig/rest/user-group?page=3&pagesize=50&sortby=name&sortdir=forward");
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return list("groups", "/admin/realms/acme/groups?briefRepresentation=true&first=100&max=50");
    }

    private HttpRequestActionBuilder list(String name, String path) {
        return http(name)
                .get(site.url(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .check(substring("aaa-benchmark-10100").exists())
                .check(substring("aaa-benchmark-10149").exists());
    }
}
