package io.keycloakpbx.operatorrole;

import java.util.List;

/**
 * A custom role of a realm: a realm role, and what it means to apps.
 *
 * @param id the id of the realm role
 * @param name the name of the realm role
 * @param description the description of the realm role, or null
 * @param baseRoles the names of the base roles that it contains
 * @param permissions what it allows
 * @param disallowPermissions what it takes away from whoever has it
 * @param customPermissions what it allows or takes away for a time
 * @param disabled whether it is switched off, and means nothing
 * @param inactive whether it is not in use, and means nothing
 */
public record OperatorRole(
        String id,
        String name,
        String description,
        List<String> baseRoles,
        List<String> permissions,
        List<String> disallowPermissions,
        List<TimedPermission> customPermissions,
        boolean disabled,
        boolean inactive) {

    public OperatorRole {
        baseRoles = List.copyOf(baseRoles);
        permissions = List.copyOf(permissions);
        disallowPermissions = List.copyOf(disallowPermissions);
        customPermissions = List.copyOf(customPermissions);
    }

    /** Whether it means anything. */
    public boolean isOn() {
        return !disabled && !inactive;
    }
}
