package io.keycloakpbx.store;

/** What is numbered. Each kind of a realm counts for itself; the codes stay for ever. */
public enum NumberKind {
    USER(1),
    ROLE(2),
    GROUP(3),
    BRANCH(4),
    /** A component. */
    APPLICATION(5),
    /** A client. */
    APPLICATION_INSTANCE(6),
    /** A client. */
    ENVIRONMENT(7),
    /** A client role. */
    PERMISSION(8),
    AUTHORIZATION_PROVIDER(9),
    /** A component. */
    SECURITY_QUESTION(10),
    /** {@code userId/alias}. */
    USER_IDENTITY(11),
    /** The code of a company; its owner is master. */
    COMPANY(12),
    /** The id of a realm; its owner is master. */
    DOMAIN(13),
    /** Only counted: its table keeps the number. */
    SESSION(30),
    /** Only counted: its table keeps the number. */
    AUDIT_LOG(31),
    /** Only counted: the name of the component keeps the number. */
    CUSTOM_PERMISSION(32);

    private final int code;

    NumberKind(int code) {
        this.code = code;
    }

    /** What stands for the kind in the database. */
    public int code() {
        return code;
    }
}
