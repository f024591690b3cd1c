package io.keycloakpbx.usergroup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a group or a user says, as its attributes have it: the names of what it enables and of what it disables. Names that
 * the realm does not know are kept, and mean nothing. Who says both disables.
 *
 * @param enabled the values of the attribute {@link #ENABLE}
 * @param disabled the values of the attribute {@link #DISABLE}
 */
record PermissionValues(Set<String> enabled, Set<String> disabled) {

    static final String ENABLE = "pbx.permissions.enable";
    static final String DISABLE = "pbx.permissions.disable";
    static final List<String> ATTRIBUTES = List.of(ENABLE, DISABLE);

    static final PermissionValues NONE = new PermissionValues(Set.of(), Set.of());

    static PermissionValues of(Collection<String> enabled, Collection<String> disabled) {
        return new PermissionValues(new LinkedHashSet<>(enabled), new LinkedHashSet<>(disabled));
    }

    static PermissionValues of(Map<String, ? extends Collection<String>> attributes) {
        List<String> none = List.of();
        Collection<String> enabled = attributes.get(ENABLE);
        Collection<String> disabled = attributes.get(DISABLE);
        return of(enabled == null ? none : enabled, disabled == null ? none : disabled);
    }

    /** What it says of the permissions that attributes can speak of. */
    Map<String, PermissionValue> among(Set<String> known) {
        Map<String, PermissionValue> values = new HashMap<>();
        enabled.stream().filter(known::contains).forEach(name -> values.put(name, PermissionValue.ENABLE));
        disabled.stream().filter(known::contains).forEach(name -> values.put(name, PermissionValue.DISABLE));
        return values;
    }

    /** Those of some changes that say something else than it does. */
    Map<String, Optional<PermissionValue>> differing(Map<String, Optional<PermissionValue>> changes) {
        Map<String, PermissionValue> said = among(changes.keySet());
        Map<String, Optional<PermissionValue>> differing = new HashMap<>(changes);
        differing.entrySet().removeIf(change -> change.getValue()
                .equals(Optional.ofNullable(said.get(change.getKey()))));
        return differing;
    }

    /** The same with some changes. */
    PermissionValues with(Map<String, Optional<PermissionValue>> changes) {
        List<String> enable = new ArrayList<>(enabled);
        List<String> disable = new ArrayList<>(disabled);
        enable.removeAll(changes.keySet());
        disable.removeAll(changes.keySet());
        changes.forEach((name, value) ->
                value.ifPresent(said -> (said == PermissionValue.ENABLE ? enable : disable).add(name)));
        return of(enable, disable);
    }
}
