package io.keycloakpbx.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
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
        return isIpv6() ? rfc5952(address.getAddress()) : Inet.toOptimalString(address);
    }

    /** Not by the library: it shortens the first run of zeros, not the longest, and loses a zero at the end. */
    private static String rfc5952(byte[] bytes) {
        if (isMapped(bytes)) {
            return "::ffff:" + Inet.toOptimalString(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        }
        int[] groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << Byte.SIZE | bytes[2 * i + 1] & 0xff;
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            // A single zero is written out; of several longest runs the first is shortened.
            if (end - i > Math.max(length, 1)) {
                start = i;
                length = end - i;
            }
        }
        return length == 0
                ? text(groups, 0, groups.length)
                : text(groups, 0, start) + "::" + text(groups, start + length, groups.length);
    }

    private static String text(int[] groups, int from, int to) {
        return Arrays.stream(groups, from, to).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }
}
