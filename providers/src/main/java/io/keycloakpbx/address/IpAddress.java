package io.keycloakpbx.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.wildfly.common.net.CidrAddress;
import org.wildfly.common.net.Inet;

/** An IP address, without the zone that it may have come with. Names are never looked up. */
public final class IpAddress {

    private static final int SITE_BITS = 64;
    private static final int IPV4_BYTES = 4;

    private final InetAddress address;

    private IpAddress(InetAddress address) {
        this.address = address;
    }

    /** The address that a text is, an IPv6 address in brackets or without; empty for every other text. */
    public static Optional<IpAddress> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        String numeric = zone > 0 && bare.indexOf(':') >= 0 ? bare.substring(0, zone) : bare;
        return numeric.startsWith("[")
                ? Optional.empty()
                : Optional.ofNullable(Inet.parseInetAddress(numeric)).map(IpAddress::new);
    }

    public boolean isIpv6() {
        return address instanceof Inet6Address;
    }

    /** The IPv4 address that an IPv6 address such as {@code ::ffff:192.0.2.7} stands for; others are returned as they are. */
    public IpAddress unmapped() {
        byte[] bytes = address.getAddress();
        return isIpv6() && isMapped(bytes)
                ? new IpAddress(Inet.parseInet4Address(
                        Inet.toOptimalString(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length))))
                : this;
    }

    private static boolean isMapped(byte[] ipv6) {
        int marks = ipv6.length - IPV4_BYTES - 2;
        for (int i = 0; i < marks; i++) {
            if (ipv6[i] != 0) {
                return false;
            }
        }
        return ipv6[marks] == (byte) 0xff && ipv6[marks + 1] == (byte) 0xff;
    }

    /**
     * What one customer of a provider has: an IPv4 address, or the first address of the /64 network of an IPv6 address,
     * in which a customer chooses addresses at will.
     */
    public IpAddress site() {
        IpAddress plain = unmapped();
        return plain.isIpv6()
                ? new IpAddress(CidrAddress.create(plain.address, SITE_BITS).getNetworkAddress())
                : plain;
    }

    InetAddress address() {
        return address;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }

    /** The address in the one form of RFC 5952. */
    @Override
    public String toString() {
        return Inet.toOptimalString(address);
    }
}
