package io.keycloakpbx.usergroup;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A permission, as its user is told of it. */
@Schema(
        name = "OwnPermission",
        description = "A permission, as its user is told of it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"name", "label", "enabled"})
record OwnPermissionRepresentation(String name, String label, boolean enabled) {

    static OwnPermissionRepresentation of(EffectivePermission permission, PermissionLabels labels) {
        return new OwnPermissionRepresentation(permission.name(), labels.of(permission.name()), permission.enabled());
    }
}
