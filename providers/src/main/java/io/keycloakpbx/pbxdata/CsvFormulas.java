package io.keycloakpbx.pbxdata;

/**
 * Keeps spreadsheet programs from running values of a CSV file as formulas. A spreadsheet that takes semicolons or tabs for
 * separators finds cells within a value, so each place where one may begin counts: the begin of the value, and what follows
 * a semicolon, a tab or a line break. What would be a formula there gets an apostrophe in front, and so does what has
 * apostrophes there already, so that reading undoes it exactly.
 */
final class CsvFormulas {

    /** Also as East Asian input methods write them. */
    private static final String SIGNS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private static final String ENDS = ";\t\r\n";
    private static final String CONTROLS = "\t\r\n";

    private CsvFormulas() {}

    /** The value as it is written. */
    static String escape(String value) {
        if (value == null) {
            return null;
        }
        StringBuilder written = new StringBuilder(value.length() + 1);
        for (int i = 0; i < value.length(); i++) {
            if (beginsCell(value, i) && isDangerous(value, i, i == 0)) {
                written.append('\'');
            }
            written.append(value.charAt(i));
        }
        return written.toString();
    }

    /** The value that was written; files made by hand need no apostrophes. */
    static String unescape(String written) {
        StringBuilder value = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            if (!(beginsCell(written, i) && written.charAt(i) == '\'' && isDangerous(written, i + 1, i == 0))) {
                value.append(written.charAt(i));
            }
        }
        return value.toString();
    }

    private static boolean beginsCell(String text, int at) {
        return at == 0 || ENDS.indexOf(text.charAt(at - 1)) >= 0;
    }

    /** Blanks in front hide a formula from a reader, not from every spreadsheet. */
    private static boolean isDangerous(String text, int from, boolean first) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
        if (first && at < text.length() && CONTROLS.indexOf(text.charAt(at)) >= 0) {
            return true;
        }
        while (at < text.length() && (text.charAt(at) == '\'' || isBlank(text.charAt(at)))) {
            at++;
        }
        return at < text.length() && SIGNS.indexOf(text.charAt(at)) >= 0;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }
}
