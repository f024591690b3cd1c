package io.keycloakpbx.usergroup;

/**
 * What a group or a user says of a permission, and what that comes to.
 *
 * @param value what is said, or null for nothing
 * @param effective what it comes to: for the user, or for a user who is in this group alone and says nothing
 * @param inherited what it would come to if nothing were said of it here
 */
public record PermissionState(
        PbxPermission permission, PermissionValue value, EffectivePermission effective, boolean inherited) {}
