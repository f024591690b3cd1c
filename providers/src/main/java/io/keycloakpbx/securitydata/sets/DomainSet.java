package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Domain;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;

/** A realm as a domain of users. */
final class DomainSet {

    static final EntityType<Domain> TYPE = EntityType.of(
            "Domain",
            List.of("DomainID"),
            ByName.of(
                    PasswordSettingSet.RULES,
                    List.of(
                            Property.of("EnableIPAllowList", EdmType.BOOLEAN, Domain::enableIpAllowList),
                            Property.of("PasswordSetting", EdmType.STRING, row -> row.owner()
                                    .domain()))));

    static final SecurityDataSet<Domain> SET = new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, DomainSet::open);

    private DomainSet() {}

    private static Source<Domain> open(SetContext context) {
        if (Tenant.isSystemLevel(context.realm())) {
            return TenantDomains.open(context, "DomainID", "Name");
        }
        return (Source.Catalogue<Domain>) () -> List.of(Domain.of(context.realm(), context.owner()));
    }
}
