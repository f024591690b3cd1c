package io.keycloakpbx.lockout;

import java.util.Collection;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Which client addresses may not sign in to a realm for a while, because too many sign-ins from them have failed. Counts
 * are shared by all nodes. An address is a text such as {@code 192.0.2.7}; IPv6 addresses of one /64 network count as one.
 *
 * <p>The step {@code pbx-address-lock} of a flow asks it; failures are counted where events tell of them.
 */
public interface AddressLockProvider extends Provider {

    /** The provider of a session. */
    static AddressLockProvider of(KeycloakSession session) {
        return session.getProvider(AddressLockProvider.class);
    }

    /** That an address is blocked in a realm, or null where it is not. */
    AddressBlocked blocked(RealmModel realm, String address);

    /** Which of some addresses, a hundred at most, are blocked in a realm, in their order; of those of one network the first. */
    List<AddressBlocked> blocked(RealmModel realm, Collection<String> addresses);

    /**
     * That an address is blocked for a SIP domain that is nobody's, or null where it is not. Such a domain is locked like a
     * tenant's, each for itself; an address that has tried many of them is locked out of all such domains, but not of the
     * realm.
     *
     * @param realm the realm at whose base URL the domain was asked for
     */
    AddressBlocked blocked(RealmModel realm, String unknownDomain, String address);

    /** Counts a failed sign-in, in a transaction of its own. */
    void failed(RealmModel realm, String address);

    /** Counts a sign-in to a SIP domain that is nobody's, in a transaction of its own. */
    void failed(RealmModel realm, String unknownDomain, String address);

    /**
     * The blocked addresses of a realm, in their order.
     *
     * @param beginning how they begin, such as {@code 192.0.2.}, or null for all
     */
    List<BlockedAddressRepresentation> search(RealmModel realm, String beginning, int first, int max);

    /** How many {@link #search} finds in all. */
    long count(RealmModel realm, String beginning);

    /** Forgets the failures of an address; false where it has none. */
    boolean clear(RealmModel realm, String address);
}
