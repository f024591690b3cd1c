package io.keycloakpbx.keycloak;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a regular expression may go on in different ways without reading a character. Such choices multiply, and no count
 * of what is read bounds them: {@code ^?^?^?} has eight ways at one place. It knows Java's syntax; what it does not know has
 * too many.
 */
final class FreeChoices {

    private static final int MOST = 4;
    private static final int DEEPEST = 50;
    private static final int TOO_MANY = 1000;

    /** The end of a repetition belongs to it. */
    private static final Pattern REPETITION = Pattern.compile("(?:([?*+])|\\{(\\d{1,10})(?:,(\\d{0,10}))?})[?+]?");

    private static final Pattern GROUP =
            Pattern.compile("\\((?:\\?(?:[:=!>]|<[=!]|<[a-zA-Z][a-zA-Z0-9]*>|[a-zA-Z-]*:))?");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");
    private static final Pattern NOTHING_READ = Pattern.compile("\\\\(?:b\\{g}|[bBAGZz]|k<[^>]*>|[1-9][0-9]*)|[\\^$]");
    private static final Pattern QUOTED = Pattern.compile("\\\\Q(.*?)(?:\\\\E|\\z)", Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile(
            "\\\\(?:[pPNx]\\{[^}]*}|[pP].|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|0[0-3]?[0-7]{1,2}|c.|[^xupPNkQE])",
            Pattern.DOTALL);

    private final String regex;
    private int at;
    private int choices;
    private int depth;
    private int looksBehind;

    private FreeChoices(String regex) {
        this.regex = regex;
    }

    /** Whether an expression, which Java takes, has more than can be tried. */
    static boolean areTooMany(String regex) {
        FreeChoices counted = new FreeChoices(regex);
        counted.alternatives();
        return counted.choices > MOST || counted.at < regex.length();
    }

    /** Whether one of them may be empty. Of two that may, both are tried. */
    private boolean alternatives() {
        int empty = 0;
        at--;
        do {
            at++;
            empty += sequence() ? 1 : 0;
            choices += looksBehind > 0 && at < regex.length() && regex.charAt(at) == '|' ? TOO_MANY : 0;
        } while (at < regex.length() && regex.charAt(at) == '|');
        if (empty > 1) {
            choose(empty);
        }
        return empty > 0;
    }

    private boolean sequence() {
        boolean empty = true;
        while (choices <= MOST && at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            empty &= repeated();
        }
        return empty;
    }

    private boolean repeated() {
        String flags = take(FLAGS);
        if (flags != null) {
            // Where blanks are none and # begins a comment, all of this would be read otherwise.
            choices += flags.indexOf('x') >= 0 ? TOO_MANY : 0;
            return true;
        }
        boolean empty = part();
        Matcher repetition = REPETITION.matcher(regex).region(at, regex.length());
        if (!repetition.lookingAt()) {
            return empty;
        }
        at = repetition.end();
        // What has more lengths than one is tried from all places before.
        choices += looksBehind > 0 ? TOO_MANY : 0;
        boolean counts = repetition.group(1) == null;
        if (empty) {
            choose(2);
            if (counts) {
                choose(Math.max(number(repetition.group(2)), number(repetition.group(3))));
            }
        }
        return empty
                || (counts
                        ? number(repetition.group(2)) == 0
                        : !repetition.group(1).equals("+"));
    }

    private static long number(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** Whether a part may be empty. */
    private boolean part() {
        char first = regex.charAt(at);
        if (first == '(') {
            return group();
        }
        if (first == '[') {
            set();
            return false;
        }
        if (take(NOTHING_READ) != null) {
            return true;
        }
        Matcher quoted = QUOTED.matcher(regex).region(at, regex.length());
        if (quoted.lookingAt()) {
            at = quoted.end();
            // What would be repeated is what comes before.
            choices += quoted.group(1).isEmpty() ? TOO_MANY : 0;
            return false;
        }
        if (first == '\\') {
            choices += take(ESCAPED) == null ? TOO_MANY : 0;
            return false;
        }
        if (first == '{') {
            choices += REPETITION.matcher(regex).region(at, regex.length()).lookingAt() ? 0 : TOO_MANY;
            return true;
        }
        at += Character.charCount(regex.codePointAt(at));
        return false;
    }

    private boolean group() {
        String head = take(GROUP);
        boolean looksAround = head.endsWith("=") || head.endsWith("!");
        boolean behind = looksAround && head.startsWith("(?<");
        if (++depth > DEEPEST || head.endsWith(":") && head.indexOf('x') >= 0) {
            choices += TOO_MANY;
            return true;
        }
        looksBehind += behind ? 1 : 0;
        boolean empty = alternatives();
        depth--;
        looksBehind -= behind ? 1 : 0;
        choices += at < regex.length() && regex.charAt(at) == ')' ? 0 : TOO_MANY;
        at++;
        return empty || looksAround;
    }

    /** What its first bracket closes, and what two ampersands do, depends on much: both are not needed. */
    private void set() {
        int open = 0;
        do {
            Matcher quoted = QUOTED.matcher(regex).region(at, regex.length());
            if (quoted.lookingAt()) {
                at = quoted.end();
            } else if (regex.charAt(at) == '\\') {
                at += 2;
            } else if (regex.startsWith("[]", at) || regex.startsWith("[^]", at) || regex.startsWith("&&", at)) {
                choices += TOO_MANY;
                return;
            } else {
                open += regex.charAt(at) == '[' ? 1 : regex.charAt(at) == ']' ? -1 : 0;
                at++;
            }
        } while (open > 0 && at < regex.length());
        choices += open > 0 ? TOO_MANY : 0;
    }

    private String take(Pattern token) {
        Matcher matcher = token.matcher(regex).region(at, regex.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    private void choose(long ways) {
        choices += ways <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(ways - 1);
    }
}
