package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;

/** The user that owns an extension against the same user by its id. */
final class ManagingUserComparison implements Comparison {

    private static final String USERNAME = "benchmark-owner";

    private final Site site;
    private final String token;
    private final String managingUser;
    private final String user;

    ManagingUserComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        this.token = api.provisioningToken();
        String extensions = TenantApi.SERVERS + "/"
                + api.post(token, TenantApi.SERVERS, Map.of("name", "benchmark"))
                        .path("id")
                        .asText() + "/extensions";
        String extension = api.post(token, extensions, Map.of("extension", "9001"))
                .path("id")
                .asText();
        this.managingUser = extensions + "/" + extension + "/managingUser";
        this.user = api.post(
                        token,
                        managingUser,
                        Map.of("username", USERNAME, "password", "Pbx-benchmark-1!", "enabled", true))
                .path("id")
                .asText();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return read("managingUser", managingUser);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return read("user", "/admin/realms/acme/users/" + user);
    }

    private HttpRequestActionBuilder read(String name, String path) {
        return http(name)
                .get(site.url(path))
                .header("Authorization", "Bearer " + token)
                .check(substring(USERNAME).exists());
    }
}
