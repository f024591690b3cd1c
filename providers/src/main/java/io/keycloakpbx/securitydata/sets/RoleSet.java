package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.SecurityRole;
import io.keycloakpbx.securitydata.SecurityRoles;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** The roles of a realm. */
final class RoleSet {

    private static final EntityType<Owned<SecurityRole>> TYPE = EntityType.of(
            "Role",
            List.of("RoleID"),
            List.of(
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable(
                            "Description", EdmType.STRING, row -> row.entity().description()),
                    Property.of("Name", EdmType.STRING, row -> row.entity().name()),
                    Property.of("RoleID", EdmType.INT32, row -> row.entity().id())));

    static final SecurityDataSet<Owned<SecurityRole>> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, context -> Owned.all(context, SecurityRoles::of));

    private RoleSet() {}
}
