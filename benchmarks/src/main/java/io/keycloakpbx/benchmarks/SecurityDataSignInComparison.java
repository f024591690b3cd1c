package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;

/** Sign-in at a tenant that keeps security data, against sign-in at one that does not and is like it in everything else. */
final class SecurityDataSignInComparison implements Comparison {

    private static final String KEEPING = "keeping.example.com";
    private static final String OTHER = "other.example.com";
    private static final String TENANTS = "/admin/realms/master/tenants";

    private final Site site;
    private final Users keeping;
    private final Users other;

    SecurityDataSignInComparison(Site site) {
        this.site = site;
        this.keeping = tenant(site, KEEPING, true);
        this.other = tenant(site, OTHER, false);
    }

    private static Users tenant(Site site, String sipDomain, boolean keeps) {
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        api.post(admin, TENANTS, Map.of("name", sipDomain, "sipDomain", sipDomain));
        String realm = api.get(admin, TENANTS + "/" + sipDomain).path("realm").asText();
        api.put(admin, "/admin/realms/" + realm, Map.of("sslRequired", "none"));
        api.attribute(admin, realm, "pbx.securityData", Boolean.toString(keeps));
        return Users.create(site, realm, "signer");
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return SignIn.of(site, KEEPING, keeping);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return SignIn.of(site, OTHER, other);
    }
}
