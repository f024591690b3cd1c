package io.keycloakpbx.lockout;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** IP addresses and networks as texts and bits. Names are never looked up. */
final class AddressKey {

    static final int MAX_LENGTH = 45;

    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private AddressKey() {}

    /**
     * What failures are counted under: an IPv4 address, or the /64 network of an IPv6 address, as one customer has all of
     * it. Other texts count as they are, cut to {@value #MAX_LENGTH} characters.
     */
    static String of(String address) {
        byte[] bits = bits(address);
        if (bits == null) {
            return address.length() > MAX_LENGTH ? address.substring(0, MAX_LENGTH) : address;
        }
        if (bits.length == IPV6_BYTES) {
            Arrays.fill(bits, IPV6_NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        }
        return text(bits);
    }

    /**
     * Whether an address is in one of the networks.
     *
     * @param networks addresses and networks such as {@code 192.0.2.0/24}, separated by commas; others match nothing
     */
    static boolean isIn(String address, String networks) {
        byte[] bits = bits(address);
        return bits != null
                && Arrays.stream(networks.split(",")).map(String::strip).anyMatch(network -> contains(network, bits));
    }

    private static boolean contains(String network, byte[] address) {
        int slash = network.indexOf('/');
        byte[] base = bits(slash < 0 ? network : network.substring(0, slash));
        if (base == null || base.length != address.length) {
            return false;
        }
        int length;
        try {
            length = slash < 0 ? base.length * 8 : Integer.parseInt(network.substring(slash + 1));
        } catch (NumberFormatException e) {
            return false;
        }
        if (length < 0 || length > base.length * 8) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bits(String address) {
        int zone = address.indexOf('%');
        String numeric = zone < 0 ? address : address.substring(0, zone);
        if (numeric.startsWith("[") && numeric.endsWith("]")) {
            numeric = numeric.substring(1, numeric.length() - 1);
        }
        if (!NUMERIC.matcher(numeric).matches()) {
            return null;
        }
        try {
            // Brackets keep the JDK from taking a malformed address for a name.
            return InetAddress.getByName(numeric.indexOf(':') >= 0 ? "[" + numeric + "]" : checked(numeric))
                    .getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String checked(String ipv4) throws UnknownHostException {
        String[] parts = ipv4.split("\\.", -1);
        if (parts.length != 4) {
            throw new UnknownHostException();
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || Integer.parseInt(part) > 255) {
                throw new UnknownHostException();
            }
        }
        return ipv4;
    }

    private static String text(byte[] bits) {
        try {
            return InetAddress.getByAddress(bits).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
