package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.Permission;
import io.keycloakpbx.securitydata.RolePermission;
import io.keycloakpbx.securitydata.SecurityRole;
import io.keycloakpbx.securitydata.UserRoles;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.List;
import java.util.Map;

/** The permissions that each role carries which can be given, and whether a user has them by it in an environment. */
final class EffectiveRoleSet {

    record Row(DriverUser user, Environment environment, SecurityRole role, Permission permission, boolean has)
            implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "EffectiveRole",
                    List.of("UserID", "EnvironmentID", "RoleID", "PermissionID"),
                    List.of(
                            OfUser.company(),
                            OfUser.companyId(),
                            OfUser.domain(),
                            OfUser.domainId(),
                            Property.of("Environment", EdmType.STRING, row -> row.environment()
                                    .name()),
                            Property.of("EnvironmentID", EdmType.INT32, row -> row.environment()
                                    .id()),
                            Property.of("HasPermissionInRole", EdmType.BOOLEAN, Row::has),
                            Property.nullable("Path", EdmType.STRING, row -> row.permission()
                                    .path()),
                            Property.of("Permission", EdmType.STRING, row -> row.permission()
                                    .name()),
                            Property.of("PermissionID", EdmType.INT32, row -> row.permission()
                                    .id()),
                            Property.of(
                                    "Role", EdmType.STRING, row -> row.role().name()),
                            Property.of(
                                    "RoleID", EdmType.INT32, row -> row.role().id()),
                            OfUser.userId(),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            context -> new EffectiveRoleSet(context).source());

    private final SetContext context;
    private final List<RolePermission> carried;
    private final EffectiveRoles effective;

    private EffectiveRoleSet(SetContext context) {
        this.context = context;
        this.effective = EffectiveRoles.of(context.session(), context.realm());
        this.carried = effective.rolePermissions();
    }

    private Source<Row> source() {
        return new UserDriven<>(UserDrivers.all(context), this::rows);
    }

    private List<Row> rows(List<DriverUser> users) {
        Map<String, UserRoles> roles =
                effective.of(users.stream().map(DriverUser::id).toList());
        List<Environment> environments = effective.environments();
        return new ManyRows<>("EffectiveRole", users, (long) environments.size() * carried.size(), (user, place) -> {
            Environment environment = environments.get(place / carried.size());
            RolePermission pair = carried.get(place % carried.size());
            return new Row(
                    user,
                    environment,
                    pair.role(),
                    pair.permission(),
                    roles.get(user.id()).holds(environment, pair.role().role().getId()));
        });
    }
}
