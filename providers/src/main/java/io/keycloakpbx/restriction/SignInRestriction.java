package io.keycloakpbx.restriction;

import io.keycloakpbx.address.IpAddress;
import io.keycloakpbx.address.Network;
import java.util.List;
import java.util.Optional;

/**
 * From where a user may sign in and go on. What cannot be read as an address or a network is the address of nobody.
 *
 * @param allowedAddresses IP addresses and networks, or empty for everywhere
 * @param sessionAddressLock whether a session ends where another address uses it than the one that it began at
 */
public record SignInRestriction(List<String> allowedAddresses, boolean sessionAddressLock) {

    /** User attribute with several values, each an IPv4 or IPv6 address or a network such as {@code 192.0.2.0/24}. */
    public static final String ALLOWED_ADDRESSES = "pbx.allowedAddresses";

    /** User attribute: {@code true} locks each session to the address that it began at. */
    public static final String SESSION_ADDRESS_LOCK = "pbx.sessionAddressLock";

    /** That of most users. */
    public static final SignInRestriction NONE = new SignInRestriction(List.of(), false);

    public SignInRestriction {
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    /** Whether one of the values of the attribute locks sessions: all but {@code false} and an empty one do. */
    public static boolean isLock(String value) {
        return value == null || !value.isEmpty() && !value.equalsIgnoreCase("false");
    }

    public boolean isNone() {
        return allowedAddresses.isEmpty() && !sessionAddressLock;
    }

    /** Whether the user may sign in from an address. An IPv4 address that came as an IPv6 one is the IPv4 address. */
    public boolean admits(String address) {
        if (allowedAddresses.isEmpty()) {
            return true;
        }
        Optional<IpAddress> client = IpAddress.parse(address);
        return client.isPresent()
                && allowedAddresses.stream()
                        .map(Network::parse)
                        .flatMap(Optional::stream)
                        .anyMatch(network -> network.contains(client.get()));
    }

    /**
     * Why an address may not use a session, or null where it may.
     *
     * @param begunAt the address of the session
     */
    SessionRefusal refusal(String begunAt, String address) {
        if (!admits(address)) {
            return SessionRefusal.ADDRESS_NOT_ALLOWED;
        }
        return sessionAddressLock && !isSame(begunAt, address) ? SessionRefusal.SESSION_ADDRESS_CHANGED : null;
    }

    private static boolean isSame(String one, String other) {
        Optional<IpAddress> first = IpAddress.parse(one).map(IpAddress::unmapped);
        return first.isPresent() && first.equals(IpAddress.parse(other).map(IpAddress::unmapped));
    }
}
