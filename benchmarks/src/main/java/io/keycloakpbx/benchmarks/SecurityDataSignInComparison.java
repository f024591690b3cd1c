package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;

/** Sign-in at a tenant that keeps security data, against sign-in at one that does not. */
final class SecurityDataSignInComparison implements Comparison {

    private final Site site;
    private final Users acme;
    private final Users globex;

    SecurityDataSignInComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        api.put(admin, "/admin/realms/acme", Map.of("attributes", Map.of("pbx.securityData", "true")));
        api.put(admin, "/admin/realms/globex", Map.of("attributes", Map.of("pbx.securityData", "false")));
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
