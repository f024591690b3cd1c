package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.store.StorableText;

/** Texts as the database can hold them: no text keeps an administrator from a change. */
final class LogText {

    private LogText() {}

    /** A text of any length; null where there is none. */
    static String of(String text) {
        return text == null || StorableText.is(text) ? text : text.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
    }

    /** As much of a text as a column has room for; null where there is none. */
    static String of(String text, int most) {
        return of(text == null || text.length() <= most ? text : text.substring(0, most));
    }
}
