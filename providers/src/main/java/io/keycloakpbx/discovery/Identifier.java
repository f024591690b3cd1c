package io.keycloakpbx.discovery;

import io.keycloakpbx.tenant.SipDomain;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What WebFinger is asked about, in the forms that OpenID Connect Discovery (section 2.1) makes of what people type, and
 * as a SIP address.
 *
 * @param domain the host that it names, or empty where the identifier is of another kind or its host no SIP domain
 */
record Identifier(Optional<SipDomain> domain) {

    static final int MAX_LENGTH = 1_024;

    /** The forms, for whoever has sent another one. */
    static final String FORMS = "acct:user@domain, sip:user@domain, sips:user@domain or https://domain";

    private static final Pattern URI = Pattern.compile("([a-z][a-z0-9+.-]*):\\S+", Pattern.CASE_INSENSITIVE);
    private static final Pattern ACCOUNT = Pattern.compile("acct:[^@]+@(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern URL = Pattern.compile("https://([^/?#@]+)(?:[/?#].*)?", Pattern.CASE_INSENSITIVE);
    private static final String HTTPS_PORT = ":443";

    /** The identifier that a text is, or empty where it is none: no URI, or one that breaks the form of its scheme. */
    static Optional<Identifier> parse(String text) {
        Matcher uri = URI.matcher(text);
        if (text.length() > MAX_LENGTH || !uri.matches()) {
            return Optional.empty();
        }
        return switch (uri.group(1).toLowerCase(Locale.ROOT)) {
            case "acct" -> host(ACCOUNT, text).map(Identifier::of);
            case "sip", "sips" -> SipAddress.parse(text).map(SipAddress::domain).map(Identifier::new);
            case "https" -> host(URL, text).map(Identifier::withoutUsualPort).map(Identifier::of);
            default -> Optional.of(new Identifier(Optional.empty()));
        };
    }

    private static Optional<String> host(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String withoutUsualPort(String host) {
        return host.endsWith(HTTPS_PORT) ? host.substring(0, host.length() - HTTPS_PORT.length()) : host;
    }

    private static Identifier of(String host) {
        return new Identifier(SipDomain.parse(host));
    }
}
