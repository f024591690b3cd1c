package io.keycloakpbx.store;

/** Patterns for {@code like … escape '!'} that mean what people have typed, wildcards included. */
public final class Like {

    /** The character before one that means itself. */
    public static final char ESCAPE = '!';

    private Like() {}

    /** Whatever begins with the text. */
    public static String startingWith(String text) {
        return literal(text) + "%";
    }

    /** Whatever has the text in it. */
    public static String containing(String text) {
        return "%" + literal(text) + "%";
    }

    /** Whatever ends with the text. */
    public static String endingWith(String text) {
        return "%" + literal(text);
    }

    /** The text alone, as a part of a pattern. */
    public static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
