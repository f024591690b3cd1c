package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.lockout.AddressLockProvider;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Keeps addresses from which too many sign-ins have failed away from the steps that are no part of a flow. */
final class AddressGuard {

    private final KeycloakSession session;
    private final String clientId;
    private final Map<String, String> details;

    /**
     * A guard.
     *
     * @param clientId the client that events name, or null
     * @param details what events tell besides
     */
    AddressGuard(KeycloakSession session, String clientId, Map<String, String> details) {
        this.session = session;
        this.clientId = clientId;
        this.details = details;
    }

    /**
     * Takes a step in the context of its realm, unless the client's address is blocked. Which address that is, Keycloak's
     * proxy settings decide. What fails is counted where its event is.
     *
     * @param realm the realm that is to be signed in to, or that of the base URL
     * @param unknownDomain the SIP domain that was asked for where it is nobody's, else null
     * @param username the user name that was sent, or null where the step takes none
     * @param refused makes the outcome where the address is blocked
     */
    <T> T guard(
            RealmModel realm,
            String unknownDomain,
            String username,
            EventType type,
            Function<AddressBlocked, T> refused,
            Supplier<T> step) {
        String address = session.getContext().getConnection().getRemoteHost();
        AddressLockProvider lock = AddressLockProvider.of(session);
        AddressBlocked blocked =
                unknownDomain == null ? lock.blocked(realm, address) : lock.blocked(realm, unknownDomain, address);
        if (blocked == null) {
            return ContextRealm.call(session, realm, step);
        }
        EventBuilder event =
                TenantEvent.tellTyped(TenantEvent.of(session, realm, type).client(clientId), username);
        if (unknownDomain != null) {
            event.detail(TenantEvent.SIP_DOMAIN, unknownDomain);
        }
        details.forEach(event::detail);
        event.error(AddressBlocked.EVENT_ERROR);
        return refused.apply(blocked);
    }
}
