package io.keycloakpbx.discovery;

import io.keycloakpbx.tenant.SipDomain;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP address as people and apps write it, with or without its scheme. What a SIP URI may go on with, parameters and
 * headers (RFC 3261 section 19.1.1), is left out.
 *
 * @param user the part before the at sign, never empty
 * @param host the part after it, which need not be a SIP domain
 */
record SipAddress(String user, String host) {

    private static final Pattern FORM = Pattern.compile(
            "(?:sips?:|(?!sips?:))([^@\\s\\p{Cntrl}]+)@([^@\\s\\p{Cntrl};?]+)(?:[;?].*)?", Pattern.CASE_INSENSITIVE);

    /** The address that a text is, or empty where it has another form. */
    static Optional<SipAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new SipAddress(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** The SIP domain that the host is, or empty where it is none. */
    Optional<SipDomain> domain() {
        return SipDomain.parse(host);
    }
}
