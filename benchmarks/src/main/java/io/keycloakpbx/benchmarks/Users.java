package io.keycloakpbx.benchmarks;

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

    /** Whose turn it is. */
    String next() {
        return names.get(Math.floorMod(turn.getAndIncrement(), NUMBER));
    }
}
