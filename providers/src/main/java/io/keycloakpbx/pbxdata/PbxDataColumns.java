package io.keycloakpbx.pbxdata;

import io.keycloakpbx.pbxdata.PbxDataRow.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of a CSV file, as its first line names them: by the names of exports, in any case, or by those that other
 * PBXs give to the same thing.
 */
final class PbxDataColumns {

    /** FreePBX, which has the most, has some two hundred. */
    private static final int MAX_COLUMNS = 500;

    private static final int MAX_SHOWN = 64;

    /** FreePBX's bulk handler, then 3CX; {@code username} is what a user's own column is called everywhere. */
    private static final Map<String, String> OF_OTHERS = Map.of(
            "username", PbxDataRow.MANAGING_USER,
            "name", PbxDataRow.DISPLAY_NAME,
            "dial", PbxDataRow.PEER,
            "voicemail_email", PbxDataRow.EMAIL,
            "number", PbxDataRow.EXTENSION,
            "emailaddress", PbxDataRow.EMAIL);

    /** Columns that FreePBX's bulk handler alone has. */
    private static final Set<String> OF_FREEPBX = Set.of("tech", "devicetype");

    /** What means something else there: an extension's number once more, and a secret of a phone. */
    private static final Set<String> OTHERWISE_IN_FREEPBX = Set.of(PbxDataRow.ID, PbxDataRow.PASSWORD);

    private static final Map<String, String> NAMES = new HashMap<>(OF_OTHERS);

    static {
        PbxDataRow.ALL_COLUMNS.forEach(column -> NAMES.put(column.toLowerCase(Locale.ROOT), column));
    }

    /** What is wrong with the columns of a file. The message tells whoever sends it where, and what to do. */
    static final class InvalidColumnsException extends RuntimeException {

        InvalidColumnsException(String message) {
            super(message);
        }
    }

    private final List<String> names;
    private final List<String> columns = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    /**
     * @param line where the names are
     * @param ignoreUnknown whether columns with other names are left out rather than refused
     */
    PbxDataColumns(String[] names, int line, boolean ignoreUnknown) {
        if (names.length > MAX_COLUMNS) {
            throw new InvalidColumnsException("line " + line + " names " + names.length
                    + " columns, and a file may have " + MAX_COLUMNS + ". Remove those that are not imported");
        }
        this.names = Stream.of(names).map(String::strip).toList();
        boolean freePbx = this.names.stream().map(PbxDataColumns::key).anyMatch(OF_FREEPBX::contains);
        for (int i = 0; i < names.length; i++) {
            String name = this.names.get(i);
            String column = NAMES.get(key(name));
            if (freePbx && column != null && OTHERWISE_IN_FREEPBX.contains(column)) {
                ignored.add(shown(name));
                columns.add(null);
                continue;
            }
            String where = "line " + line + ", column " + (i + 1) + " (" + shown(name) + "): ";
            if (column == null && !name.isEmpty() && !ignoreUnknown) {
                throw new InvalidColumnsException(where + "there is no such column. Rename or remove it, or add"
                        + " ignoreUnknownColumns=true to the address. The columns are "
                        + String.join(", ", PbxDataRow.ALL_COLUMNS)
                        + "; username is managingUser. Of FreePBX's columns name, dial and voicemail_email are taken, of"
                        + " 3CX's Number, FirstName, LastName and EmailAddress");
            }
            if (column != null && columns.contains(column)) {
                throw new InvalidColumnsException(
                        where + "column " + (columns.indexOf(column) + 1) + " is " + column + " already. Remove one");
            }
            if (column == null && !name.isEmpty()) {
                ignored.add(shown(name));
            }
            columns.add(column);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    /** How many there are, with those that are left out. */
    int count() {
        return columns.size();
    }

    /** The name of a column at an index from 0, or null where it is left out. */
    String at(int index) {
        return columns.get(index);
    }

    /** The names of those that are left out. */
    List<String> ignored() {
        return ignored;
    }

    /** Where the cells of a line are. */
    Place place(int line) {
        return column -> {
            int index = columns.indexOf(column);
            return index < 0
                    ? "line " + line + " (" + column + ")"
                    : "line " + line + ", column " + (index + 1) + " (" + shown(names.get(index)) + ")";
        };
    }

    /** A name, which is a value where the file has no line of names. */
    private static String shown(String name) {
        String printable = name.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .limit(MAX_SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.isEmpty() ? "without a name" : printable;
    }
}
