package io.keycloakpbx.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Gives the demo tenants their PBX servers and extensions, which a realm file cannot hold. */
public final class DemoPbxData {

    private static final String SUFFIX = "-pbx-data.json";

    private DemoPbxData() {}

    /**
     * Imports the files, named {@code <realm>-pbx-data.json}, into tenants that have no PBX server yet: what was changed
     * since the first start stays.
     *
     * @throws ServerException if the administrator may not, or cannot sign in
     */
    public static void load(URI baseUrl, String adminName, String adminPassword, List<Path> files) {
        try {
            AdminApi admin = new AdminApi(baseUrl, adminName, adminPassword);
            for (Path file : files) {
                String name = file.getFileName().toString();
                String realm = "/admin/realms/" + name.substring(0, name.length() - SUFFIX.length());
                if (admin.get(realm + "/communication_manager/rest/config/asterisk?max=1")
                        .isEmpty()) {
                    admin.importFile(realm + "/pbx-data?atomic=true", file);
                }
            }
        } catch (IOException e) {
            throw new ServerException("The PBX data of the demo could not be imported", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted", e);
        }
    }
}
