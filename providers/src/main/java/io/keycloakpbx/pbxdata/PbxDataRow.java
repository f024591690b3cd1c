package io.keycloakpbx.pbxdata;

import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.extension.NewPbxUser;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.Uuid;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of PBX data that is imported: an extension with its server and its managing user, or a server alone.
 *
 * @param number where it is among the rows, from 1
 * @param line where it begins in a file of lines, or null
 * @param place where its values are
 * @param values the values by column; a column that the file does not have is missing, one without value maps to null
 */
record PbxDataRow(int number, Integer line, Place place, Map<String, String> values) {

    static final String SERVER = "server";
    static final String SERVER_ID = "serverId";
    static final String EXTENSION = "extension";
    static final String ID = "id";
    static final String DISPLAY_NAME = "displayName";
    static final String PEER = "peer";
    static final String MANAGING_USER = "managingUser";
    static final String DEFAULT = "default";
    static final String FIRST_NAME = "firstName";
    static final String LAST_NAME = "lastName";
    static final String EMAIL = "email";
    static final String ENABLED = "enabled";
    static final String PASSWORD = "password";
    static final String TEMPORARY = "temporary";

    /** The columns in the order of exports. Their names are the members of the JSON form too, but for the server's. */
    static final List<String> COLUMNS = List.of(
            SERVER,
            SERVER_ID,
            EXTENSION,
            ID,
            DISPLAY_NAME,
            "autoAnswer",
            PEER,
            "altOriginationMethod",
            "agentName",
            "agentLocation",
            "agentInterface",
            "agentPenalty",
            "agentPaused",
            "originatingContextOverride",
            "redirectingContextOverride",
            "originateTimeoutOverride",
            "voiceMailContext",
            "voiceMailBox",
            MANAGING_USER,
            DEFAULT);

    /** What is known of a user who is made along with the extension. Exports have none of it. */
    static final List<String> USER_COLUMNS = List.of(FIRST_NAME, LAST_NAME, EMAIL, ENABLED, PASSWORD, TEMPORARY);

    /** All columns that a file may have. */
    static final List<String> ALL_COLUMNS =
            Stream.concat(COLUMNS.stream(), USER_COLUMNS.stream()).toList();

    /** As spreadsheets write true in the languages that they are sold in. */
    private static final Set<String> TRUE = Set.of(
            "true",
            "yes",
            "y",
            "on",
            "1",
            "wahr",
            "ja",
            "vrai",
            "oui",
            "verdadero",
            "s\u00ED",
            "vero",
            "s\u00EC",
            "waar");

    private static final Set<String> FALSE =
            Set.of("false", "no", "n", "off", "0", "falsch", "nein", "faux", "non", "falso", "onwaar", "nee");

    /** A whole number with the decimals that a spreadsheet or a script has given it. Three zeros may be thousands. */
    private static final Pattern DECIMALS = Pattern.compile("([0-9]+)[.,]0{1,2}");

    private static final Pattern ROUNDED = Pattern.compile("[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+");

    private static final int MAX_DIGITS = 9;

    /** A row that cannot be imported. The message tells the importer why. */
    static final class InvalidRowException extends RuntimeException {

        InvalidRowException(String message) {
            super(message);
        }
    }

    /** Where the value of a column is. */
    interface Place {

        String of(String column);
    }

    /** What is wrong with the value of a column. The value itself may be a secret, and is not told. */
    InvalidRowException fault(String column, String text) {
        return new InvalidRowException(place.of(column) + ": " + text);
    }

    boolean has(String column) {
        return values.containsKey(column);
    }

    /** The text of a column, or null where it has none. */
    String text(String column) {
        String text = values.get(column);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.length() > ExtensionSettings.MAX_LENGTH) {
            throw fault(column, "must have at most " + ExtensionSettings.MAX_LENGTH + " characters");
        }
        if (!StorableText.is(text)) {
            throw fault(column, "must be text without null or unpaired characters");
        }
        return text;
    }

    /** The name of the server. */
    String server() {
        String server = text(SERVER);
        if (server == null || server.isBlank()) {
            throw fault(SERVER, "must be the name of a PBX server, and is empty");
        }
        return server.strip();
    }

    /** The UUID of a column in lower case, or null where it has none. */
    String uuid(String column) {
        String id = text(column);
        if (id != null && !Uuid.is(id)) {
            throw fault(column, "must be a UUID, or empty");
        }
        return id == null ? null : Uuid.canonical(id);
    }

    /** {@code true} or {@code false}, or null where the column has no value. */
    Boolean bool(String column) {
        String text = text(column);
        if (text == null || text.isBlank()) {
            return null;
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return true;
        }
        if (FALSE.contains(word)) {
            return false;
        }
        throw fault(column, "must be true or false, yes or no, 1 or 0, or empty");
    }

    private Integer integer(String column) {
        String text = digits(column);
        if (text == null) {
            return null;
        }
        if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw fault(column, "must be a whole number from 0 to 999999999, or empty");
        }
        return Integer.valueOf(text);
    }

    /** A text of digits, without the decimals that it never had. */
    private String digits(String column) {
        String text = text(column);
        if (text == null || text.isBlank()) {
            return null;
        }
        String number = text.strip();
        if (ROUNDED.matcher(number).matches()) {
            throw fault(
                    column,
                    "a spreadsheet has rounded the number. Format the column as text there, and enter the number again");
        }
        Matcher decimals = DECIMALS.matcher(number);
        return decimals.matches() ? decimals.group(1) : number;
    }

    /** The number of the extension, or null for a row of a server alone. */
    String extension() {
        return digits(EXTENSION);
    }

    /** What a file without names of its own for extensions calls one: its user. */
    private String displayName() {
        if (has(DISPLAY_NAME)) {
            return text(DISPLAY_NAME);
        }
        String names = Stream.of(FIRST_NAME, LAST_NAME)
                .map(this::text)
                .filter(name -> name != null && !name.isBlank())
                .collect(Collectors.joining(" "));
        if (names.length() > ExtensionSettings.MAX_LENGTH) {
            throw fault(
                    LAST_NAME,
                    "must have at most " + ExtensionSettings.MAX_LENGTH + " characters together with the first name");
        }
        return names.isEmpty() ? null : names;
    }

    /** The user that is made where the realm has none of the name. */
    NewPbxUser user(String username) {
        return new NewPbxUser(
                username,
                text(FIRST_NAME),
                text(LAST_NAME),
                text(EMAIL),
                !Boolean.FALSE.equals(bool(ENABLED)),
                text(FIRST_NAME) == null && text(LAST_NAME) == null ? text(DISPLAY_NAME) : null,
                text(PASSWORD),
                Boolean.TRUE.equals(bool(TEMPORARY)));
    }

    /** The settings of the extension, or null for a row of a server alone. */
    ExtensionSettings settings() {
        String extension = extension();
        if (extension == null) {
            return null;
        }
        if (!ExtensionSettings.isNumber(extension)) {
            throw fault(EXTENSION, "must have 3 to 64 digits");
        }
        return new ExtensionSettings(
                extension,
                displayName(),
                bool("autoAnswer"),
                text(PEER),
                text("altOriginationMethod"),
                text("agentName"),
                text("agentLocation"),
                text("agentInterface"),
                integer("agentPenalty"),
                bool("agentPaused"),
                text("originatingContextOverride"),
                text("redirectingContextOverride"),
                integer("originateTimeoutOverride"),
                text("voiceMailContext"),
                text("voiceMailBox"));
    }

    /** Without the values, of which one may be a password. */
    @Override
    public String toString() {
        return "PbxDataRow[number=" + number + ", columns=" + values.keySet() + "]";
    }
}
