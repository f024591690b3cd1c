package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.EffectiveRoles;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.SecurityRole;
import io.keycloakpbx.securitydata.UserRoles;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.criteria.Predicate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which roles the users of a realm were given themselves, by environment. */
final class Assignments {

    private final Map<String, SecurityRole> roles;
    private final EffectiveRoles effective;

    Assignments(SetContext context) {
        this.effective = EffectiveRoles.of(context.session(), context.realm());
        this.roles = effective.roles().stream()
                .collect(Collectors.toMap(role -> role.role().getId(), role -> role));
    }

    /** In the order of their numbers. */
    List<Environment> environments() {
        return effective.environments();
    }

    EffectiveRoles effective() {
        return effective;
    }

    /** The roles of some users, by the users' ids. */
    Map<String, UserRoles> of(List<DriverUser> users) {
        return effective.of(users.stream().map(DriverUser::id).toList());
    }

    /** The roles that a user was given for an environment or for all, in the order of their numbers. */
    List<SecurityRole> given(UserRoles user, Environment environment) {
        return among(user.assignedIn(environment));
    }

    /** The same without those that everybody has. */
    List<SecurityRole> chosen(UserRoles user, Environment environment) {
        return among(user.chosenIn(environment));
    }

    private List<SecurityRole> among(Set<String> ids) {
        return ids.stream()
                .map(roles::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(SecurityRole::id))
                .toList();
    }

    /** Finds the users who were given one of some roles, for whatever environment. */
    Predicate wasGiven(Tables tables, java.util.function.Predicate<SecurityRole> wanted) {
        return wasGiven(tables, roles.values().stream().filter(wanted).toList(), null);
    }

    /** Finds the users who were given any role for an environment or for all. */
    Predicate wasGivenIn(Tables tables, Object environmentId) {
        return environments().stream()
                .filter(environment -> environmentId.equals(environment.id()))
                .findFirst()
                .map(environment -> wasGiven(tables, roles.values(), environment))
                .orElseGet(() -> tables.cb().disjunction());
    }

    private Predicate wasGiven(Tables tables, Collection<SecurityRole> wanted, Environment environment) {
        Set<String> ways = effective.waysTo(wanted, environment);
        // More than one statement has room for: all users are looked at.
        return ways.size() > Parts.MOST ? tables.cb().conjunction() : UserDrivers.wasGiven(tables, ways);
    }
}
