package io.keycloakpbx.usergroup;

/** What a group or a user says of a permission. Who says nothing leaves it to the next. */
public enum PermissionValue {
    ENABLE,
    DISABLE
}
