package io.keycloakpbx.tenant;

import io.keycloakpbx.store.RowLock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** The clients of a tenant that whoever sets it up has to do with. */
final class TenantClients {

    private static final Set<String> BY_SECRET = Set.of("client-secret", "client-secret-jwt");

    private TenantClients() {}

    /** The secrets of the clients that sign in with one, by client id. */
    static Map<String, String> secrets(RealmModel realm) {
        Map<String, String> secrets = new TreeMap<>();
        realm.getClientsStream()
                .filter(client -> !client.isPublicClient() && !client.isBearerOnly() && client.getSecret() != null)
                .filter(client -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())
                        && BY_SECRET.contains(client.getClientAuthenticatorType()))
                .forEach(client -> secrets.put(client.getClientId(), client.getSecret()));
        return secrets;
    }

    /** Where the apps are, in order; null where the tenant has no client for apps. */
    static List<String> redirectUris(RealmModel realm) {
        ClientModel app = realm.getClientByClientId(TenantProvider.APP_CLIENT_ID);
        return app == null ? null : app.getRedirectUris().stream().sorted().toList();
    }

    /** Has two that say where the apps are wait for each other, and reads anew where they are. */
    static void lockApps(KeycloakSession session, RealmModel realm) {
        ClientModel app = realm.getClientByClientId(TenantProvider.APP_CLIENT_ID);
        if (app != null) {
            RowLock.client(session, app.getId());
        }
    }

    /**
     * Says where the apps are.
     *
     * @throws ModelValidationException if there is no client for apps, or if one of them is no address of an app
     */
    static void setRedirectUris(RealmModel realm, List<String> uris) {
        ClientModel app = realm.getClientByClientId(TenantProvider.APP_CLIENT_ID);
        if (app == null) {
            throw new ModelValidationException("redirectUris need the client " + TenantProvider.APP_CLIENT_ID
                    + ", which this tenant does not have");
        }
        RedirectUriRules.check(uris, app.getRedirectUris());
        app.setRedirectUris(new LinkedHashSet<>(uris));
    }
}
