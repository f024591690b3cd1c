package io.keycloakpbx.tenant;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SIP domain in the one form in which it is stored and compared: lower case, without surrounding white space.
 *
 * <p>A domain is the host of a SIP URI (RFC 3261 section 25.1: host name, IPv4 address, IPv6 address), with an optional
 * port, of 1 to {@value #MAX_LENGTH} characters. It need not resolve.
 *
 * @param value the domain, never null
 */
public record SipDomain(String value) {

    /** The longest domain that the contract allows, in characters. */
    public static final int MAX_LENGTH = 280;

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    // The last label of a name begins with a letter, so that no name looks like an IPv4 address.
    private static final Pattern NAME = Pattern.compile("(" + LABEL + "\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int HIGHEST_PORT = 65_535;

    /** The domain that a text names, or empty where the text is no SIP domain. */
    public static Optional<SipDomain> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        String value = text.strip().toLowerCase(Locale.ROOT);
        return !value.isEmpty() && value.length() <= MAX_LENGTH && isHostWithOptionalPort(value)
                ? Optional.of(new SipDomain(value))
                : Optional.empty();
    }

    private static boolean isHostWithOptionalPort(String value) {
        if (value.startsWith("[")) {
            int end = value.indexOf(']');
            return end > 0 && isIpv6(value.substring(1, end)) && isPortSuffix(value.substring(end + 1));
        }
        int colon = value.indexOf(':');
        if (colon >= 0 && value.indexOf(':', colon + 1) >= 0) {
            return isIpv6(value);
        }
        return colon < 0
                ? isNameOrIpv4(value)
                : isNameOrIpv4(value.substring(0, colon)) && isPortSuffix(value.substring(colon));
    }

    private static boolean isNameOrIpv4(String host) {
        return NAME.matcher(host).matches() || IPV4.matcher(host).matches();
    }

    private static boolean isIpv6(String address) {
        if (!IPV6.matcher(address).matches() || address.indexOf(':') < 0) {
            return false;
        }
        try {
            // In brackets the JDK only checks the syntax and never asks a name server.
            return InetAddress.getByName("[" + address + "]") != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isPortSuffix(String suffix) {
        return suffix.isEmpty()
                || suffix.charAt(0) == ':'
                        && PORT.matcher(suffix.substring(1)).matches()
                        && Integer.parseInt(suffix.substring(1)) <= HIGHEST_PORT;
    }

    @Override
    public String toString() {
        return value;
    }
}
