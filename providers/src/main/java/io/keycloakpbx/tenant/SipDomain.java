package io.keycloakpbx.tenant;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SIP domain in the one form in which it is stored and compared: lower case, an IPv6 address in brackets, no full stop
 * at the end, no white space around it.
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
        String value = lowerCase(text.strip());
        return value.length() <= MAX_LENGTH ? hostWithOptionalPort(value).map(SipDomain::new) : Optional.empty();
    }

    /** ASCII letters only: Unicode has others whose lower case is an ASCII letter. */
    private static String lowerCase(String text) {
        return text.chars().allMatch(c -> c < 0x80) ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static Optional<String> hostWithOptionalPort(String value) {
        // An IPv6 address alone may come without its brackets, which a SIP URI needs.
        if (isIpv6(value)) {
            return Optional.of("[" + value + "]");
        }
        int end = value.startsWith("[") ? value.indexOf(']') + 1 : value.indexOf(':');
        String host = end < 0 ? value : value.substring(0, end);
        String port = end < 0 ? "" : value.substring(end);
        return host(host).filter(valid -> isPortSuffix(port)).map(valid -> valid + port);
    }

    private static Optional<String> host(String host) {
        if (host.startsWith("[")) {
            return isIpv6(host.substring(1, host.length() - 1)) ? Optional.of(host) : Optional.empty();
        }
        if (IPV4.matcher(host).matches()) {
            return Optional.of(host);
        }
        // The full stop at the end of a fully qualified name says nothing that matters here.
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
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
