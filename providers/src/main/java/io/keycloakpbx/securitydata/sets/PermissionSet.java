package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Permission;
import io.keycloakpbx.securitydata.Permissions;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** The permissions of a realm. */
final class PermissionSet {

    private static final EntityType<Owned<Permission>> TYPE = EntityType.of(
            "Permission",
            List.of("PermissionID"),
            List.of(
                    Property.of(
                            "AllowBulk", EdmType.BOOLEAN, row -> row.entity().allowBulk()),
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable(
                            "Description", EdmType.STRING, row -> row.entity().description()),
                    Property.of("Name", EdmType.STRING, row -> row.entity().name()),
                    Property.of("Path", EdmType.STRING, row -> row.entity().path()),
                    Property.of(
                            "PermissionID", EdmType.INT32, row -> row.entity().id())));

    static final SecurityDataSet<Owned<Permission>> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, context -> Owned.all(context, Permissions::of));

    private PermissionSet() {}
}
