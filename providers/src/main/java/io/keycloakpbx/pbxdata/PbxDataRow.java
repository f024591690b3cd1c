package io.keycloakpbx.pbxdata;

import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.Uuid;
import java.util.List;
import java.util.Map;

/**
 * A row of PBX data that is imported: an extension with its server and its managing user, or a server alone.
 *
 * @param number where it is in the file, from 1 and without the header
 * @param values the values by column; a column that the file does not have is missing, one without value maps to null
 */
record PbxDataRow(int number, Map<String, String> values) {

    static final String SERVER = "server";
    static final String SERVER_ID = "serverId";
    static final String EXTENSION = "extension";
    static final String ID = "id";
    static final String MANAGING_USER = "managingUser";
    static final String DEFAULT = "default";

    /** The columns in the order of exports. Their names are the members of the JSON form too, but for the server's. */
    static final List<String> COLUMNS = List.of(
            SERVER,
            SERVER_ID,
            EXTENSION,
            ID,
            "displayName",
            "autoAnswer",
            "peer",
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

    private static final int MAX_DIGITS = 9;

    /** A row that cannot be imported. The message tells the importer why. */
    static final class InvalidRowException extends RuntimeException {

        InvalidRowException(String message) {
            super(message);
        }
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
            throw new InvalidRowException(
                    column + " must have at most " + ExtensionSettings.MAX_LENGTH + " characters");
        }
        if (!StorableText.is(text)) {
            throw new InvalidRowException(column + " must be text without null or unpaired characters");
        }
        return text;
    }

    /** The name of the server. */
    String server() {
        String server = text(SERVER);
        if (server == null || server.isBlank()) {
            throw new InvalidRowException("server must not be empty");
        }
        return server.strip();
    }

    /** The UUID of a column in lower case, or null where it has none. */
    String uuid(String column) {
        String id = text(column);
        if (id != null && !Uuid.is(id)) {
            throw new InvalidRowException(column + " must be a UUID");
        }
        return id == null ? null : Uuid.canonical(id);
    }

    /** {@code true} or {@code false}, or null where the column has no value. */
    Boolean bool(String column) {
        String text = text(column);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidRowException(column + " must be true or false");
        };
    }

    private Integer integer(String column) {
        String text = text(column);
        if (text == null) {
            return null;
        }
        if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidRowException(column + " must be a whole number from 0 to 999999999");
        }
        return Integer.valueOf(text);
    }

    /** The settings of the extension, or null for a row of a server alone. */
    ExtensionSettings settings() {
        String extension = text(EXTENSION);
        if (extension == null) {
            return null;
        }
        if (!ExtensionSettings.isNumber(extension)) {
            throw new InvalidRowException("extension must have 3 to 64 digits");
        }
        return new ExtensionSettings(
                extension,
                text("displayName"),
                bool("autoAnswer"),
                text("peer"),
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
}
