package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Application;
import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.Permission;
import io.keycloakpbx.securitydata.Permissions;
import io.keycloakpbx.securitydata.UserRoles;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The applications that users can use, because they have all permissions for them or none are asked for. */
final class UserApplicationSet {

    record Row(DriverUser user, ApplicationInstance instance) implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "UserApplication",
                    List.of("UserID", "ApplicationInstanceID"),
                    List.of(
                            Property.of("Application", EdmType.STRING, row -> row.instance()
                                    .application()
                                    .name()),
                            Property.of("ApplicationCode", EdmType.STRING, row -> row.instance()
                                    .application()
                                    .code()),
                            Property.of("ApplicationID", EdmType.INT32, row -> row.instance()
                                    .application()
                                    .id()),
                            Property.of("ApplicationInstanceID", EdmType.INT32, row -> row.instance()
                                    .id()),
                            OfUser.company(),
                            OfUser.companyId(),
                            OfUser.domain(),
                            OfUser.domainId(),
                            Property.nullable(
                                    "Email", EdmType.STRING, row -> row.user().email()),
                            Property.nullable("Environment", EdmType.STRING, row -> row.instance()
                                    .ofEnvironment(Environment::name)),
                            OfUser.environmentCompany(),
                            OfUser.environmentCompanyId(),
                            Property.nullable("EnvironmentID", EdmType.INT32, row -> row.instance()
                                    .ofEnvironment(Environment::id)),
                            Property.nullable("FirstName", EdmType.STRING, row -> row.user()
                                    .firstName()),
                            Property.of("IsVisible", EdmType.BOOLEAN, row -> row.instance()
                                    .visible()),
                            Property.nullable("LastName", EdmType.STRING, row -> row.user()
                                    .lastName()),
                            OfUser.userId(),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            UserApplicationSet::source);

    private static final Set<String> OF_THE_USER = Stream.concat(
                    OfUser.PROPERTIES.stream(), Stream.of("Email", "FirstName", "LastName"))
            .collect(Collectors.toUnmodifiableSet());

    /** An instance with what a user needs for it; empty for a permission that is not there, and that nobody has. */
    private record Usable(ApplicationInstance instance, List<Set<String>> needed) {

        /** Where it is in all environments, the user has to have the permissions in all of them. */
        boolean isBy(UserRoles user) {
            return needed.stream()
                    .allMatch(ways -> ways.stream().anyMatch(role -> user.holds(instance.environment(), role)));
        }
    }

    private UserApplicationSet() {}

    private static Source<Row> source(SetContext context) {
        EffectiveRoles effective = EffectiveRoles.of(context.session(), context.realm());
        List<Usable> usable = usable(context, effective.environments());
        return new UserDriven<>(
                UserDrivers.all(context), OF_THE_USER, users -> rows(effective, usable, users), Map.of());
    }

    private static List<Usable> usable(SetContext context, List<Environment> environments) {
        // Applications name permissions. Of several with one name, each will do.
        Map<String, Set<String>> permissions = Permissions.of(context.session(), context.realm()).stream()
                .collect(Collectors.groupingBy(
                        Permission::name,
                        Collectors.mapping(permission -> permission.role().getId(), Collectors.toSet())));
        return ApplicationInstances.of(context.session(), context.realm(), environments).stream()
                .filter(instance ->
                        instance.application() != null && instance.client().isEnabled())
                // Nobody holds what is not named.
                .filter(instance -> !instance.application().requiresSecurityAccess()
                        || !instance.application().permissions().isEmpty())
                .map(instance -> new Usable(instance, needed(instance.application(), permissions)))
                .toList();
    }

    private static List<Set<String>> needed(Application application, Map<String, Set<String>> permissions) {
        return application.requiresSecurityAccess()
                ? application.permissions().stream()
                        .map(name -> permissions.getOrDefault(name, Set.of()))
                        .toList()
                : List.of();
    }

    private static List<Row> rows(EffectiveRoles effective, List<Usable> usable, List<DriverUser> users) {
        Map<String, UserRoles> roles =
                effective.of(users.stream().map(DriverUser::id).toList());
        List<Row> rows = new ArrayList<>();
        users.forEach(user -> usable.stream()
                .filter(instance -> instance.isBy(roles.get(user.id())))
                .forEach(instance -> rows.add(new Row(user, instance.instance()))));
        return rows;
    }
}
