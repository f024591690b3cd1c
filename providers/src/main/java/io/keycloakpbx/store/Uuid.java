package io.keycloakpbx.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** Ids that are UUIDs in their usual form of 36 characters. */
public final class Uuid {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Uuid() {}

    /** Tells whether a text is a UUID. */
    public static boolean is(String text) {
        return FORM.matcher(text).matches();
    }

    /** The UUID as it is stored. */
    public static String canonical(String uuid) {
        return uuid.toLowerCase(Locale.ROOT);
    }
}
