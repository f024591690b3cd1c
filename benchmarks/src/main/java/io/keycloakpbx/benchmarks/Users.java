package io.keycloakpbx.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Users of a realm who sign in one after the other. As many that none signs in while an earlier sign-in of the same user
 * still runs: those wait for one another, or Keycloak refuses them.
 */
final class Users {

    static final String PASSWORD = "Pbx-benchmark-1!";

    private static final int NUMBER = 64;

    private final List<String> names;
    private final AtomicInteger turn = new AtomicInteger();

    private Users(List<String> names) {
        this.names = names;
    }

    /** Makes the users, called by a prefix and their numbers. */
    static Users create(Site site, String realm, String prefix) {
        return create(site, realm, prefix, Map.of());
    }

    /** Likewise, with attributes. */
    static Users create(Site site, String realm, String prefix, Map<String, List<String>> attributes) {
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        List<String> names =
                IntStream.range(0, NUMBER).mapToObj(i -> prefix + "-" + i).toList();
        for (String name : names) {
            api.post(
                    admin,
                    "/admin/realms/" + realm + "/users",
                    Map.of(
                            "username",
                            name,
                            "enabled",
                            true,
                            "email",
                            name + "@benchmark.example.com",
                            "emailVerified",
                            true,
                            "firstName",
                            "First",
                            "lastName",
                            "Last",
                            "attributes",
                            attributes,
                            "credentials",
                            List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false))));
        }
        return new Users(names);
    }

    /** Gives each a role of a client of the realm. */
    Users with(Site site, String realm, String clientId, String role) {
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        String admins = "/admin/realms/" + realm;
        String client = api.get(admin, admins + "/clients?clientId=" + clientId)
                .at("/0/id")
                .asText();
        JsonNode representation = api.get(admin, admins + "/clients/" + client + "/roles/" + role);
        for (String name : names) {
            String user = api.get(admin, admins + "/users?exact=true&username=" + name)
                    .at("/0/id")
                    .asText();
            api.post(admin, admins + "/users/" + user + "/role-mappings/clients/" + client, List.of(representation));
        }
        return this;
    }

    /** Whose turn it is. */
    String next() {
        return names.get(Math.floorMod(turn.getAndIncrement(), NUMBER));
    }
}
