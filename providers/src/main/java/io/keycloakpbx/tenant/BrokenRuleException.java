package io.keycloakpbx.tenant;

import java.util.Map;
import org.keycloak.models.ModelValidationException;

/** A member of a tenant, or of how it works, breaks its rule. The message says so in words for the caller. */
final class BrokenRuleException extends ModelValidationException {

    private final String member;
    private final String key;
    private final transient Map<String, String> params;

    /**
     * A member that is not as it must be.
     *
     * @param member the member's name, with which the message begins
     * @param rule how it must be
     * @param key the name of the rule among the texts of the admin console, or null where it has none
     */
    BrokenRuleException(String member, String rule, String key) {
        this(member, rule, key, Map.of());
    }

    /**
     * Likewise.
     *
     * @param params what goes into the text of that name
     */
    BrokenRuleException(String member, String rule, String key, Map<String, String> params) {
        this(member, key, params, member + ' ' + rule);
    }

    private BrokenRuleException(String member, String key, Map<String, String> params, String message) {
        super(message);
        this.member = member;
        this.key = key;
        this.params = params;
    }

    /** A member whose rule is said without its name. */
    static BrokenRuleException of(String member, String message, String key, Map<String, String> params) {
        return new BrokenRuleException(member, key, params, message);
    }

    /** The member that is wrong. */
    String member() {
        return member;
    }

    /** The name of the rule among the texts of the admin console, or null. */
    String key() {
        return key;
    }

    /** What goes into the text of that name. */
    Map<String, String> params() {
        return params;
    }
}
