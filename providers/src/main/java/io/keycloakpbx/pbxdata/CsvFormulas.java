package io.keycloakpbx.pbxdata;

import java.util.BitSet;

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

    /** The value as it is written: at most twice as long. */
    static String escape(String value) {
        if (value == null) {
            return null;
        }
        BitSet dangerous = dangerous(value);
        StringBuilder written = new StringBuilder(value.length() + 1);
        for (int i = 0; i < value.length(); i++) {
            if (beginsCell(value, i) && dangerous.get(i)) {
                written.append('\'');
            }
            written.append(value.charAt(i));
        }
        return written.toString();
    }

    /** The value that was written; files made by hand need no apostrophes. */
    static String unescape(String written) {
        BitSet dangerous = dangerous(written);
        StringBuilder value = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            if (!(beginsCell(written, i) && written.charAt(i) == '\'' && dangerous.get(i))) {
                value.append(written.charAt(i));
            }
        }
        return value.toString();
    }

    private static boolean beginsCell(String text, int at) {
        return at == 0 || ENDS.indexOf(text.charAt(at - 1)) >= 0;
    }

    /**
     * Where a cell that began would be a formula, apostrophes or not. Blanks in front hide a formula from a reader, not from
     * every spreadsheet. It looks at each character once, from the end.
     */
    private static BitSet dangerous(String text) {
        BitSet dangerous = new BitSet(text.length());
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            dangerous.set(i, SIGNS.indexOf(c) >= 0 || (c == '\'' || isBlank(c)) && dangerous.get(i + 1));
        }
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) == '\'') {
            begin++;
        }
        if (begin < text.length() && CONTROLS.indexOf(text.charAt(begin)) >= 0) {
            dangerous.set(0);
        }
        return dangerous;
    }

    /** Quotes vanish where another separator makes a cell of the rest of a value. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '"' || c == '\uFEFF' || c == '\u200B';
    }
}
