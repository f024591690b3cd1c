package io.keycloakpbx.signin;

import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantProvider;
import java.nio.charset.StandardCharsets;
import org.keycloak.Config;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.JsonWebToken;

/**
 * Which realm a request is about. The master realm's base URL serves every tenant; a tenant's base URL serves that tenant
 * only. A suspended realm is returned like any other: the caller has to look.
 */
final class TenantSelection {

    /** Fixed while the server runs; to ask the configuration each time took a tenth of a request for {@code info}. */
    private static final String ADMIN_REALM = Config.getAdminRealm();

    private final KeycloakSession session;
    private final RealmModel base;

    TenantSelection(KeycloakSession session) {
        this.session = session;
        this.base = session.getContext().getRealm();
    }

    /** The realm of the base URL. */
    RealmModel base() {
        return base;
    }

    /** Whether the base URL is the master realm's, which serves every tenant. */
    boolean atSystemLevel() {
        return base.getName().equals(ADMIN_REALM);
    }

    /** The master realm. */
    RealmModel systemLevel() {
        return atSystemLevel() ? base : session.realms().getRealmByName(ADMIN_REALM);
    }

    /** The realm of a SIP domain, or of the base URL where none is given; null where it serves no such domain. */
    RealmModel ofDomain(String sipDomain) {
        return sipDomain == null
                ? base
                : SipDomain.parse(sipDomain)
                        .map(TenantProvider.of(session)::getRealmBySipDomain)
                        .map(this::served)
                        .orElse(null);
    }

    /** The realm that a token says it is from; null where it says none that is served. Nothing is verified yet. */
    RealmModel ofToken(String token) {
        try {
            JWSInput signed = new JWSInput(token);
            JsonWebToken claims = signed.readJsonContent(JsonWebToken.class);
            // Header and claims may both be the JSON null.
            String issuer = signed.getHeader() == null || claims == null ? null : claims.getIssuer();
            return issuer == null || !isRealmName(issuer.substring(issuer.lastIndexOf('/') + 1))
                    ? null
                    : served(session.realms().getRealmByName(issuer.substring(issuer.lastIndexOf('/') + 1)));
        } catch (JWSInputException e) {
            return null;
        }
    }

    /** PostgreSQL takes no text with a null character, and an unpaired surrogate is no text at all. */
    private static boolean isRealmName(String name) {
        return name.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    /** Whether a realm serves requests now: Keycloak checks neither for a realm resource. */
    boolean serves(RealmModel realm) {
        return realm != null && realm.isEnabled() && !lacksTls(realm);
    }

    /** Whether the realm requires TLS and the request has come without. */
    boolean lacksTls(RealmModel realm) {
        return !"https".equals(session.getContext().getUri().getBaseUri().getScheme())
                && realm.getSslRequired().isRequired(session.getContext().getConnection());
    }

    /** The realm with an id; null where it is not served. */
    RealmModel ofId(String realmId) {
        return served(session.realms().getRealm(realmId));
    }

    private RealmModel served(RealmModel realm) {
        if (realm == null) {
            return null;
        }
        if (!atSystemLevel()) {
            return realm.getId().equals(base.getId()) ? realm : null;
        }
        return realm.getId().equals(base.getId()) || realm.getAttribute(TenantAttributes.SIP_DOMAIN) != null
                ? realm
                : null;
    }
}
