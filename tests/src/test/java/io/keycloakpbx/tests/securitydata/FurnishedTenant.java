package io.keycloakpbx.tests.securitydata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/**
 * A tenant that has something in each set of security data: a company at master, an environment, an application with an
 * instance, a question, an identity provider, and a role with a permission. What is about users comes with each user.
 */
final class FurnishedTenant implements AutoCloseable {

    static final String PASSWORD = "Furnished-1!";

    private static final String ITEM = "io.keycloakpbx.securitydata.SecurityDataItemProvider";
    private static final String PROVIDER = "office";
    private static final String ROLE = "Viewer of customers";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;
    private final String company;

    /** Switches the tenant's security data on, and furnishes it. */
    FurnishedTenant(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
        api.switchOn();
        String name = "Company of " + tenant.name();
        company = made("/admin/realms/master/components", item("company", name, Map.of("name", List.of(name))));
        tenant.attribute("pbx.company", name);
        client("Production", Map.of("pbx.environment", "true"));
        item("application", "CRM", "View Customers");
        item("application", "WALLBOARD", "View Customers");
        instance("customers", "CRM");
        made("/components", item("security-question", "Which was your first telephone?", Map.of()));
        String permissions = client("pbx-permissions", Map.of());
        made("/clients/" + permissions + "/roles", Map.of("name", "View Customers"));
        made("/roles", Map.of("name", ROLE));
        post(
                "/roles/" + ROLE + "/composites",
                List.of(keycloak.admin()
                        .get(tenant.adminPath("/clients/" + permissions + "/roles/View Customers"))
                        .<Map<String, Object>>path("")));
        made(
                "/identity-provider/instances",
                Map.of(
                        "alias",
                        PROVIDER,
                        "providerId",
                        "oidc",
                        "config",
                        Map.of(
                                "clientId", "furnished",
                                "clientSecret", "not used",
                                "clientAuthMethod", "client_secret_post",
                                "authorizationUrl", "https://idp.example.test/a",
                                "tokenUrl", "https://idp.example.test/t")));
    }

    private void item(String provider, String name, String permission) {
        made("/components", item(provider, name, Map.of("name", List.of(name), "permissions", List.of(permission))));
    }

    private static Map<String, Object> item(String provider, String name, Map<String, List<String>> config) {
        return Map.of("name", name, "providerId", provider, "providerType", ITEM, "config", config);
    }

    private String client(String clientId, Map<String, String> attributes) {
        return made("/clients", Map.of("clientId", clientId, "bearerOnly", true, "attributes", attributes));
    }

    /** @param path below that of the tenant, or of another realm */
    private String made(String path, Map<String, Object> body) {
        Response created = keycloak.admin().body(body).post(path.startsWith("/admin/") ? path : tenant.adminPath(path));
        String location = created.then().statusCode(201).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void post(String path, Object body) {
        keycloak.admin().body(body).post(tenant.adminPath(path)).then().statusCode(204);
    }

    /** Makes an instance of an application; the client's id. */
    String instance(String clientId, String application) {
        return client(
                clientId,
                Map.of(
                        "pbx.application",
                        application,
                        "pbx.environment.name",
                        "Production",
                        "pbx.relyingPartyUri",
                        "https://" + clientId + ".example.test/"));
    }

    /** Makes somebody with a role and an identity who has signed in, and waits until that is written down; the user's id. */
    String user(String username) {
        String id = tenant.createUser(username, PASSWORD, ROLE);
        post(
                "/users/" + id + "/federated-identity/" + PROVIDER,
                Map.of("identityProvider", PROVIDER, "userId", "there-" + username, "userName", username));
        tenant.passwordGrant(username, PASSWORD).then().statusCode(200);
        Awaited.until(
                () -> api.get("Session/$count", Map.of("$filter", "UserName eq '" + username + "'"))
                        .asString(),
                "1"::equals);
        return id;
    }

    /** Makes the user of a webservice, who is in an environment, as nobody else is; the user's id. */
    String webservice(String username) {
        String id = tenant.createUser(username, PASSWORD, ROLE);
        String path = tenant.adminPath("/users/" + id);
        ObjectNode user = keycloak.admin().get(path).as(ObjectNode.class);
        user.putObject("attributes").put("pbx.userType", "Webservice");
        keycloak.admin().body(user).put(path).then().statusCode(204);
        return id;
    }

    /** Leaves master as it was. */
    @Override
    public void close() {
        tenant.attribute("pbx.company", "");
        keycloak.admin()
                .delete("/admin/realms/master/components/" + company)
                .then()
                .statusCode(204);
    }
}
