package io.keycloakpbx.tenant;

import org.keycloak.models.ModelDuplicateException;

/** A realm claims a SIP domain that another realm has. The message names the domain and both realms. */
public final class SipDomainConflictException extends ModelDuplicateException {

    SipDomainConflictException(String sipDomain, String claimingRealm, String owningRealm) {
        super("SIP domain " + sipDomain + " of realm " + claimingRealm + " belongs to realm " + owningRealm
                + " already; remove it from one of them");
    }
}
