package io.keycloakpbx.signin;

import io.keycloakpbx.tenant.SipDomain;
import java.util.Optional;

/**
 * The SIP domain that a request names.
 *
 * @param sent what was sent, null for nothing
 * @param domain the domain, empty where nothing was sent or it is no SIP domain
 */
record RequestedDomain(String sent, Optional<SipDomain> domain) {

    static RequestedDomain of(String sent) {
        return new RequestedDomain(sent, SipDomain.parse(sent));
    }

    /** Whether the request names none: it means the realm of its base URL. */
    boolean isAbsent() {
        return sent == null;
    }
}
