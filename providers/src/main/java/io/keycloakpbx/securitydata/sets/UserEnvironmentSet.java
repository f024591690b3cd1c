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

/**
 * The environments of web services: those that they were made a web service of, or given a role for. The roles that everybody has
 * by default bring nobody into an environment.
 */
final class UserEnvironmentSet {

    record Row(DriverUser user, Environment environment) implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "UserEnvironment",
                    List.of("UserID", "EnvironmentID"),
                    List.of(
                            OfUser.company(),
                            OfUser.companyId(),
                            Property.nullable("Description", EdmType.STRING, row -> row.environment()
                                    .description()),
                            OfUser.domain(),
                            OfUser.domainId(),
                            OfUser.environmentCompany(),
                            OfUser.environmentCompanyId(),
                            Property.of("EnvironmentID", EdmType.INT32, row -> row.environment()
                                    .id()),
                            Property.of("Name", EdmType.STRING, row -> row.environment()
                                    .name()),
                            OfUser.userId(),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            UserEnvironmentSet::source);

    private UserEnvironmentSet() {}

    private static Source<Row> source(SetContext context) {
        Assignments assignments = new Assignments(context);
        return new UserDriven<>(
                UserDrivers.those(context, UserSet::isService),
                OfUser.PROPERTIES,
                users -> rows(assignments, users),
                Map.of());
    }

    private static List<Row> rows(Assignments assignments, List<DriverUser> users) {
        Map<String, UserRoles> roles = assignments.of(users);
        List<Row> rows = new ArrayList<>();
        users.forEach(user -> assignments.environments().stream()
                .filter(environment -> isIn(assignments, roles.get(user.id()), environment))
                .forEach(environment -> rows.add(new Row(user, environment))));
        return rows;
    }

    private static boolean isIn(Assignments assignments, UserRoles user, Environment environment) {
        return assignments.effective().isWebservice(user, environment)
                || !assignments.chosen(user, environment).isEmpty();
    }
}
