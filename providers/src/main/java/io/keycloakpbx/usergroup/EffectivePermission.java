package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.Viewed;

/**
 * What a permission comes to for a user, and why.
 *
 * @param name the permission
 * @param enabled whether the user has it
 * @param reason what has decided
 * @param groupId the group that has decided, with {@link Reason#GROUP} only
 * @param groupName its name
 * @param weight its weight
 */
public record EffectivePermission(
        String name, boolean enabled, Reason reason, String groupId, String groupName, Integer weight) {

    /** What decides, the strongest first. */
    public enum Reason {
        /** Nothing can take it away. */
        ALWAYS,
        /** A role of the user. */
        ROLE,
        /** The user's own value. */
        USER,
        /** The heaviest group that says anything. */
        GROUP,
        DEFAULT
    }

    /** Whether one of these groups has decided. */
    boolean isDecidedByOneOf(Viewed groups) {
        return groupId != null && groups.has(groupId);
    }

    /** One that no group has decided. */
    public static EffectivePermission of(String name, boolean enabled, Reason reason) {
        return new EffectivePermission(name, enabled, reason, null, null, null);
    }
}
