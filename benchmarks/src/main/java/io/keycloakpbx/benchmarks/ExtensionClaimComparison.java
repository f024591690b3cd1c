package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The access token of an owner of an extension, with the client scope pbx against without it. No password is hashed, so
 * the mapper's query is not lost in that.
 */
final class ExtensionClaimComparison implements Comparison {

    private static final String WITH_SCOPE = "benchmark-pbx";
    private static final String WITHOUT_SCOPE = "benchmark-plain";
    private static final String NUMBER = "9002";
    private static final List<String> STOCK_SCOPES = List.of("basic", "roles");

    private final Site site;

    ExtensionClaimComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        List<String> scopes = new ArrayList<>(STOCK_SCOPES);
        scopes.add("pbx");
        String server = api.post(admin, TenantApi.SERVERS, Map.of("name", "benchmark-claim"))
                .path("id")
                .asText();
        own(api, admin, server, MachineClient.create(api, admin, WITH_SCOPE, scopes), NUMBER);
        own(api, admin, server, MachineClient.create(api, admin, WITHOUT_SCOPE, STOCK_SCOPES), "9003");
        if (!claims(api.clientToken(WITH_SCOPE, MachineClient.SECRET)).contains("\"extension\":\"" + NUMBER + "\"")
                || claims(api.clientToken(WITHOUT_SCOPE, MachineClient.SECRET)).contains("\"extension\"")) {
            throw new IllegalStateException("The extension is not in the one token alone");
        }
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return TokenRequest.clientCredentials(site, WITH_SCOPE, MachineClient.SECRET);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return TokenRequest.clientCredentials(site, WITHOUT_SCOPE, MachineClient.SECRET);
    }

    private static void own(TenantApi api, String admin, String server, MachineClient owner, String number) {
        String extensions = TenantApi.SERVERS + "/" + server + "/extensions";
        String id = api.post(admin, extensions, Map.of("extension", number))
                .path("id")
                .asText();
        api.post(
                admin,
                extensions + "/" + id + "/managingUser",
                Map.of("id", owner.userId(), "username", owner.username(), "password", "Not-used-here-1!"));
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }
}
