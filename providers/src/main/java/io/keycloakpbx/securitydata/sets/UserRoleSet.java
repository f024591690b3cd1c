package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.SecurityRole;
import io.keycloakpbx.securitydata.UserRoles;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The roles that people were given themselves, in each environment in which they count. Roles by groups and composites show in
 * the sets of what is effective.
 */
final class UserRoleSet {

    record Row(DriverUser user, Environment environment, SecurityRole role) implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "UserRole",
                    List.of("UserID", "EnvironmentID", "RoleID"),
                    List.of(
                            OfUser.company(),
                            OfUser.companyId(),
                            Property.nullable("Description", EdmType.STRING, row -> row.role()
                                    .description()),
                            OfUser.domain(),
                            OfUser.domainId(),
                            Property.of("Environment", EdmType.STRING, row -> row.environment()
                                    .name()),
                            OfUser.environmentCompany(),
                            OfUser.environmentCompanyId(),
                            Property.of("EnvironmentID", EdmType.INT32, row -> row.environment()
                                    .id()),
                            Property.of(
                                    "Name", EdmType.STRING, row -> row.role().name()),
                            Property.of(
                                    "RoleID", EdmType.INT32, row -> row.role().id()),
                            OfUser.userId(),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            UserRoleSet::source);

    private UserRoleSet() {}

    private static Source<Row> source(SetContext context) {
        Assignments assignments = new Assignments(context);
        return new UserDriven<>(
                UserDrivers.those(context, tables -> tables.cb().not(UserSet.isService(tables))),
                OfUser.PROPERTIES,
                users -> rows(assignments, users),
                Map.of(
                        "RoleID",
                        (tables, value) -> assignments.wasGiven(tables, role -> value.equals(role.id())),
                        "Name",
                        (tables, value) -> assignments.wasGiven(tables, role -> value.equals(role.name())),
                        "EnvironmentID",
                        assignments::wasGivenIn));
    }

    private static List<Row> rows(Assignments assignments, List<DriverUser> users) {
        Map<String, UserRoles> roles = assignments.of(users);
        List<Row> rows = new ArrayList<>();
        users.forEach(user -> assignments.environments().forEach(environment -> assignments
                .given(roles.get(user.id()), environment)
                .forEach(role -> rows.add(new Row(user, environment, role)))));
        return rows;
    }
}
