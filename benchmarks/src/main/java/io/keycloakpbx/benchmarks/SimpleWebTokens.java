package io.keycloakpbx.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Simple web tokens for acme's pbx-rest, and what else of its sessions. */
final class SimpleWebTokens {

    /** Where they come from. */
    static final String LOGIN = TrustMessage.PATH + "/api/login";

    private SimpleWebTokens() {}

    /** Lets the client have them. */
    static void optIn(TenantApi api) {
        String admin = api.adminToken();
        ObjectNode client = (ObjectNode)
                api.get(admin, "/admin/realms/acme/clients?clientId=pbx-rest").get(0);
        client.withObjectProperty("attributes").put("pbx.swt", "true");
        api.put(admin, "/admin/realms/acme/clients/" + client.path("id").asText(), client);
    }

    /** The body of a login. */
    static String login(String username, String password) {
        return "{\"primary\":{\"username\":\"acme\\\\" + username + "\",\"password\":\"" + password
                + "\"},\"environment\":\"Production\"}";
    }
}
