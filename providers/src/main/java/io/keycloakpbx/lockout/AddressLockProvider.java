package io.keycloakpbx.lockout;

import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Which client addresses may not sign in to a realm for a while, because too many sign-ins from them have failed. Counts
 * are shared by all nodes. An address is a text such as {@code 192.0.2.7}; IPv6 addresses of one /64 network count as one.
 */
public interface AddressLockProvider extends Provider {

    /** The provider of a session. */
    static AddressLockProvider of(KeycloakSession session) {
        return session.getProvider(AddressLockProvider.class);
    }

    /** Until when an address is blocked in a realm, or null where it is not. */
    Instant blockedUntil(RealmModel realm, String address);

    /** Counts a failed sign-in, in a transaction of its own. */
    void failed(RealmModel realm, String address);

    /** The blocked addresses of a realm, in their order. */
    List<BlockedAddressRepresentation> search(RealmModel realm, int first, int max);

    /** How many {@link #search} finds in all. */
    long count(RealmModel realm);

    /** Forgets the failures of an address; false where it has none. */
    boolean clear(RealmModel realm, String address);
}
