package io.keycloakpbx.username;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a user of a PBX may be called (contract portsip 1.2). */
final class UsernameRules {

    /** The longest user name, in characters. */
    static final int MAX_LENGTH = 64;

    private static final Pattern ALLOWED = Pattern.compile("(?!\\.)[A-Za-z0-9_.'-]{1," + MAX_LENGTH + "}(?<!\\.)");
    private static final Set<String> RESERVED = Set.of("admin", "system", "administrator", "root");

    /** How a name breaks the rules; the message key is one of the bundle's themes. */
    enum Violation {
        INVALID("pbxInvalidUsername"),
        RESERVED("pbxReservedUsername");

        private final String messageKey;

        Violation(String messageKey) {
            this.messageKey = messageKey;
        }

        String messageKey() {
            return messageKey;
        }
    }

    private UsernameRules() {}

    /**
     * The rule that a name breaks, or null where it breaks none.
     *
     * @param systemLevel whether the user belongs to the system level, the master realm, where no name is reserved
     */
    static Violation violation(String username, boolean systemLevel) {
        if (username == null || !ALLOWED.matcher(username).matches()) {
            return Violation.INVALID;
        }
        return !systemLevel && RESERVED.contains(username.toLowerCase(Locale.ROOT)) ? Violation.RESERVED : null;
    }
}
