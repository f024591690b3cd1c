package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.Environments;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** The environments of a realm. */
final class EnvironmentSet {

    private static final EntityType<Owned<Environment>> TYPE = EntityType.of(
            "Environment",
            List.of("EnvironmentID"),
            List.of(
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable(
                            "Description", EdmType.STRING, row -> row.entity().description()),
                    Property.of(
                            "EnvironmentID", EdmType.INT32, row -> row.entity().id()),
                    Property.of("Name", EdmType.STRING, row -> row.entity().name())));

    static final SecurityDataSet<Owned<Environment>> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, context -> Owned.all(context, Environments::of));

    private EnvironmentSet() {}
}
