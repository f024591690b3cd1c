package io.keycloakpbx.operatorrole;

import java.util.SortedSet;

/**
 * What a user may do as an operator at an instant. All sets are in ASCII order.
 *
 * @param baseRoles the names of the base roles that the user has, directly or by groups and other roles
 * @param customRoles the names of the custom roles that the user has and that are on, likewise
 * @param permissions what these allow and nothing takes away
 * @param disallowed what is taken away
 */
public record OperatorPermissions(
        SortedSet<String> baseRoles,
        SortedSet<String> customRoles,
        SortedSet<String> permissions,
        SortedSet<String> disallowed) {

    /** Whether the user has any role of operators. */
    public boolean hasRoles() {
        return !baseRoles.isEmpty() || !customRoles.isEmpty();
    }
}
