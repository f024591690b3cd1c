package io.keycloakpbx.http;

import java.util.List;

/**
 * A request body that is not what its operation takes. The messages say what is wrong, in words for the caller, and
 * hold nothing of the body but member names. Resources turn it into the error of their contract.
 */
public final class InvalidBodyException extends RuntimeException {

    /**
     * One rule that a body breaks.
     *
     * @param member the member that is wrong, or null where the body as a whole is
     * @param message what is wrong with it
     */
    public record Violation(String member, String message) {}

    private final transient List<Violation> violations;

    InvalidBodyException(String member, String message) {
        this(List.of(new Violation(member, message)));
    }

    InvalidBodyException(List<Violation> violations) {
        super(violations.get(0).message());
        this.violations = List.copyOf(violations);
    }

    /** The member that is wrong, or null where the body as a whole is; the first one of several. */
    public String member() {
        return violations.get(0).member();
    }

    /** All that is wrong, which is more than one thing only of a {@link Body#collecting collecting} body. */
    public List<Violation> violations() {
        return violations;
    }
}
