package io.keycloakpbx.usergroup;

/**
 * Something that a user may do, and that a group or a user can be given or refused.
 *
 * @param name what it is known by for ever: {@code LocalDialing}, {@code perm_3}
 * @param label what people read
 * @param description what it is for, or null
 * @param kind what it belongs to
 * @param builtIn whether each realm has it, rather than this one
 * @param enabledByDefault what holds where neither the user nor a group says anything
 */
public record PbxPermission(
        String name, String label, String description, Kind kind, boolean builtIn, boolean enabledByDefault) {

    /** What a permission belongs to. */
    public enum Kind {
        APPLICATION,
        CALL,
        /** Of these at most one is enabled. */
        VOICEMAIL_SERVER
    }
}
