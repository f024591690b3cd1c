package io.keycloakpbx.signin;

import io.keycloakpbx.http.SafeUrl;
import io.keycloakpbx.tenant.TenantProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * An address that a caller wants a user to be sent to. It counts only where a client of the tenant has registered the
 * very same text as a redirect URI; entries with a wildcard match nothing here.
 */
final class CallbackUrl {

    /** The member of a request that has such an address. */
    static final String FIELD = "callback_url";

    /** What is expected of it, in words. */
    static final String RULE = "callback_url must be an https address (or http://localhost, http://127.0.0.1 or"
            + " http://[::1], with any port), exactly as a client of the tenant has registered it";

    /** The longest address that is looked at, in characters. */
    static final int MAX_LENGTH = 2_000;

    /** The clients whose redirect URIs count, in this order. */
    private static final List<String> CLIENTS = List.of(SignIn.CLIENT_ID, TenantProvider.APP_CLIENT_ID);

    private CallbackUrl() {}

    /** Whether the text is an absolute https address, or an http one of this machine, without user and fragment. */
    static boolean isSafe(String url) {
        try {
            return SafeUrl.is(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The only address of the sign-in client, or null where it has none or several. */
    static String only(RealmModel realm) {
        ClientModel client = realm == null ? null : realm.getClientByClientId(SignIn.CLIENT_ID);
        List<String> safe = client == null
                ? List.of()
                : client.getRedirectUris().stream().filter(CallbackUrl::isSafe).toList();
        return safe.size() == 1 ? safe.get(0) : null;
    }

    /** The client that has registered an address, or null; null also where there is no realm. */
    static ClientModel client(RealmModel realm, String url) {
        if (realm == null || !isSafe(url) || url.indexOf('*') >= 0) {
            return null;
        }
        return CLIENTS.stream()
                .map(realm::getClientByClientId)
                .filter(client -> client != null
                        && client.isEnabled()
                        && client.getRedirectUris().contains(url))
                .findFirst()
                .orElse(null);
    }
}
