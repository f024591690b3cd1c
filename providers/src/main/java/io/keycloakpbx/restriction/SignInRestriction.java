package io.keycloakpbx.restriction;

import io.keycloakpbx.address.IpAddress;
import io.keycloakpbx.address.Network;
import io.keycloakpbx.tenant.AccountValidity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;

/**
 * From where and when a user may sign in and go on. What cannot be read as an address or a network is the address of nobody.
 *
 * @param allowedAddresses IP addresses and networks, or empty for everywhere
 * @param sessionAddressLock whether a session ends where another address uses it than the one that it began at
 * @param validity when the user may sign in at all
 */
public record SignInRestriction(List<String> allowedAddresses, boolean sessionAddressLock, AccountValidity validity) {

    /** User attribute with several values, each an IPv4 or IPv6 address or a network such as {@code 192.0.2.0/24}. */
    public static final String ALLOWED_ADDRESSES = "pbx.allowedAddresses";

    /** User attribute: {@code true} locks each session to the address that it began at. */
    public static final String SESSION_ADDRESS_LOCK = "pbx.sessionAddressLock";

    /** That of most users. */
    public static final SignInRestriction NONE = new SignInRestriction(List.of(), false);

    public SignInRestriction {
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    /** A restriction at all times. */
    public SignInRestriction(List<String> allowedAddresses, boolean sessionAddressLock) {
        this(allowedAddresses, sessionAddressLock, AccountValidity.ALWAYS);
    }

    /** Whether one of the values of the attribute locks sessions: all but {@code false} and an empty one do. */
    public static boolean isLock(String value) {
        return value == null || !value.isEmpty() && !value.equalsIgnoreCase("false");
    }

    public boolean isNone() {
        return allowedAddresses.isEmpty() && !sessionAddressLock && validity.equals(AccountValidity.ALWAYS);
    }

    /** Whether the user may sign in from an address now. An IPv4 address that came as an IPv6 one is the IPv4 address. */
    public boolean admits(String address) {
        return whyNot(address) == null;
    }

    /** Why the user may not sign in from an address now, or null. */
    SessionRefusal whyNot(String address) {
        SessionRefusal notNow = whyNot(Instant.ofEpochMilli(Time.currentTimeMillis()));
        return notNow != null || isAllowed(address) ? notNow : SessionRefusal.ADDRESS_NOT_ALLOWED;
    }

    /** Why the user may not sign in at a moment from any address, or null. */
    SessionRefusal whyNot(Instant now) {
        if (validity.hasEnded(now)) {
            return SessionRefusal.ACCOUNT_EXPIRED;
        }
        return validity.isToCome(now) ? SessionRefusal.ACCOUNT_NOT_ACTIVE : null;
    }

    /** Whether the user may sign in from an address at some time. */
    boolean isAllowed(String address) {
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
        SessionRefusal refusal = whyNot(address);
        if (refusal == null && sessionAddressLock && !isSame(begunAt, address)) {
            return SessionRefusal.SESSION_ADDRESS_CHANGED;
        }
        return refusal;
    }

    /**
     * Whether an address may use a session now.
     *
     * @param begunAt the address of the session
     */
    public boolean admits(String begunAt, String address) {
        return refusal(begunAt, address) == null;
    }

    private static boolean isSame(String one, String other) {
        Optional<IpAddress> first = IpAddress.parse(one).map(IpAddress::unmapped);
        return first.isPresent() && first.equals(IpAddress.parse(other).map(IpAddress::unmapped));
    }
}
