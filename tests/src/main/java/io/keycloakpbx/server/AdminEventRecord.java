package io.keycloakpbx.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;

/** Puts on record what administrators do in the master realm, which is also where tenants are made and removed. */
public final class AdminEventRecord {

    private static final String CONFIGURATION = "/admin/realms/master/events/config";

    private AdminEventRecord() {}

    /**
     * Switches the master realm's admin events on, with their details.
     *
     * @throws ServerException if the administrator may not, or cannot sign in
     */
    public static void enable(URI baseUrl, String adminName, String adminPassword) {
        try {
            AdminApi admin = new AdminApi(baseUrl, adminName, adminPassword);
            // Whole: what an update leaves out is switched off.
            ObjectNode events = (ObjectNode) admin.get(CONFIGURATION);
            admin.update(CONFIGURATION, events.put("adminEventsEnabled", true).put("adminEventsDetailsEnabled", true));
        } catch (IOException e) {
            throw new ServerException("The master realm's admin events could not be switched on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted", e);
        }
    }
}
