package io.keycloakpbx.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Lets system administrators sign in through {@code /realms/master/api}: the master realm needs the client
 * {@code pbx-rest} for it, as every tenant has one from the template. The bundle leaves the master realm alone.
 */
public final class SystemSignIn {

    private static final String CLIENT = "pbx-rest";

    private SystemSignIn() {}

    /**
     * Makes the client if the master realm has none.
     *
     * @param file the client, as the Admin API takes it
     * @throws ServerException if the administrator may not, or cannot sign in
     */
    public static void enable(URI baseUrl, String adminName, String adminPassword, Path file) {
        try {
            JsonNode client = new ObjectMapper().readTree(file.toFile());
            AdminApi admin = new AdminApi(baseUrl, adminName, adminPassword);
            if (admin.get("/admin/realms/master/clients?clientId=" + CLIENT).isEmpty()) {
                admin.create("/admin/realms/master/clients", client);
            }
        } catch (IOException e) {
            throw new ServerException("The master realm's client " + CLIENT + " could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted", e);
        }
    }
}
