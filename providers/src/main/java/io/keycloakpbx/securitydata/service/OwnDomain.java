package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.securitydata.Companies;

/** The domain that a request is about, where it says so: that of the base URL. Which others there are is not told. */
final class OwnDomain {

    private OwnDomain() {}

    /** Refuses every other domain. */
    static void require(CommandCall call, String member) {
        Long domain = call.request().optionalInteger(member, 1, Integer.MAX_VALUE);
        if (domain != null
                && domain != Companies.ownerOf(call.session(), call.realm()).domainId()) {
            throw CommandRefusal.of(
                    CommandRefusal.Reason.NOT_ALLOWED,
                    "Domain",
                    domain.intValue(),
                    "Users are made and changed in the domain of the base URL only.");
        }
    }
}
