package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.odata.EntitySet;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Entities that users have.
 *
 * @param drivers the users
 * @param driverProperties what an entity has of its user
 * @param made makes the entities of some users, in the order of the users and of the key
 * @param narrowings what finds users without looking at all
 */
record UserDriven<R extends OfUser>(
        EntitySet<DriverUser> drivers,
        Set<String> driverProperties,
        Function<List<DriverUser>, List<R>> made,
        Map<String, Source.Narrowing> narrowings)
        implements Source.Driven<R, DriverUser> {

    UserDriven(EntitySet<DriverUser> drivers, Function<List<DriverUser>, List<R>> made) {
        this(drivers, OfUser.PROPERTIES, made, Map.of());
    }

    @Override
    public List<R> rows(List<DriverUser> users) {
        return made.apply(users);
    }
}
