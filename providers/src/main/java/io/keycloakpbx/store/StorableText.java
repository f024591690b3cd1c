package io.keycloakpbx.store;

/**
 * Text that every database takes. PostgreSQL refuses the null character and unpaired surrogates with an error of its own,
 * wherever in a statement they are.
 */
public final class StorableText {

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

    /**
     * The id that a caller asks for, to look it up: as it is, or the empty text, which is nobody's id, where no database
     * could hold it.
     */
    public static String id(String asked) {
        return is(asked) ? asked : "";
    }
}
