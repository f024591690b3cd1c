package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Counts failed sign-ins against the address that they came from: every way to sign in tells of its failures by an event,
 * whichever client, flow or endpoint it is. What is no guess (a second factor that is missing, a pending required action,
 * a client's own secret) is not counted.
 */
@ReliesOn({
    "org.keycloak.events.EventBuilder: errors come at once, to global listeners in each realm",
    "org.keycloak.quarkus.runtime.integration.resteasy.QuarkusHttpRequest: the same headers in all sessions of a"
            + " request"
})
public final class FailedSignIns implements EventListenerProviderFactory, PlainProviderFactory<EventListenerProvider> {

    /** Locked and disabled users too: else the lock would tell who is one. */
    private static final Set<String> WRONG =
            Set.of(Errors.INVALID_USER_CREDENTIALS, Errors.USER_DISABLED, Errors.USER_TEMPORARILY_DISABLED);

    private static final Set<String> GUESSED = Set.of(
            Errors.INVALID_USER_CREDENTIALS,
            Errors.USER_DISABLED,
            Errors.USER_TEMPORARILY_DISABLED,
            Errors.USER_NOT_FOUND,
            Errors.INVALID_USER,
            Errors.INVALID_TOKEN);

    /** What is counted. That an identity provider's user is nobody here, is no guess. */
    private static final Map<EventType, Set<String>> FAILURES = Map.of(
            EventType.LOGIN_ERROR, GUESSED,
            EventType.SEND_VERIFY_EMAIL_ERROR, GUESSED,
            EventType.UPDATE_CREDENTIAL_ERROR, GUESSED,
            EventType.VERIFY_EMAIL_ERROR, WRONG,
            EventType.IDENTITY_PROVIDER_FIRST_LOGIN_ERROR, WRONG);

    /** Sign-ins that named a SIP domain and met a realm in which nobody signs in. */
    private static final Set<String> CLOSED =
            Set.of(Errors.REALM_DISABLED, Errors.SSL_REQUIRED, Errors.CLIENT_NOT_FOUND);

    /** The realms in which a failure was counted, by the headers that all sessions of one request have. */
    private final Map<HttpHeaders, Set<String>> counted = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                if (FAILURES.containsKey(event.getType()) && event.getError() != null && event.getIpAddress() != null) {
                    count(session, event);
                }
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {}

            @Override
            public void close() {}
        };
    }

    private void count(KeycloakSession session, Event event) {
        String domain = event.getDetails() == null ? null : event.getDetails().get(TenantEvent.SIP_DOMAIN);
        boolean unknown = TenantEvent.UNKNOWN_SIP_DOMAIN.equals(event.getError()) && domain != null;
        if (!unknown
                && !FAILURES.get(event.getType()).contains(event.getError())
                && !(domain != null && CLOSED.contains(event.getError()))) {
            return;
        }
        if (!isFirst(session, event)) {
            return;
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        // The event has a transaction and with it a connection of its own, which is given back first.
        Transactions.afterCompletion(
                session,
                () -> KeycloakModelUtils.runJobInTransaction(
                        factory, own -> count(own, event.getRealmId(), unknown ? domain : null, event.getIpAddress())));
    }

    /**
     * Whether no failure of the same request was counted in the realm. A request tries once, but Keycloak may tell of what
     * went wrong again as what has come of the request: by the same event, or by a copy of it.
     */
    private boolean isFirst(KeycloakSession session, Event event) {
        HttpHeaders request = request(session);
        return request == null
                || counted.computeIfAbsent(request, unknown -> ConcurrentHashMap.newKeySet())
                        .add(event.getRealmId());
    }

    /** Null for work apart from a request, each of which is a try. */
    private static HttpHeaders request(KeycloakSession session) {
        try {
            return session.getContext().getRequestHeaders();
        } catch (ContextNotActiveException e) {
            return null;
        }
    }

    private static void count(KeycloakSession session, String realmId, String unknownDomain, String address) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        if (unknownDomain == null) {
            AddressLockProvider.of(session).failed(realm, address);
        } else {
            AddressLockProvider.of(session).failed(realm, unknownDomain, address);
        }
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "pbx-failed-sign-ins";
    }
}
