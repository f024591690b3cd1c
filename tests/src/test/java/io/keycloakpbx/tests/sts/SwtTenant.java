package io.keycloakpbx.tests.sts;

import static io.keycloakpbx.tests.sts.SwtApi.credentials;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A tenant with applications that have opted in to simple web tokens, each in an environment of its own. */
final class SwtTenant {

    private final Keycloak keycloak;
    private final Realm realm;
    private final TokenTenant tenant;
    private final SwtApi api;
    private int users;

    /** Makes it of a tenant without anything, where wrong passwords lock nobody. */
    SwtTenant(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = TokenTenant.of(keycloak, realm);
        this.api = new SwtApi(keycloak, realm);
        realm.update(settings -> settings.put("failureFactor", 1000));
    }

    String clientUuid(String clientId) {
        return tenant.clientUuid(clientId);
    }

    String securityService() {
        return tenant.securityService();
    }

    void clientAttribute(String clientId, String attribute, String value) {
        tenant.clientAttribute(clientId, attribute, value);
    }

    void disable(String clientId) {
        tenant.changeClient(clientId, client -> client.put("enabled", false));
    }

    /** Lets a web origin use a client. */
    void addWebOrigin(String clientId, String origin) {
        tenant.changeClient(
                clientId, client -> client.withArrayProperty("webOrigins").add(origin));
    }

    /** Makes a user who may read security data, and is in no environment but the usual one; the user's name. */
    String user() {
        users++;
        String username = "swt-" + users;
        tenant.createUser(username, "view-realm");
        return username;
    }

    /** The same in an environment, too. */
    String userIn(String environment) {
        String username = user();
        tenant.putInto(environment, realm.userId(username));
        return username;
    }

    /** Makes an environment, with an application that takes the place of {@code pbx-rest} there: {@code app-} and the name. */
    String environment() {
        String name = "Env-" + UUID.randomUUID();
        tenant.makeEnvironment(name);
        realm.make(
                "/clients",
                Map.of(
                        "clientId",
                        "app-" + name,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of(
                                "pbx.relyingPartyUri",
                                TokenTenant.APPLIES_TO,
                                "pbx.environment.name",
                                name,
                                "pbx.swt",
                                "true")));
        return name;
    }

    void optIn(String clientId, String value) {
        tenant.clientAttribute(clientId, "pbx.swt", value);
    }

    Response login(String username, String environment) {
        return api.login(Map.of("primary", credentials(username, TokenTenant.PASSWORD), "environment", environment));
    }

    /** The token of a user for an environment. */
    String token(String username, String environment) {
        return SwtApi.token(login(username, environment));
    }

    /** The newest event of a user. */
    Realm.Event event(String type, String userId) {
        return realm.events().stream()
                .filter(event -> event.type().equals(type) && userId.equals(event.userId()))
                .findFirst()
                .orElseThrow();
    }

    boolean hasSession(String userId) {
        List<Object> sessions = keycloak.admin()
                .get(realm.adminPath("/users/" + userId + "/sessions"))
                .path("");
        return !sessions.isEmpty();
    }
}
