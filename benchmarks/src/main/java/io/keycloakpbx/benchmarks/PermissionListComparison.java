package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/**
 * What 1,000 of 10,000 users may do, each in five of 50 groups, against a page of as many users. Ten such pages are all of
 * them.
 */
final class PermissionListComparison implements Comparison {

    private static final String[] ROWS = {
        """
        insert into keycloak_group (id, name, parent_group, realm_id, type)
        select gen_random_uuid()::text, 'benchmark-list-' || n, ' ', realm.id, 0
        from realm, generate_series(0, 49) n where realm.name = 'acme'
        """,
        """
        insert into group_attribute (id, group_id, name, value)
        select gen_random_uuid()::text, g.id, a.name, a.value
        from keycloak_group g, (values ('pbx.permissions.enable', '900Dialing'), ('pbx.permissions.enable',
          'AutoAttendant'), ('pbx.permissions.disable', 'Mobile')) a (name, value) where g.name like 'benchmark-list-%'
        """,
        """
        insert into user_entity (id, realm_id, username, email_constraint, enabled, email_verified, created_timestamp,
          not_before)
        select gen_random_uuid()::text, realm.id, 'dialer' || n, gen_random_uuid()::text, true, false,
          (extract(epoch from now()) * 1000)::bigint, 0
        from realm, generate_series(10000, 19999) n where realm.name = 'acme'
        """,
        """
        insert into user_group_membership (group_id, user_id, membership_type)
        select g.id, u.id, 'UNMANAGED'
        from user_entity u, generate_series(0, 4) k, keycloak_group g
        where u.username like 'dialer%'
          and g.name = 'benchmark-list-' || (substr(u.username, 7)::int + 10 * k) % 50
        """,
        "analyze"
    };

    private static final String PAGE = "max=1000&search=dialer1";

    private final Site site;
    private final String token;

    PermissionListComparison(Site site) {
        this.site = site;
        for (String statement : ROWS) {
            site.sql(statement);
        }
        this.token = new TenantApi(site).provisioningToken();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return list("permissions of users", "/admin/realms/acme/users-permissions?" + PAGE, "\"900Dialing\"");
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return list("users", "/admin/realms/acme/users?briefRepresentation=true&" + PAGE, "\"dialer10999\"");
    }

    private HttpRequestActionBuilder list(String name, String path, String expected) {
        return http(name)
                .get(site.url(path))
                .header("Authorization", "Bearer " + token)
                .check(substring("\"dialer10000\"").exists())
                .check(substring(expected).exists());
    }
}
