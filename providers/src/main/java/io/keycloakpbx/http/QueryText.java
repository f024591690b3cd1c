package io.keycloakpbx.http;

import io.keycloakpbx.store.StorableText;

/** Query parameters that say what is looked for in the database. */
public final class QueryText {

    private QueryText() {}

    /**
     * The text of a parameter without space around it, or null where there is none.
     *
     * @param name the parameter's name, for the refusal
     * @param value what was sent, or null
     * @param maxLength the most characters, those that are taken away included
     */
    public static String of(String name, String value, int maxLength, RefusalRenderer refusals) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > maxLength || !StorableText.is(value)) {
            throw refusals.thrown(
                    Refusal.invalid(name, name + " must be text of at most " + maxLength + " characters"));
        }
        return value.strip();
    }

    /**
     * What a parameter says, or null where it is not there.
     *
     * @param name the parameter's name, for the refusal
     * @param value what was sent, {@code true} or {@code false}, or null
     */
    public static Boolean truth(String name, String value, RefusalRenderer refusals) {
        if (value == null) {
            return null;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw refusals.thrown(Refusal.invalid(name, name + " must be true or false"));
        }
        return Boolean.valueOf(value);
    }
}
