package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/**
 * Sign-in by SIP domain, through all steps of the tenant's own flow, against the token endpoint with Keycloak's flow: the
 * same users, scopes and grant.
 */
final class SignInComparison implements Comparison {

    private final Site site;
    private final Users users;
    private final StockGrant grant;

    SignInComparison(Site site) {
        this.site = site;
        this.users = Users.create(site, "acme", "signer");
        this.grant = StockGrant.create(site);
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return SignIn.of(site, "acme.example.com", users);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return grant.of(users);
    }
}
