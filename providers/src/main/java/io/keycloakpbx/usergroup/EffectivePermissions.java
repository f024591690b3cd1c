package io.keycloakpbx.usergroup;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a user may do.
 *
 * @param permissions each permission of the realm and those that everybody has, by name in ASCII order
 */
public record EffectivePermissions(List<EffectivePermission> permissions) {

    /** A copy that nobody changes. */
    public EffectivePermissions {
        permissions = List.copyOf(permissions);
    }

    /** The names of those that the user has, in ASCII order. */
    public Set<String> enabledNames() {
        return permissions.stream()
                .filter(EffectivePermission::enabled)
                .map(EffectivePermission::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
