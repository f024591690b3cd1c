package io.keycloakpbx.usergroup;

import java.util.Optional;
import java.util.regex.Pattern;

/** How much a group counts where groups disagree. One without a weight weighs as much as its number. */
final class GroupWeight {

    /** The attribute of a group: a whole number of at most nine digits without leading zeros. */
    static final String ATTRIBUTE = "pbx.weight";

    /** The highest weight. */
    static final int MAX = 999_999_999;

    /** As databases read it, too. */
    static final String EXPRESSION = "(0|[1-9][0-9]{0,8})";

    private static final Pattern WEIGHT = Pattern.compile(EXPRESSION);

    private GroupWeight() {}

    /** The weight that a value of the attribute says, if it says one. */
    static Optional<Integer> parse(String value) {
        return value != null && WEIGHT.matcher(value).matches()
                ? Optional.of(Integer.valueOf(value))
                : Optional.empty();
    }
}
