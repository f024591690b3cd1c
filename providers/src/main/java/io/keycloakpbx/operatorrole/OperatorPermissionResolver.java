package io.keycloakpbx.operatorrole;

import io.keycloakpbx.role.BaseRole;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What roles come to: all that one of them allows at the instant, without what one of them takes away at the instant. Values
 * are compared exactly.
 */
final class OperatorPermissionResolver {

    private OperatorPermissionResolver() {}

    /**
     * What roles come to.
     *
     * @param baseRoles the base roles that somebody has
     * @param customRoles the custom roles; those that are off mean nothing
     * @param at the instant
     */
    static OperatorPermissions resolve(
            Collection<BaseRole> baseRoles, Collection<OperatorRole> customRoles, Instant at) {
        SortedSet<String> baseNames = new TreeSet<>();
        SortedSet<String> customNames = new TreeSet<>();
        SortedSet<String> allowed = new TreeSet<>();
        SortedSet<String> disallowed = new TreeSet<>();
        for (BaseRole role : baseRoles) {
            baseNames.add(role.roleName());
            allowed.addAll(BaseRolePermissions.of(role));
        }
        for (OperatorRole role : customRoles) {
            if (!role.isOn()) {
                continue;
            }
            customNames.add(role.name());
            allowed.addAll(role.permissions());
            disallowed.addAll(role.disallowPermissions());
            for (TimedPermission permission : role.customPermissions()) {
                if (permission.holdsAt(at)) {
                    (permission.disallow() ? disallowed : allowed).add(permission.value());
                }
            }
        }
        allowed.removeAll(disallowed);
        return new OperatorPermissions(
                Collections.unmodifiableSortedSet(baseNames),
                Collections.unmodifiableSortedSet(customNames),
                Collections.unmodifiableSortedSet(allowed),
                Collections.unmodifiableSortedSet(disallowed));
    }
}
