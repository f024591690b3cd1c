package io.keycloakpbx.usergroup;

import io.keycloakpbx.usergroup.EffectivePermission.Reason;

/**
 * The rule for emergency numbers: everybody may call them, whatever groups and users say. It is no permission that anybody
 * could set, and no other one can be called like it, so nothing can be mistaken for a switch of it.
 */
final class EmergencyCalls {

    /** How apps find it among the permissions of a user. */
    static final String NAME = "EmergencyDialing";

    static final String LABEL = "Emergency calls";

    private EmergencyCalls() {}

    /** What it comes to for each user. */
    static EffectivePermission effective() {
        return EffectivePermission.of(NAME, true, Reason.ALWAYS);
    }

    /** Whether a text reads like its name or its label, however it is spaced and whatever letters it is made of. */
    static boolean isMeantBy(String text) {
        String read = plain(text);
        return read.equals(plain(NAME)) || read.equals(plain(LABEL));
    }

    private static String plain(String text) {
        return CustomPermissionRules.read(text).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
