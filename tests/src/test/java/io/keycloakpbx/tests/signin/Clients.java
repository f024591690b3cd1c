package io.keycloakpbx.tests.signin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import java.util.function.Consumer;

/** Changes to the OpenID clients of a realm. */
final class Clients {

    private Clients() {}

    /** A client as the admin API represents it. */
    static ObjectNode get(Keycloak keycloak, Realm realm, String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(realm.adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode[].class)[0];
    }

    static void update(Keycloak keycloak, Realm realm, String clientId, Consumer<ObjectNode> change) {
        ObjectNode client = get(keycloak, realm, clientId);
        change.accept(client);
        keycloak.admin()
                .body(client)
                .put(realm.adminPath("/clients/" + client.get("id").textValue()))
                .then()
                .statusCode(204);
    }

    static String secret(Keycloak keycloak, Realm realm, String clientId) {
        return keycloak.admin()
                .get(realm.adminPath(
                        "/clients/" + get(keycloak, realm, clientId).get("id").textValue() + "/client-secret"))
                .then()
                .statusCode(200)
                .extract()
                .path("value");
    }
}
