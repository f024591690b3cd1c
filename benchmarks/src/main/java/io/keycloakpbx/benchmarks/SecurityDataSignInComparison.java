package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** Sign-in at a tenant that keeps security data, against sign-in at one that does not. */
final class SecurityDataSignInComparison implements Comparison {

    private final Site site;
    private final Users acme;
    private final Users globex;

    SecurityDataSignInComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        api.attribute(admin, "acme", "pbx.securityData", "true");
        api.attribute(admin, "globex", "pbx.securityData", "false");
        this.acme = Users.create(site, "acme", "kept");
        this.globex = Users.create(site, "globex", "kept");
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return SignIn.of(site, "acme.example.com", acme);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return SignIn.of(site, "globex.example.com", globex);
    }
}
