package io.keycloakpbx.usergroup;

/** A change of permissions by somebody who does not know what others have changed since. Nothing has been changed by it. */
public final class OvertakenPermissionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String permission;
    private final PermissionValue expected;
    private final PermissionValue now;

    OvertakenPermissionException(String permission, PermissionValue expected, PermissionValue now) {
        super(permission + " is not what it was");
        this.permission = permission;
        this.expected = expected;
        this.now = now;
    }

    /** The name of the permission; of several the first in ASCII order. */
    public String permission() {
        return permission;
    }

    /** What the caller has believed, or null for nothing said. */
    public PermissionValue expected() {
        return expected;
    }

    /** What is said, or null for nothing. */
    public PermissionValue now() {
        return now;
    }
}
