package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.RolePermission;
import io.keycloakpbx.securitydata.RolePermissions;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import java.util.List;

/** Which permissions the roles of a realm carry. */
final class RolePermissionSet {

    private static final EntityType<Owned<RolePermission>> TYPE = EntityType.of(
            "RolePermission",
            List.of("RoleID", "PermissionID"),
            List.of(
                    Property.of("AllowBulk", EdmType.BOOLEAN, row -> row.entity()
                            .permission()
                            .allowBulk()),
                    Property.of("Company", EdmType.STRING, row -> row.owner().company()),
                    Property.of("CompanyID", EdmType.INT32, row -> row.owner().companyId()),
                    Property.nullable("Description", EdmType.STRING, row -> row.entity()
                            .permission()
                            .description()),
                    Property.of("Name", EdmType.STRING, row -> row.entity()
                            .permission()
                            .name()),
                    Property.of("Path", EdmType.STRING, row -> row.entity()
                            .permission()
                            .path()),
                    Property.of("PermissionID", EdmType.INT32, row -> row.entity()
                            .permission()
                            .id()),
                    Property.of(
                            "Role", EdmType.STRING, row -> row.entity().role().name()),
                    Property.of(
                            "RoleID", EdmType.INT32, row -> row.entity().role().id())));

    static final SecurityDataSet<Owned<RolePermission>> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, context -> Owned.all(context, RolePermissions::of));

    private RolePermissionSet() {}
}
