package io.keycloakpbx.tenant;

import io.keycloakpbx.http.SafeUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the apps of a tenant may be (RFC 8252): authorization codes are sent there. */
final class RedirectUriRules {

    static final int MAX_URIS = 50;
    /** The most characters of one: what Keycloak's column holds. */
    static final int MAX_LENGTH = 255;

    private static final String ANY_PATH = "/*";

    private RedirectUriRules() {}

    /**
     * Refuses what is no address of an app.
     *
     * @param known those that the tenant has already: nobody is refused for what was there before
     */
    static void check(List<String> uris, Set<String> known) {
        for (int i = 0; i < uris.size(); i++) {
            if (!known.contains(uris.get(i)) && !isAllowed(uris.get(i))) {
                throw new BrokenRuleException(
                        "redirectUris[" + i + "]",
                        "must be an https address, an http address of localhost, 127.0.0.1 or [::1], or one of an app's own"
                                + " scheme such as com.example.app:/callback, without user name and fragment; * may only be"
                                + " at the end of a path, as /*",
                        "pbxErrorRedirectUri",
                        Map.of("uri", uris.get(i)));
            }
        }
    }

    private static boolean isAllowed(String text) {
        boolean anyPath = text.endsWith(ANY_PATH);
        String fixed = anyPath ? text.substring(0, text.length() - 1) : text;
        if (fixed.indexOf('*') >= 0) {
            return false;
        }
        try {
            URI uri = new URI(fixed);
            return SafeUrl.is(uri) && !(anyPath && uri.getRawQuery() != null) || !anyPath && isOfApp(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A private-use scheme is a domain name turned round, so it has a full stop; no browser does anything of its own there. */
    private static boolean isOfApp(URI uri) {
        return uri.getScheme() != null
                && uri.getScheme().indexOf('.') > 0
                && !uri.isOpaque()
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }
}
