package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The password grant of acme's token endpoint, by a client like pbx-rest that has Keycloak's own flow. */
final class StockGrant {

    private static final String CLIENT = "benchmark-stock";
    private static final String SECRET = "benchmark";
    private static final String ACME = "/admin/realms/acme";

    private final Site site;

    private StockGrant(Site site) {
        this.site = site;
    }

    /** Makes the client, unless it is there. */
    static StockGrant create(Site site) {
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        if (api.get(admin, ACME + "/clients?clientId=" + CLIENT).isEmpty()) {
            ObjectNode client = (ObjectNode)
                    api.get(admin, ACME + "/clients?clientId=pbx-rest").get(0);
            client.remove("id");
            client.put("clientId", CLIENT).put("secret", SECRET);
            // Two instances of one URI are none.
            client.withObjectProperty("attributes").remove("pbx.relyingPartyUri");
            client.withArrayProperty("protocolMappers").forEach(mapper -> ((ObjectNode) mapper).remove("id"));
            client.withObjectProperty("authenticationFlowBindingOverrides").put("direct_grant", stockFlow(api, admin));
            api.post(admin, ACME + "/clients", client);
        }
        return new StockGrant(site);
    }

    private static String stockFlow(TenantApi api, String admin) {
        return StreamSupport.stream(
                        api.get(admin, ACME + "/authentication/flows").spliterator(), false)
                .filter(flow -> flow.path("alias").asText().equals("direct grant"))
                .findFirst()
                .map(flow -> flow.path("id"))
                .map(JsonNode::asText)
                .orElseThrow();
    }

    /** The grant of the next user. */
    HttpRequestActionBuilder of(Users users) {
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
