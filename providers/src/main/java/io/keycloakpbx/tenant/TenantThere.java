package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/** The tenant of a line, where it is there already: a run that is done again finds what it has made before. */
@ReliesOn("org.keycloak.services.resources.admin.fgap.AdminPermissions: whether the caller may view a realm")
final class TenantThere {

    private TenantThere() {}

    /**
     * What comes of a line whose tenant is there: one with the same primary SIP domain and the same realm name.
     *
     * @param planned as {@link TenantProvider#planned} tells it
     * @return empty where there is none
     */
    static Optional<BulkLineRepresentation> of(
            KeycloakSession own, AdminAuth caller, TenantLine line, TenantRepresentation planned) {
        TenantProvider tenants = TenantProvider.of(own);
        RealmModel realm = tenants.getRealmBySipDomain(new SipDomain(planned.sipDomain()));
        if (realm == null) {
            return Optional.empty();
        }
        TenantRepresentation there = tenants.getTenant(realm);
        if (there == null
                || !there.sipDomain().equals(planned.sipDomain())
                || !there.realm().equals(planned.realm())) {
            return Optional.empty();
        }
        boolean inView = new FullAdministrator(own, caller).mayManage(realm)
                || AdminPermissions.evaluator(own, realm, caller).realm().canViewRealm();
        return Optional.of(BulkLineRepresentation.exists(line, there.sipDomain(), inView ? there : null));
    }
}
