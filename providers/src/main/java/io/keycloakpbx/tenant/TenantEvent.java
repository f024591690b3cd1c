package io.keycloakpbx.tenant;

import io.keycloakpbx.store.StorableText;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** User events that the bundle writes itself: each tells the tenant. */
public final class TenantEvent {

    /** The detail with the tenant's SIP domain, or with the one that was asked for where there is no such tenant. */
    public static final String SIP_DOMAIN = "sip_domain";

    /** The error of a request that names a SIP domain which is nobody's. */
    public static final String UNKNOWN_SIP_DOMAIN = "unknown_sip_domain";

    private TenantEvent() {}

    /** An event of a realm, still to be sent. */
    public static EventBuilder of(KeycloakSession session, RealmModel realm, EventType type) {
        return of(new EventBuilder(realm, session, session.getContext().getConnection()), realm, type);
    }

    /** An event of a realm that comes of work after its request. */
    public static EventBuilder ofAddress(KeycloakSession session, RealmModel realm, EventType type, String address) {
        return of(new EventBuilder(realm, session), realm, type).ipAddress(address);
    }

    private static EventBuilder of(EventBuilder event, RealmModel realm, EventType type) {
        return tellTenant(event, realm).event(type);
    }

    /** Tells the tenant in an event that somebody else has begun; a realm that is none tells nothing. */
    public static EventBuilder tellTenant(EventBuilder event, RealmModel realm) {
        Tenant.of(realm)
                .ifPresent(tenant -> event.detail(SIP_DOMAIN, tenant.sipDomain().value()));
        return event;
    }

    /**
     * Tells the user name as it was typed, which nothing has looked at yet: left out where nothing was, and where it is what
     * nobody can be called, too long or no text that a database takes.
     *
     * @param typed the user name, email address or SIP address, or null
     */
    public static EventBuilder tellTyped(EventBuilder event, String typed) {
        return typed == null || typed.isBlank() || typed.length() > SipUserName.MAX_LENGTH || !StorableText.is(typed)
                ? event
                : event.detail(Details.USERNAME, typed);
    }
}
