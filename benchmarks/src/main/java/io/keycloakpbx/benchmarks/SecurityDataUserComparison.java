package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Locale;

/** 100 of 100,000 users as security data, with all properties, against as many users of the Admin API, brief. */
final class SecurityDataUserComparison implements Comparison {

    private static final String USERS =
            """
            insert into user_entity (id, realm_id, username, email_constraint, first_name, last_name, enabled,
              email_verified, created_timestamp, not_before)
            select gen_random_uuid()::text, realm.id, 'data' || n, gen_random_uuid()::text, 'Data', n::text, true,
              false, (extract(epoch from now()) * 1000)::bigint + n, 0
            from realm, generate_series(100000, 199999) n where realm.name = 'acme'
              and not exists (select 1 from user_entity u where u.realm_id = realm.id and u.username = 'data100000')
            """;

    /** What is asked for on either side: the same users, or as many. */
    enum Page {
        FIRST("User", "?max=100", "true", "n.number_id"),
        BY_NAME("User?$orderby=UserName", "?max=100", "true", "u.username"),
        BY_PREFIX(
                "User?$filter=startswith(UserName,'data15')",
                "?max=100&search=data15",
                "u.username like 'data15%'",
                "n.number_id"),
        WITH_COUNT("User?$orderby=UserName&$inlinecount=allpages", "?max=100", "true", "u.username");

        private final String bundle;
        private final String stock;
        private final String condition;
        private final String order;

        Page(String bundle, String stock, String condition, String order) {
            this.bundle = bundle;
            this.stock = stock;
            this.condition = condition;
            this.order = order;
        }

        /** Which users, in SQL. */
        String condition() {
            return condition;
        }

        /** What they are sorted by, in SQL. */
        String order() {
            return order;
        }

        /** Whether their number is asked for, too. */
        boolean counted() {
            return this == WITH_COUNT;
        }

        /** What the comparison's name ends with. */
        String suffix() {
            return this == FIRST ? "" : "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Site site;
    private final Page page;
    private final String token;

    SecurityDataUserComparison(Site site, Page page) {
        this.site = site;
        this.page = page;
        site.sql(USERS);
        site.sql("analyze");
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        api.attribute(admin, "acme", "pbx.securityData", "true");
        this.token = api.provisioningToken();
        // The users get their numbers.
        api.get(token, "/admin/realms/acme/securitydata/User?$top=1");
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return list("users as security data", "/admin/realms/acme/securitydata/" + page.bundle, "\"UserName\":");
    }

    @Override
    public HttpRequestActionBuilder stock() {
        HttpRequestActionBuilder users =
                list("users", "/admin/realms/acme/users" + page.stock + "&briefRepresentation=true", "\"username\":");
        return page.counted()
                ? users.resources(http("count")
                        .get(site.url("/admin/realms/acme/users/count"))
                        .header("Authorization", "Bearer " + token))
                : users;
    }

    /** The smallest request for security data: little more than looking who asks. */
    HttpRequestActionBuilder whoAsks() {
        return http("versions")
                .get(site.url("/admin/realms/acme/securitydata/VersionInformation"))
                .header("Authorization", "Bearer " + token)
                .check(substring("costGuardBundle").exists());
    }

    private HttpRequestActionBuilder list(String name, String path, String member) {
        return http(name)
                .get(site.url(path.replace(" ", "%20").replace("'", "%27")))
                .header("Authorization", "Bearer " + token)
                .check(regex(member).count().is(100));
    }
}
