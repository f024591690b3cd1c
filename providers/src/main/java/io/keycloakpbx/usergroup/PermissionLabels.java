package io.keycloakpbx.usergroup;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What people read for the names of permissions. */
record PermissionLabels(Map<String, String> byName) {

    static PermissionLabels of(Collection<PbxPermission> permissions) {
        Map<String, String> labels = new HashMap<>();
        labels.put(EmergencyCalls.NAME, EmergencyCalls.LABEL);
        permissions.forEach(permission -> labels.put(permission.name(), permission.label()));
        return new PermissionLabels(labels);
    }

    /** The label of a permission; its name where it has none any more. */
    String of(String name) {
        return byName.getOrDefault(name, name);
    }
}
