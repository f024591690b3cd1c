package io.keycloakpbx.tenant;

import io.keycloakpbx.address.IpAddress;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A SIP domain in the one form in which it is stored and compared: lower case, an IPv6 address in brackets and as RFC 5952
 * writes it, labels in other letters in their ASCII form (A-labels), no full stop at the end, no white space around it.
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
    /** What a label in other letters begins with in its ASCII form. */
    private static final String ACE = "xn--";

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int HIGHEST_PORT = 65_535;

    /** The domain that a text names, or empty where the text is no SIP domain. */
    public static Optional<SipDomain> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        String value = lowerCase(text.strip());
        return value.length() <= MAX_LENGTH
                ? hostWithOptionalPort(value)
                        .filter(domain -> domain.length() <= MAX_LENGTH)
                        .map(SipDomain::new)
                : Optional.empty();
    }

    /** The domain as people read it: its labels in their own letters, where they have others than ASCII. */
    public String readable() {
        String readable = Arrays.stream(value.split("\\.", -1))
                .map(label -> label.startsWith(ACE) ? IDN.toUnicode(label) : label)
                .collect(Collectors.joining("."));
        return parse(readable).filter(this::equals).isPresent() ? readable : value;
    }

    /** ASCII letters only: Unicode has others whose lower case is an ASCII letter. */
    private static String lowerCase(String text) {
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static Optional<String> hostWithOptionalPort(String value) {
        // An IPv6 address alone may come without its brackets, which a SIP URI needs.
        Optional<String> ipv6 = ipv6(value);
        if (ipv6.isPresent()) {
            return ipv6;
        }
        int end = value.startsWith("[") ? value.indexOf(']') + 1 : value.indexOf(':');
        String host = end < 0 ? value : value.substring(0, end);
        String port = end < 0 ? "" : value.substring(end);
        return host(host).filter(valid -> isPortSuffix(port)).map(valid -> valid + port);
    }

    private static Optional<String> host(String host) {
        if (host.startsWith("[")) {
            return ipv6(host.substring(1, host.length() - 1));
        }
        if (IPV4.matcher(host).matches()) {
            return Optional.of(host);
        }
        // The full stop at the end of a fully qualified name says nothing that matters here.
        String name = ascii(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
        return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    /** A name with labels in other letters as name servers know it; a name of ASCII letters is returned as it is. */
    private static String ascii(String name) {
        return isAscii(name)
                ? name
                : Arrays.stream(name.split("\\.", -1))
                        .map(SipDomain::asciiLabel)
                        .collect(Collectors.joining("."));
    }

    /**
     * Only where the way back leads to the same letters. Some letters become others (a Kelvin sign a k, a sharp s two of
     * them), on which standards and browsers disagree; such a label has to be given as it is registered.
     */
    private static String asciiLabel(String label) {
        if (isAscii(label)) {
            return lowerCase(label);
        }
        try {
            String letters = Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            String ascii = IDN.toASCII(letters, IDN.USE_STD3_ASCII_RULES);
            return ascii.startsWith(ACE) && IDN.toUnicode(ascii).equals(letters) ? ascii : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** The address in brackets, and of its many spellings in that of RFC 5952; two spellings are one domain. */
    private static Optional<String> ipv6(String address) {
        return IPV6.matcher(address).matches() && address.indexOf(':') >= 0
                ? IpAddress.parse(address).filter(IpAddress::isIpv6).map(canonical -> "[" + canonical + "]")
                : Optional.empty();
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
