package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The refresh of tokens of users whose sessions are locked to their address and who have as many allowed networks as a user
 * may, against that of users without. Either side is of the same client, and each refresh token is good once.
 */
final class RefreshAddressLockComparison implements Comparison {

    private static final String CLIENT = "benchmark-refresh";

    /** More than there are clients at once. */
    private static final int SESSIONS = 16;

    private static final int NETWORKS = 100;

    /** Refused, as it should be, where a refresh before has failed. */
    private static final String NO_TOKEN = "none";

    private final Site site;
    private final Queue<String> locked;
    private final Queue<String> free;

    RefreshAddressLockComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        api.post(
                admin,
                "/admin/realms/acme/clients",
                Map.of(
                        "clientId",
                        CLIENT,
                        "secret",
                        MachineClient.SECRET,
                        "publicClient",
                        false,
                        "directAccessGrantsEnabled",
                        true,
                        "defaultClientScopes",
                        List.of("basic", "roles"),
                        "optionalClientScopes",
                        List.of()));
        // The client's own address is in the last of them.
        List<String> networks = new ArrayList<>();
        for (int number = 1; number < NETWORKS; number++) {
            networks.add("10." + number + ".0.0/16");
        }
        networks.add(ComparisonSimulation.CLIENT + "/32");
        this.locked = sessions(
                api,
                Users.create(
                        site,
                        "acme",
                        "locked",
                        Map.of("pbx.allowedAddresses", networks, "pbx.sessionAddressLock", List.of("true"))));
        this.free = sessions(api, Users.create(site, "acme", "free"));
    }

    private static Queue<String> sessions(TenantApi api, Users users) {
        Queue<String> tokens = new ConcurrentLinkedQueue<>();
        for (int number = 0; number < SESSIONS; number++) {
            tokens.add(api.refreshToken(CLIENT, MachineClient.SECRET, users.next(), ComparisonSimulation.CLIENT));
        }
        return tokens;
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return refresh("refresh with the lock", locked);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return refresh("refresh", free);
    }

    private HttpRequestActionBuilder refresh(String name, Queue<String> tokens) {
        return http(name)
                .post(site.url("/realms/acme/protocol/openid-connect/token"))
                .formParam("grant_type", "refresh_token")
                .formParam("client_id", CLIENT)
                .formParam("client_secret", MachineClient.SECRET)
                .formParam("refresh_token", session -> {
                    String token = tokens.poll();
                    return token == null ? NO_TOKEN : token;
                })
                .check(jsonPath("$.refresh_token").ofString().transform(next -> {
                    tokens.add(next);
                    return next;
                }));
    }
}
