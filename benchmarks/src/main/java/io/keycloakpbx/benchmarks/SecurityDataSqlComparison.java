package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * 100 of 100,000 users as security data, against the same page by SQL that was written for it, after the smallest request that
 * says whether the caller may have it.
 */
final class SecurityDataSqlComparison implements Comparison {

    /** All that a user's properties are made of, by one statement. */
    private static final String USERS =
            """
            select n.number_id "UserID", u.username "UserName", u.email, u.first_name, u.last_name, u.enabled,
              u.created_timestamp, u.last_modified_timestamp, u.service_account_client_link, a.last_log_on,
              a.last_failed_log_on, a.last_lockout, a.locked_until, a.modified_at, a.created_by, a.modified_by,
              (select string_agg(t.name || '=' || t.value, ' ') from user_attribute t
                where t.user_id = u.id and t.name in ('pbx.description', 'pbx.userType', 'pbx.activationDate',
                  'pbx.expirationDate', 'pbx.canChangePassword', 'pbx.passwordDoesNotExpire', 'pbx.bypassIpAllowList',
                  'disabledReason')) attributes,
              (select max(c.created_date) from credential c where c.user_id = u.id and c.type = 'password') password,
              exists (select 1 from user_required_action r
                where r.user_id = u.id and r.required_action = 'UPDATE_PASSWORD') must_change
            from user_entity u
              join pbx_number n on n.keycloak_id = u.id and n.kind = 1 and n.realm_id = u.realm_id
              left join pbx_user_activity a on a.user_id = u.id
            where u.realm_id = (select id from realm where name = 'acme') and %s
            order by %s limit 100
            """;

    private static final String COUNT =
            "select count(*) from user_entity where realm_id = (select id from realm where name = 'acme')";

    private final SecurityDataUserComparison users;
    private final URI sql;

    SecurityDataSqlComparison(Site site, SecurityDataUserComparison.Page page) {
        this.users = new SecurityDataUserComparison(site, page);
        List<String> statements = new ArrayList<>(List.of(USERS.formatted(page.condition(), page.order())));
        if (page.counted()) {
            statements.add(COUNT);
        }
        this.sql = SqlPages.serve(site, statements);
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return users.bundle();
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return users.whoAsks()
                .resources(http("users by SQL")
                        .get(sql.toString())
                        .check(regex("\"UserName\":").count().is(100)));
    }
}
