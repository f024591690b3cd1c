package io.keycloakpbx.securitydata.answer;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers as people write them, one way: their case, their blanks and the forms of their letters are no difference. */
public final class SecurityAnswerText {

    /** The most characters of an answer, as it is sent. */
    public static final int MAX_LENGTH = 255;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private SecurityAnswerText() {}

    /** What an answer is compared by; empty where it has nothing but blanks, or too much. */
    public static Optional<String> normal(String answer) {
        if (answer.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        // Upper case first: there are letters that two others are the capital of.
        String folded = compatible(answer).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        String normal = BLANKS.matcher(compatible(folded)).replaceAll(" ").strip();
        return normal.isEmpty() ? Optional.empty() : Optional.of(normal);
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
