package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A page of the extensions that a search finds, and how many it finds, against the same of users: 20 of 100,000 rows
 * each, found by a part of their name. Keycloak answers the number of users to a request of its own.
 */
final class ExtensionListComparison implements Comparison {

    private static final int ROWS = 100_000;
    private static final int CHUNK = 10_000;

    /** Numbers have six digits. */
    private static final int FIRST = 100_000;

    private static final String USERS =
            """
            insert into user_entity (id, realm_id, username, email_constraint, first_name, last_name, enabled,
              email_verified, created_timestamp, not_before)
            select gen_random_uuid()::text, realm.id, 'phone' || n, gen_random_uuid()::text, 'Phone', n::text, true,
              false, (extract(epoch from now()) * 1000)::bigint, 0
            from realm, generate_series(%d, %d) n where realm.name = 'acme'
            """
                    .formatted(FIRST, FIRST + ROWS - 1);

    private final Site site;
    private final String token;
    private final String extensions;

    ExtensionListComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String name = "benchmark-list";
        String server = api.post(api.provisioningToken(), TenantApi.SERVERS, Map.of("name", name))
                .path("id")
                .asText();
        for (int from = FIRST; from < FIRST + ROWS; from += CHUNK) {
            List<Map<String, String>> rows = IntStream.range(from, from + CHUNK)
                    .mapToObj(number -> Map.of("extension", "" + number, "displayName", "Phone " + number))
                    .toList();
            api.post(
                    api.provisioningToken(),
                    "/admin/realms/acme/pbx-data?atomic=true",
                    Map.of("servers", List.of(Map.of("name", name, "extensions", rows))));
        }
        site.sql(USERS);
        site.sql("analyze");
        this.token = api.provisioningToken();
        this.extensions = TenantApi.SERVERS + "/" + server + "/extensions";
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return list("extensions", extensions + "?max=20&search=1234");
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return list("users", "/admin/realms/acme/users?briefRepresentation=true&max=20&search=*1234*")
                .resources(http("count")
                        .get(site.url("/admin/realms/acme/users/count?search=*1234*"))
                        .header("Authorization", "Bearer " + token)
                        .check(bodyString().is("120")));
    }

    private HttpRequestActionBuilder list(String name, String path) {
        return http(name)
                .get(site.url(path))
                .header("Authorization", "Bearer " + token)
                .check(substring("1234").exists());
    }
}
