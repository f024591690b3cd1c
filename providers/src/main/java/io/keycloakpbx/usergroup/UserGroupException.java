package io.keycloakpbx.usergroup;

import java.util.Map;

/** A change of user groups or branches that is refused. The message is for people: it says what is wrong. */
public final class UserGroupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why it is refused. */
    public enum Reason {
        GROUP_EXISTS,
        /** The group of the administrators stays. */
        ADMINISTRATORS_GROUP,
        /** A member of the group is at another branch: {@code userId}, {@code user}, {@code usersBranch}, {@code group}, {@code branch}. */
        OTHER_BRANCH,
        /** The group does not weigh what was expected: {@code group}, {@code expected}, {@code now}. */
        WEIGHT_CHANGED,
        /** Another group weighs as much: {@code group}, {@code weight}, {@code otherId}, {@code other}. */
        WEIGHT_TAKEN,
        /** The group to exchange weights with does not weigh what was expected: {@code other}, {@code weight}. */
        EXCHANGE_CHANGED,
        BRANCH_EXISTS,
        TOO_MANY_BRANCHES
    }

    private final Reason reason;

    @SuppressWarnings("serial")
    private final Map<String, String> params;

    UserGroupException(Reason reason, String message) {
        this(reason, message, Map.of());
    }

    UserGroupException(Reason reason, String message, Map<String, String> params) {
        super(message);
        this.reason = reason;
        this.params = Map.copyOf(params);
    }

    /** Why it is refused. */
    public Reason reason() {
        return reason;
    }

    /** What it is about, by the names that the reason has for it: whether the caller may be told, the caller's resource asks. */
    public Map<String, String> params() {
        return params;
    }
}
