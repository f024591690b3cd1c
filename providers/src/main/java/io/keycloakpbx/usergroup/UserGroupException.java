package io.keycloakpbx.usergroup;

/** A change of user groups or branches that is refused. The message is for people: it says what is wrong. */
public final class UserGroupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why it is refused. */
    public enum Reason {
        GROUP_EXISTS,
        /** The group of the administrators stays. */
        ADMINISTRATORS_GROUP,
        /** A member of the group is at another branch. */
        OTHER_BRANCH,
        BRANCH_EXISTS,
        TOO_MANY_BRANCHES
    }

    private final Reason reason;

    UserGroupException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it is refused. */
    public Reason reason() {
        return reason;
    }
}
