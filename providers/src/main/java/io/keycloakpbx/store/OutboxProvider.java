package io.keycloakpbx.store;

import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * What has to leave the server because of a change: it is written down in the transaction of the change, so it leaves if
 * and only if the change is kept, and leaves after it. It is tried again until it arrives or is too old, by any node.
 */
public interface OutboxProvider extends Provider {

    /**
     * Puts a message into the outbox as a part of the session's transaction.
     *
     * @param realm the realm whose message it is; it goes with the realm
     * @param kind the id of the {@link OutboxDeliveryProvider} that delivers it
     * @param destination where it goes, at most 255 characters; what goes to a place that does not answer waits together
     * @param payload what the delivery needs, and nobody else reads
     */
    void put(RealmModel realm, String kind, String destination, String payload);
}
