package io.keycloakpbx.store;

import java.io.IOException;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Delivers the messages of one kind, which is its factory's id. A message may be delivered more than once. */
public interface OutboxDeliveryProvider extends Provider {

    /** What has become of a message that was sent. */
    enum Outcome {
        DELIVERED,
        /** It will not be taken; another try is of no use. */
        REFUSED
    }

    /** A message that is ready to leave. */
    interface Sending {

        /**
         * Sends it, outside any transaction and with a time limit.
         *
         * @throws IOException where another try may help
         */
        Outcome send() throws IOException;
    }

    /** Makes a message ready, in a transaction and in the context of its realm. */
    Sending prepare(RealmModel realm, String payload);
}
