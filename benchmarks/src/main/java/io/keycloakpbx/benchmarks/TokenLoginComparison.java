package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** A token by CostGuard's login in JSON, against an access token of the token endpoint: the same users and passwords. */
final class TokenLoginComparison implements Comparison {

    private final Site site;
    private final Users users;
    private final StockGrant grant;

    TokenLoginComparison(Site site) {
        this.site = site;
        this.users = Users.create(site, "acme", "login").with(site, "acme", "Production", "Agent");
        this.grant = StockGrant.create(site);
        SimpleWebTokens.optIn(new TenantApi(site));
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("login")
                .post(site.url(SimpleWebTokens.LOGIN))
                .header("Content-Type", "application/json")
                .body(StringBody(session -> SimpleWebTokens.login(users.next(), Users.PASSWORD)))
                .check(regex("^\"Issuer=.*HMACSHA256=[^\"]+\"$").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return grant.of(users);
    }
}
