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
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The permissions that users have or have not, for each application instance in its environment, and by how many of the roles
 * that carry them. For an instance that is in all environments, what a user has in all of them counts.
 */
final class EffectivePermissionSet {

    /**
     * A user's permission.
     *
     * @param has whether the user has it, be it by no role of those that can be given
     * @param total how many roles carry it
     * @param have how many of them the user has
     */
    record Row(DriverUser user, ApplicationInstance instance, Permission permission, boolean has, int total, int have)
            implements OfUser {}

    static final SecurityDataSet<Row> SET = new SecurityDataSet<>(
            EntityType.of(
                    "EffectivePermission",
                    List.of("UserID", "ApplicationInstanceID", "PermissionID"),
                    List.of(
                            Property.nullable("Application", EdmType.STRING, row -> row.instance()
                                    .ofApplication(Application::name)),
                            Property.nullable("ApplicationID", EdmType.INT32, row -> row.instance()
                                    .ofApplication(Application::id)),
                            Property.of("ApplicationInstance", EdmType.STRING, row -> row.instance()
                                    .name()),
                            Property.of("ApplicationInstanceID", EdmType.INT32, row -> row.instance()
                                    .id()),
                            OfUser.company(),
                            OfUser.companyId(),
                            OfUser.domain(),
                            OfUser.domainId(),
                            Property.nullable("Environment", EdmType.STRING, row -> row.instance()
                                    .ofEnvironment(Environment::name)),
                            Property.nullable("EnvironmentID", EdmType.INT32, row -> row.instance()
                                    .ofEnvironment(Environment::id)),
                            Property.of("HasPermission", EdmType.BOOLEAN, Row::has),
                            Property.nullable("Path", EdmType.STRING, row -> row.permission()
                                    .path()),
                            Property.of("Permission", EdmType.STRING, row -> row.permission()
                                    .name()),
                            Property.of("PermissionCompany", EdmType.STRING, row -> row.user()
                                    .owner()
                                    .company()),
                            Property.of("PermissionCompanyID", EdmType.INT32, row -> row.user()
                                    .owner()
                                    .companyId()),
                            Property.of("PermissionID", EdmType.INT32, row -> row.permission()
                                    .id()),
                            Property.of("RolesTotal", EdmType.INT32, Row::total),
                            Property.of("RolesHave", EdmType.INT32, Row::have),
                            OfUser.userId(),
                            OfUser.userName())),
            Right.VIEW_USERS,
            true,
            context -> new EffectivePermissionSet(context).source());

    private final SetContext context;
    private final List<ApplicationInstance> instances;
    private final List<Permission> permissions;
    private final EffectiveRoles effective;

    /** The permissions that the roles carry which can be given, as places in the list, by the role's id. */
    private final Map<String, BitSet> carried = new HashMap<>();

    private final int[] totals;

    private EffectivePermissionSet(SetContext context) {
        this.context = context;
        this.effective = EffectiveRoles.of(context.session(), context.realm());
        this.instances = ApplicationInstances.of(context.session(), context.realm(), effective.environments());
        this.permissions = Permissions.of(context.session(), context.realm());
        this.totals = new int[permissions.size()];
        Map<String, BitSet> carriedBy = effective.carried(permissions);
        effective.roles().forEach(role -> {
            BitSet found = carriedBy.get(role.role().getId());
            if (found != null) {
                carried.put(role.role().getId(), found);
                found.stream().forEach(place -> totals[place]++);
            }
        });
    }

    private Source<Row> source() {
        return new UserDriven<>(UserDrivers.all(context), this::rows);
    }

    private List<Row> rows(List<DriverUser> users) {
        Map<String, UserRoles> roles =
                effective.of(users.stream().map(DriverUser::id).toList());
        Counts counts = new Counts();
        return new ManyRows<>(
                "EffectivePermission", users, (long) instances.size() * permissions.size(), (user, place) -> {
                    ApplicationInstance instance = instances.get(place / permissions.size());
                    int permission = place % permissions.size();
                    UserRoles of = roles.get(user.id());
                    return new Row(
                            user,
                            instance,
                            permissions.get(permission),
                            of.holds(
                                    instance.environment(),
                                    permissions.get(permission).role().getId()),
                            totals[permission],
                            counts.of(of, instance.environment())[permission]);
                });
    }

    /** How many roles that carry each permission a user has in an environment, for the user that was asked for last. */
    private final class Counts {

        private UserRoles user;
        private Environment environment;
        private int[] last;

        int[] of(UserRoles asked, Environment in) {
            if (last == null || user != asked || environment != in) {
                user = asked;
                environment = in;
                last = new int[permissions.size()];
                for (String role : asked.heldIn(in)) {
                    BitSet found = carried.get(role);
                    if (found != null) {
                        found.stream().forEach(place -> last[place]++);
                    }
                }
            }
            return last;
        }
    }
}
