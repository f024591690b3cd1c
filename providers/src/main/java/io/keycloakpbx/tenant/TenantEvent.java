package io.keycloakpbx.tenant;

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
        Tenant.of(realm)
                .ifPresent(tenant -> event.detail(SIP_DOMAIN, tenant.sipDomain().value()));
        return event.event(type);
    }
}
