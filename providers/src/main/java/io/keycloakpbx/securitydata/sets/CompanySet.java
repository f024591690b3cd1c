package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.Company;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;

/** The company that a realm belongs to. */
final class CompanySet {

    static final EntityType<Company> TYPE = EntityType.of(
            "Company",
            List.of("CompanyID"),
            List.of(
                    Property.of("Code", EdmType.STRING, Company::code),
                    Property.of("CompanyID", EdmType.INT32, Company::id),
                    Property.nullable("Description", EdmType.STRING, Company::description),
                    Property.of("Name", EdmType.STRING, Company::name)));

    static final SecurityDataSet<Company> SET = new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, CompanySet::open);

    private CompanySet() {}

    private static Source<Company> open(SetContext context) {
        if (Tenant.isSystemLevel(context.realm())) {
            return TenantCompanies.open(context);
        }
        return (Source.Catalogue<Company>) () -> List.copyOf(
                Companies.of(context.session(), List.of(context.realm())).values());
    }
}
