package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Sign-in by SIP domain, through all steps of the tenant's own flow, against the token endpoint with Keycloak's flow: the
 * same users, scopes and grant.
 */
final class SignInComparison implements Comparison {

    private static final String CLIENT = "benchmark-stock";
    private static final String SECRET = "benchmark";
    private static final String ACME = "/admin/realms/acme";

    private final Site site;
    private final Users users;

    SignInComparison(Site site) {
        this.site = site;
        this.users = Users.create(site, "acme", "signer");
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        String stockFlow = StreamSupport.stream(
                        api.get(admin, ACME + "/authentication/flows").spliterator(), false)
                .filter(flow -> flow.path("alias").asText().equals("direct grant"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        ObjectNode client =
                (ObjectNode) api.get(admin, ACME + "/clients?clientId=pbx-rest").get(0);
        client.remove("id");
        client.put("clientId", CLIENT).put("secret", SECRET);
        client.withArrayProperty("protocolMappers").forEach(mapper -> ((ObjectNode) mapper).remove("id"));
        client.withObjectProperty("authenticationFlowBindingOverrides").put("direct_grant", stockFlow);
        api.post(admin, ACME + "/clients", client);
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return SignIn.of(site, "acme.example.com", users);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return http("token")
                .post(site.url("/realms/acme/protocol/openid-connect/token"))
                .formParamMap(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        CLIENT,
                        "client_secret",
                        SECRET,
                        "password",
                        Users.PASSWORD,
                        "scope",
                        "openid"))
                .formParam("username", session -> users.next())
                .check(substring("\"access_token\"").exists());
    }
}
