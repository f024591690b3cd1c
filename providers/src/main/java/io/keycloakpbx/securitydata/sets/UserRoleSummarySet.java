package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.UserRoles;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many roles users were given for an environment or for all, where they were given any. */
final class UserRoleSummarySet {

    record Row(DriverUser user, Environment environment, int roles) implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "UserRoleSummary",
                    List.of("UserID", "EnvironmentID"),
                    List.of(
                            OfUser.company(),
                            OfUser.companyId(),
                            OfUser.domain(),
                            OfUser.domainId(),
                            Property.of("Environment", EdmType.STRING, row -> row.environment()
                                    .name()),
                            OfUser.environmentCompany(),
                            OfUser.environmentCompanyId(),
                            Property.of("EnvironmentID", EdmType.INT32, row -> row.environment()
                                    .id()),
                            Property.of("RoleCount", EdmType.INT32, Row::roles),
                            OfUser.userId(),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            UserRoleSummarySet::source);

    private UserRoleSummarySet() {}

    private static Source<Row> source(SetContext context) {
        Assignments assignments = new Assignments(context);
        return new UserDriven<>(
                UserDrivers.all(context),
                OfUser.PROPERTIES,
                users -> rows(assignments, users),
                Map.of("EnvironmentID", assignments::wasGivenIn));
    }

    private static List<Row> rows(Assignments assignments, List<DriverUser> users) {
        Map<String, UserRoles> roles = assignments.of(users);
        List<Row> rows = new ArrayList<>();
        users.forEach(user -> assignments.environments().forEach(environment -> {
            int given = assignments.given(roles.get(user.id()), environment).size();
            if (given > 0) {
                rows.add(new Row(user, environment, given));
            }
        }));
        return rows;
    }
}
