package io.keycloakpbx.usergroup;

/** A change of permissions that is refused. The message is for people: it says what is wrong. */
public final class PermissionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why it is refused. */
    public enum Reason {
        UNKNOWN_PERMISSION,
        TWO_VOICEMAIL_SERVERS,
        /** The group of the administrators keeps {@code superadmin}. */
        ADMINISTRATORS_GROUP,
        /** The directory of the user lets nobody write it. */
        READ_ONLY,
        /** A label that is empty or too long, or a description that is too long. */
        INVALID_TEXT,
        LABEL_TAKEN,
        TOO_MANY,
        /** The group, user or realm has been removed meanwhile. */
        GONE
    }

    private final Reason reason;
    private final String permission;

    PermissionException(Reason reason, String message) {
        this(reason, null, message);
    }

    PermissionException(Reason reason, String permission, String message) {
        super(message);
        this.reason = reason;
        this.permission = permission;
    }

    /** Why it is refused. */
    public Reason reason() {
        return reason;
    }

    /** The name of the permission that it is about; null where it is about none, or about more than its name. */
    public String permission() {
        return permission;
    }
}
