package io.keycloakpbx.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A confidential client that gets tokens for its own service account. No password is hashed for them.
 *
 * @param clientId what it is called
 * @param userId the id of its service account
 * @param username the name of its service account
 */
record MachineClient(String clientId, String userId, String username) {

    static final String SECRET = "benchmark";

    /** Makes one in acme, with these scopes and no others. */
    static MachineClient create(TenantApi api, String admin, String clientId, List<String> defaultScopes) {
        String clients = "/admin/realms/acme/clients";
        api.post(
                admin,
                clients,
                Map.of(
                        "clientId",
                        clientId,
                        "secret",
                        SECRET,
                        "publicClient",
                        false,
                        "standardFlowEnabled",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        "defaultClientScopes",
                        defaultScopes,
                        "optionalClientScopes",
                        List.of()));
        String id =
                api.get(admin, clients + "?clientId=" + clientId).at("/0/id").asText();
        var account = api.get(admin, clients + "/" + id + "/service-account-user");
        return new MachineClient(
                clientId, account.path("id").asText(), account.path("username").asText());
    }
}
