package io.keycloakpbx.keycloak;

import java.net.URI;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/** Where browsers and apps reach a realm: a realm may have an address of its own (attribute {@code frontendUrl}). */
public final class Frontend {

    private Frontend() {}

    /** The base address of a realm's pages, in front of {@code realms/}; it ends with a slash. */
    public static URI of(KeycloakSession session, RealmModel realm) {
        URI base = ContextRealm.call(session, realm, () -> session.getContext()
                .getUri(UrlType.FRONTEND)
                .getBaseUri());
        return base.toString().endsWith("/") ? base : URI.create(base + "/");
    }
}
