package io.keycloakpbx.securitydata;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Regular expressions that passwords have to match. Whoever writes one must not be able to keep the server busy by it: it is
 * tried on long passwords through a text that counts how often it is read.
 */
final class StrengthRegex {

    static final int MAX_LENGTH = 255;

    private static final int PASSWORD_LENGTH = 128;
    private static final int MAX_READS = 1_000_000;

    /** Long passwords of one character, of two in turn, and of those that the expression itself has. */
    private static final List<String> PROBES = Stream.of("a", "A", "0", "!", " ", "a0", "aA0!", "ä")
            .flatMap(part -> Stream.of(probe(part, ""), probe(part, "!"), probe(part, "\n")))
            .toList();

    private StrengthRegex() {}

    /** What is wrong with an expression, in words. */
    static Optional<String> problem(String regex) {
        if (regex.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            boolean slow = Stream.concat(PROBES.stream(), probesOf(regex)).anyMatch(probe -> isSlow(pattern, probe));
            return slow
                    ? Optional.of("takes too long for some passwords of " + PASSWORD_LENGTH
                            + " characters; repeat nothing that repeats something itself")
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is no regular expression: " + e.getDescription());
        }
    }

    private static Stream<String> probesOf(String regex) {
        return regex.codePoints()
                .filter(Character::isLetterOrDigit)
                .distinct()
                .mapToObj(Character::toString)
                .flatMap(part -> Stream.of(probe(part, ""), probe(part, "!")));
    }

    private static String probe(String part, String end) {
        return part.repeat(PASSWORD_LENGTH / part.length()).substring(0, PASSWORD_LENGTH - end.length()) + end;
    }

    private static boolean isSlow(Pattern pattern, String probe) {
        try {
            pattern.matcher(new Counted(probe)).matches();
            return false;
        } catch (TooManyReadsException | StackOverflowError e) {
            return true;
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
