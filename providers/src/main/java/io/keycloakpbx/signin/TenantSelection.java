package io.keycloakpbx.signin;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.TokenRealm;
import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantProvider;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Which realm a request is about. The master realm's base URL serves every tenant; a tenant's base URL serves that tenant
 * only. A suspended realm is returned like any other: the caller has to look.
 */
final class TenantSelection {

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
        return Tenant.isSystemLevel(base);
    }

    /** The master realm. */
    RealmModel systemLevel() {
        return atSystemLevel() ? base : session.realms().getRealmByName(AdministrationRealm.NAME);
    }

    /** The realm of a SIP domain, or of the base URL where none is named; null where it serves no such domain. */
    RealmModel of(RequestedDomain requested) {
        return requested.isAbsent()
                ? base
                : requested
                        .domain()
                        .map(TenantProvider.of(session)::getRealmBySipDomain)
                        .map(this::served)
                        .orElse(null);
    }

    /**
     * The realm of a name, which is the realm's own or one of its SIP domains; that of the base URL for null; null where it serves none
     * so called. Only what has an index is asked for: the name of another realm than that of the base URL as it was typed, then in
     * lower case, in which most names are.
     */
    RealmModel named(String name) {
        if (name == null || base.getName().equalsIgnoreCase(name)) {
            return base;
        }
        return Stream.of(name, name.toLowerCase(Locale.ROOT))
                .distinct()
                .map(this::called)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> of(RequestedDomain.of(name)));
    }

    private RealmModel called(String name) {
        return atSystemLevel() ? served(session.realms().getRealmByName(StorableText.id(name))) : null;
    }

    /** The realm that a token says it is from; null where it says none that is served. Nothing is verified yet. */
    RealmModel ofToken(String token) {
        return TokenRealm.of(session, token).map(this::served).orElse(null);
    }

    /** Whether a realm serves requests now: Keycloak checks neither for a realm resource. */
    boolean serves(RealmModel realm) {
        return realm != null && realm.isEnabled() && !RealmEndpoint.lacksTls(session, realm);
    }

    /** The realm with an id; null where it is not served. */
    RealmModel ofId(String realmId) {
        return served(session.realms().getRealm(StorableText.id(realmId)));
    }

    private RealmModel served(RealmModel realm) {
        if (realm == null) {
            return null;
        }
        boolean isBase = realm.getId().equals(base.getId());
        return isBase || atSystemLevel() && Tenant.is(realm) ? realm : null;
    }
}
