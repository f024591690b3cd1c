package io.keycloakpbx.keycloak;

import org.keycloak.events.EventStoreProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Where Keycloak keeps events. */
public final class EventTable {

    /** The store that has its events in Keycloak's tables. */
    private static final String STORE = "jpa";

    private EventTable() {}

    /** Whether events are in Keycloak's tables; another store has them elsewhere. */
    public static boolean isUsed(KeycloakSession session) {
        ProviderFactory<EventStoreProvider> store =
                session.getKeycloakSessionFactory().getProviderFactory(EventStoreProvider.class);
        return store != null && STORE.equals(store.getId());
    }
}
