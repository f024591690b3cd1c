package io.keycloakpbx.store;

import java.util.regex.Pattern;

/**
 * Text that every database takes. PostgreSQL refuses the null character and unpaired surrogates with an error of its own,
 * wherever in a statement they are.
 */
public final class StorableText {

    /** Control characters, and those that only turn or join the text around them. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private StorableText() {}

    /** Tells whether a text can be stored, or be asked for. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0' || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Tells whether a text has control or formatting characters, by which it reads like another one. */
    public static boolean hasUnseen(String text) {
        return UNSEEN.matcher(text).find();
    }

    /**
     * The id that a caller asks for, to look it up: as it is, or the empty text, which is nobody's id, where no database
     * could hold it.
     */
    public static String id(String asked) {
        return is(asked) ? asked : "";
    }
}
