package io.keycloakpbx.keycloak;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Regular expressions that passwords have to match. Whoever writes one, or sends a password for one, must not be able to keep
 * the server busy by it: it is tried on a text that can be read only so often.
 */
public final class PasswordExpression {

    static final int MAX_LENGTH = 255;

    /** As long as passwords that people choose. What takes longer with longer ones is bounded where it is used. */
    private static final int PASSWORD_LENGTH = 30;

    private static final int MAX_READS = 1_000_000;
    private static final int MAX_READS_OF_PROBES = 10 * MAX_READS;

    private static final Pattern META =
            Pattern.compile("\\\\[pP]\\{[^}]*}|\\\\[a-zA-Z0-9]|[\\\\^$.|?*+()\\[\\]{}]+|\\{[0-9,]*}");

    private PasswordExpression() {}

    /**
     * Whether a password matches as a whole. One that cannot be told of in bounded time does not.
     *
     * @param expression of a realm's password policy
     */
    public static boolean matches(Pattern expression, String password) {
        return !FreeChoices.areTooMany(expression.pattern())
                && reads(expression, password).matches();
    }

    /**
     * What is wrong with an expression, in words. It is a hint to whoever writes it, for not each password can be tried; what
     * holds is {@link #matches}.
     */
    public static Optional<String> problem(String regex) {
        if (regex.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            if (FreeChoices.areTooMany(regex)) {
                return Optional.of(
                        "has too many choices between parts that may be empty; repeat nothing that may be empty"
                                + " itself, and use no flag x, no && and no look-behind of more than one length");
            }
            return isSlow(pattern)
                    ? Optional.of("takes too long for some passwords of " + PASSWORD_LENGTH
                            + " characters; repeat nothing that repeats something itself")
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is no regular expression: " + e.getDescription());
        }
    }

    private static boolean isSlow(Pattern pattern) {
        int reads = 0;
        for (String part : parts(pattern.pattern())) {
            for (String end : new String[] {"", "!", "\n"}) {
                Reads probe =
                        reads(pattern, part.repeat(PASSWORD_LENGTH).substring(0, PASSWORD_LENGTH - end.length()) + end);
                reads += probe.count();
                if (probe.count() >= MAX_READS || reads >= MAX_READS_OF_PROBES) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Characters of each kind, each of the expression's own, and those that stand next to each other in it. */
    private static Set<String> parts(String regex) {
        Set<String> parts = new TreeSet<>(Set.of("a", "A", "0", "!", " ", "a0", "aA0!", "ä"));
        regex.codePoints().mapToObj(Character::toString).forEach(parts::add);
        Stream.of(META.split(regex)).filter(run -> !run.isEmpty()).forEach(parts::add);
        int[] plain = META.matcher(regex).replaceAll("").codePoints().toArray();
        for (int i = 0; i + 1 < plain.length; i++) {
            parts.add(new String(plain, i, 2));
        }
        return parts;
    }

    /** What came of an expression and a text. */
    private record Reads(boolean matches, int count) {}

    private static Reads reads(Pattern pattern, String text) {
        Counted counted = new Counted(text);
        Matcher matcher = pattern.matcher(counted);
        try {
            return new Reads(matcher.matches(), counted.reads);
        } catch (TooManyReadsException | StackOverflowError e) {
            return new Reads(false, MAX_READS);
        }
    }

    private static final class TooManyReadsException extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooManyReadsException() {
            super(null, null, false, false);
        }
    }

    /** A text that is read only so often. */
    private static final class Counted implements CharSequence {

        private final String text;
        private int reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++reads > MAX_READS) {
                throw new TooManyReadsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
