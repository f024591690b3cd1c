package io.keycloakpbx.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Sends the mails of the demo's tenants to a mail catcher. */
final class DemoMail {

    private static final List<String> TENANTS = List.of("acme", "globex");

    private DemoMail() {}

    /** @throws ServerException if the administrator may not, or cannot sign in, or a tenant is gone */
    static void send(URI baseUrl, String adminName, String adminPassword, MailCatcher catcher) {
        try {
            AdminApi admin = new AdminApi(baseUrl, adminName, adminPassword);
            for (String tenant : TENANTS) {
                String path = "/admin/realms/" + tenant;
                ObjectNode realm = (ObjectNode) admin.get(path);
                realm.putObject("smtpServer")
                        .put("host", catcher.host())
                        .put("port", Integer.toString(catcher.port()))
                        .put("from", "pbx@" + tenant + ".example.com");
                admin.update(path, realm);
            }
        } catch (IOException e) {
            throw new ServerException("The mails of the demo could not be sent to the mail catcher", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted", e);
        }
    }
}
