package io.keycloakpbx.tenant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Tells what would come of a line, and makes nothing. It knows the lines before: their tenants are in the way of others as if
 * they had been made. For one thread.
 */
final class BulkTrial implements BulkStep {

    private final BulkCaller caller;

    /** Of the lines before: realm names by SIP domain, and primary SIP domains by realm name. */
    private final Map<String, String> realms = new HashMap<>();

    private final Map<String, String> primaries = new HashMap<>();

    BulkTrial(BulkCaller caller) {
        this.caller = caller;
    }

    @Override
    public BulkLineRepresentation take(TenantLine line, WantedTenant wanted) {
        return caller.inSession(own -> take(own, line, wanted));
    }

    private BulkLineRepresentation take(KeycloakSession own, TenantLine line, WantedTenant wanted) {
        AdminAuth now = caller.require(own);
        wanted.check(own);
        TenantProvider tenants = TenantProvider.of(own);
        TenantRepresentation planned = tenants.planned(wanted.tenant());
        Optional<BulkLineRepresentation> there = TenantThere.of(own, now, line, planned);
        if (there.isPresent()) {
            return there.get();
        }
        tenants.requireFree(planned);
        if (planned.sipDomain().equals(primaries.get(planned.realm()))) {
            return BulkLineRepresentation.exists(line, planned.sipDomain(), planned);
        }
        Stream.concat(Stream.of(planned.sipDomain()), planned.sipDomainAliases().stream())
                .filter(realms::containsKey)
                .findFirst()
                .ifPresent(domain -> {
                    throw new SipDomainConflictException(domain, planned.realm(), realms.get(domain));
                });
        if (primaries.containsKey(planned.realm())) {
            throw new RealmNameConflictException(planned.realm());
        }
        primaries.put(planned.realm(), planned.sipDomain());
        realms.put(planned.sipDomain(), planned.realm());
        planned.sipDomainAliases().forEach(alias -> realms.put(alias, planned.realm()));
        return BulkLineRepresentation.created(line, new CreatedTenantRepresentation(planned, null, null), null);
    }
}
