package io.keycloakpbx.server;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Lets system administrators sign in through {@code /realms/master/api}: the master realm needs the client
 * {@code pbx-rest} for it, as every tenant has one from the template. The bundle leaves the master realm alone.
 */
public final class SystemSignIn {

    private static final String CLIENT = "pbx-rest";

    /** A full token lists what an administrator may do in every tenant, and servers refuse a header of that length. */
    private static final Map<String, Object> LIGHTWEIGHT =
            Map.of("client.use.lightweight.access.token.enabled", "true");

    /** What Keycloak leaves out of a lightweight token. */
    private static final Map<String, Object> SUBJECT = Map.of(
            "name",
            "sub",
            "protocol",
            "openid-connect",
            "protocolMapper",
            "oidc-sub-mapper",
            "config",
            Map.of("access.token.claim", "true", "introspection.token.claim", "true", "lightweight.claim", "true"));

    private SystemSignIn() {}

    /**
     * Makes the client if the master realm has none.
     *
     * @throws ServerException if the administrator may not, or cannot sign in
     */
    public static void enable(URI baseUrl, String adminName, String adminPassword) {
        try {
            AdminApi admin = new AdminApi(baseUrl, adminName, adminPassword);
            if (admin.get("/admin/realms/master/clients?clientId=" + CLIENT).isEmpty()) {
                admin.create(
                        "/admin/realms/master/clients",
                        Map.of(
                                "clientId",
                                CLIENT,
                                "name",
                                "PBX REST sign-in",
                                "publicClient",
                                false,
                                "directAccessGrantsEnabled",
                                true,
                                "standardFlowEnabled",
                                false,
                                "attributes",
                                LIGHTWEIGHT,
                                "protocolMappers",
                                List.of(SUBJECT)));
            }
        } catch (IOException e) {
            throw new ServerException("The master realm's client " + CLIENT + " could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted", e);
        }
    }
}
