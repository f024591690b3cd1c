package io.keycloakpbx.tenant;

import org.keycloak.models.ModelDuplicateException;

/** A realm claims a SIP domain that another realm has. The message names the domain and both realms. */
public final class SipDomainConflictException extends ModelDuplicateException {

    private final String sipDomain;
    private final String claimingRealm;
    private final String owningRealm;

    SipDomainConflictException(String sipDomain, String claimingRealm, String owningRealm) {
        super("SIP domain " + sipDomain + " of realm " + claimingRealm + " belongs to realm " + owningRealm
                + " already; remove it from one of them");
        this.sipDomain = sipDomain;
        this.claimingRealm = claimingRealm;
        this.owningRealm = owningRealm;
    }

    String sipDomain() {
        return sipDomain;
    }

    String claimingRealm() {
        return claimingRealm;
    }

    String owningRealm() {
        return owningRealm;
    }
}
