package io.keycloakpbx.pbxdata;

/**
 * Keeps spreadsheet programs from running values of a CSV file as formulas: a value that would begin one gets an
 * apostrophe in front, and so does one that has apostrophes there already, so that reading undoes it exactly.
 */
final class CsvFormulas {

    private static final String STARTS = "=+-@\t\r\n";

    private CsvFormulas() {}

    /** The value as it is written. */
    static String escape(String value) {
        return value != null && isDangerous(value) ? "'" + value : value;
    }

    /** The value that was written; files made by hand need no apostrophes. */
    static String unescape(String value) {
        return value.startsWith("'") && isDangerous(value.substring(1)) ? value.substring(1) : value;
    }

    private static boolean isDangerous(String value) {
        int start = 0;
        while (start < value.length() && value.charAt(start) == '\'') {
            start++;
        }
        return start < value.length() && STARTS.indexOf(value.charAt(start)) >= 0;
    }
}
