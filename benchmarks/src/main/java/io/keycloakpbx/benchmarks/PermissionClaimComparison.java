package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The access token of a user in 50 groups, each of which says something of permissions, with the client scope
 * pbx-permissions against without it.
 */
final class PermissionClaimComparison implements Comparison {

    private static final String WITH_SCOPE = "benchmark-permissions";
    private static final String WITHOUT_SCOPE = "benchmark-no-permissions";
    private static final int GROUPS = 50;

    private final Site site;

    PermissionClaimComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        MachineClient with = MachineClient.create(api, admin, WITH_SCOPE, List.of("basic", "roles", "pbx-permissions"));
        MachineClient without = MachineClient.create(api, admin, WITHOUT_SCOPE, List.of("basic", "roles"));
        for (int number = 0; number < GROUPS; number++) {
            String name = "benchmark-claim-" + number;
            api.post(
                    admin,
                    "/admin/realms/acme/groups",
                    Map.of(
                            "name",
                            name,
                            "attributes",
                            Map.of(
                                    "pbx.weight", List.of("" + number),
                                    "pbx.permissions.enable", List.of("900Dialing", "AutoAttendant"),
                                    "pbx.permissions.disable", List.of("Mobile", "TollFree"))));
            String group = api.get(admin, "/admin/realms/acme/groups?exact=true&search=" + name)
                    .at("/0/id")
                    .asText();
            for (MachineClient client : List.of(with, without)) {
                api.put(admin, "/admin/realms/acme/users/" + client.userId() + "/groups/" + group, Map.of());
            }
        }
        if (!claims(api, WITH_SCOPE).contains("\"900Dialing\"")
                || claims(api, WITHOUT_SCOPE).contains("pbx_permissions")) {
            throw new IllegalStateException("The permissions are not in the one token alone");
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

    private static String claims(TenantApi api, String client) {
        String token = api.clientToken(client, MachineClient.SECRET);
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }
}
