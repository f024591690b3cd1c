package io.keycloakpbx.keycloak;

import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Hears of what administrators do, in each realm: a tenant's administrator could otherwise switch it off. */
public interface AdminEventListener extends EventListenerProviderFactory, PlainProviderFactory<EventListenerProvider> {

    /** Hears of an event, in the session and before the commit of what it tells. */
    void onEvent(KeycloakSession session, AdminEvent event);

    @Override
    default EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                // Of users.
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                AdminEventListener.this.onEvent(session, event);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    default boolean isGlobal() {
        return true;
    }
}
