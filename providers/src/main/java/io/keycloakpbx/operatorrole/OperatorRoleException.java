package io.keycloakpbx.operatorrole;

import java.util.List;

/** A custom role, a permission, or a list of roles that is refused. It says all that is wrong. */
public final class OperatorRoleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * One rule that is broken.
     *
     * @param code the contract's code
     * @param message says what is wrong, in words for the caller
     * @param member the member of {@link OperatorRole} that is wrong, where the code is also that of others; else null
     */
    public record Violation(String code, String message, String member) {

        Violation(String code, String message) {
            this(code, message, null);
        }
    }

    private final transient List<Violation> violations;

    OperatorRoleException(List<Violation> violations) {
        super(violations.get(0).message());
        this.violations = List.copyOf(violations);
    }

    OperatorRoleException(String code, String message) {
        this(List.of(new Violation(code, message)));
    }

    /** What is wrong, at least one thing. */
    public List<Violation> violations() {
        return violations;
    }
}
