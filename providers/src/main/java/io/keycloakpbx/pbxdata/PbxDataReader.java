package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import com.opencsv.exceptions.CsvMalformedLineException;
import com.opencsv.exceptions.CsvMultilineLimitBrokenException;
import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.pbxdata.PbxDataColumns.InvalidColumnsException;
import io.keycloakpbx.pbxdata.PbxDataRow.Place;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads files of PBX data. A file that cannot be read as a whole is refused with 400 (413 where it is too long), before
 * anything is written; what is wrong with single rows shows when they are imported.
 */
final class PbxDataReader {

    /** The most rows of a file. */
    static final int MAX_ROWS = 10_000;

    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /** The most lines that a row takes with the line breaks of its values. The parser reads a row anew with each of them. */
    private static final int MAX_LINES_OF_ROW = 256;

    /** No value is longer as it is written. */
    private static final int MAX_WRITTEN = 2 * ExtensionSettings.MAX_LENGTH;

    /** The most JSON tokens: more than the most rows have with all their members. */
    private static final int MAX_TOKENS = 100 * MAX_ROWS;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String SEPARATORS = ",;\t";
    private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=[,;\t]\"?\\r?\n");
    private static final String SERVERS = "servers";
    private static final String EXTENSIONS = "extensions";
    private static final String NAME = "name";

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private PbxDataReader() {}

    /**
     * Reads CSV as spreadsheets and other PBXs write it: separated by commas, semicolons or tabs, whichever the first line
     * has; rows without any value are skipped.
     *
     * @param server the server of rows that name none, or null
     * @param ignoreUnknown whether columns of unknown names are left out rather than refused
     */
    static PbxDataFile csv(InputStream body, String server, boolean ignoreUnknown) {
        String text = text(body);
        // A line that tells Excel the separator; it is no row, and Excel alone knows it.
        int skipped = SEPARATOR_LINE.matcher(text).lookingAt() ? 1 : 0;
        if (skipped > 0) {
            text = text.substring(text.indexOf('\n') + 1);
        }
        List<PbxDataRow> rows = new ArrayList<>();
        PbxDataColumns columns = null;
        int line = skipped + 1;
        char separator = separator(text);
        try (CSVReader reader = new CSVReaderBuilder(new StringReader(text))
                .withCSVParser(
                        new RFC4180ParserBuilder().withSeparator(separator).build())
                .withMultilineLimit(MAX_LINES_OF_ROW)
                .build()) {
            for (long read = -1; read < reader.getLinesRead(); ) {
                read = reader.getLinesRead();
                line = skipped + (int) read + 1;
                String[] cells = reader.readNext();
                // The reader takes an empty line for an end, but has read it.
                if (cells == null || Stream.of(cells).allMatch(String::isBlank)) {
                    continue;
                }
                if (columns == null) {
                    columns = columns(cells, line, server, ignoreUnknown);
                } else {
                    requireSeparator(cells, line, columns, separator);
                    add(rows, line, columns.place(line), values(cells, line, columns, server));
                }
            }
        } catch (CsvMultilineLimitBrokenException e) {
            throw refused("line " + line + ": the row takes more than " + MAX_LINES_OF_ROW
                    + " lines. If a quoted value does not end, end it with a quote, and double the quotes that it"
                    + " contains; otherwise take line breaks out of its values");
        } catch (CsvMalformedLineException e) {
            // Its message quotes the text.
            throw refused(
                    "line " + (skipped + e.getLineNumber()) + ": a quoted value does not end. End it with a quote,"
                            + " and double the quotes that it contains");
        } catch (CsvException e) {
            throw refused("line " + (skipped + e.getLineNumber()) + " is not well-formed CSV");
        } catch (IOException e) {
            throw refused("the file is not well-formed CSV: a quoted value does not end");
        }
        if (columns == null) {
            throw refused("the file is empty; its first line must name the columns");
        }
        return new PbxDataFile(rows, columns.ignored());
    }

    /** What separates the names in the first line that has any. */
    private static char separator(String text) {
        String first = text.lines()
                .filter(line -> line.chars().anyMatch(c -> SEPARATORS.indexOf(c) < 0 && !Character.isWhitespace(c)))
                .findFirst()
                .orElse("");
        boolean quoted = false;
        for (char c : first.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
                return c;
            }
        }
        return SEPARATORS.charAt(0);
    }

    /** Or a whole row would be the name of a server. */
    private static void requireSeparator(String[] cells, int line, PbxDataColumns columns, char separator) {
        if (cells.length == 1
                && columns.count() > 1
                && cells[0].chars().anyMatch(c -> c != separator && SEPARATORS.indexOf(c) >= 0)) {
            throw refused("line " + line + " has one column, the first line names " + columns.count()
                    + ", separated by " + (separator == '\t' ? "a tab" : "'" + separator + "'")
                    + ". Use the same separator in all lines");
        }
    }

    private static PbxDataColumns columns(String[] names, int line, String server, boolean ignoreUnknown) {
        PbxDataColumns columns;
        try {
            columns = new PbxDataColumns(names, line, ignoreUnknown);
        } catch (InvalidColumnsException e) {
            throw refused(e.getMessage());
        }
        if (!columns.has(PbxDataRow.EXTENSION)) {
            throw refused("line " + line + ": the column extension is missing. Its values are the extensions' numbers");
        }
        if (!columns.has(PbxDataRow.SERVER) && server == null) {
            throw refused(
                    "line " + line + ": the column server is missing. Add it, or name the PBX server of all rows in"
                            + " the address, as in server=pbx");
        }
        return columns;
    }

    /** Spreadsheets leave out, or add, empty cells at the end of a row. */
    private static Map<String, String> values(String[] cells, int line, PbxDataColumns columns, String server) {
        if (cells.length > columns.count()
                && !Stream.of(cells).skip(columns.count()).allMatch(String::isBlank)) {
            throw refused("line " + line + " has " + cells.length + " columns, the first line names " + columns.count()
                    + ". A value that contains the separator must be in quotes");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < columns.count(); i++) {
            if (columns.at(i) != null) {
                values.put(columns.at(i), i < cells.length ? value(columns.at(i), cells[i]) : "");
            }
        }
        if (server != null) {
            values.compute(PbxDataRow.SERVER, (name, own) -> own == null || own.isBlank() ? server : own);
        }
        return values;
    }

    /** Exports have no passwords, so an apostrophe is one of the password. What is too long is refused when it is imported. */
    private static String value(String column, String cell) {
        return column.equals(PbxDataRow.PASSWORD) || cell.length() > MAX_WRITTEN ? cell : CsvFormulas.unescape(cell);
    }

    static PbxDataFile json(InputStream body) {
        JsonNode file;
        try {
            String text = text(body);
            requireFewTokens(text);
            file = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refused("the file is not well-formed JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<PbxDataRow> rows = new ArrayList<>();
        int serverIndex = 0;
        for (JsonNode server : list(file, SERVERS, "the file")) {
            String pointer = "/" + SERVERS + "/" + serverIndex++;
            Map<String, String> ofServer = new HashMap<>();
            put(ofServer, PbxDataRow.SERVER, server.get(NAME));
            put(ofServer, PbxDataRow.SERVER_ID, server.get(PbxDataRow.ID));
            JsonNode extensions = server.has(EXTENSIONS) ? list(server, EXTENSIONS, "a server") : null;
            if (extensions == null || extensions.isEmpty()) {
                add(rows, null, place(pointer, pointer), ofServer);
                continue;
            }
            int index = 0;
            for (JsonNode extension : extensions) {
                String own = pointer + "/" + EXTENSIONS + "/" + index++;
                add(rows, null, place(pointer, own), row(ofServer, extension, own));
            }
        }
        Map<String, JsonNode> sections = new HashMap<>();
        file.properties().forEach(member -> sections.put(member.getKey(), member.getValue()));
        sections.remove(SERVERS);
        return new PbxDataFile(rows, List.of(), sections);
    }

    /** Before a node is made of each: a short text may have millions. */
    private static void requireFewTokens(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            for (int tokens = 0; parser.nextToken() != null; tokens++) {
                if (tokens == MAX_TOKENS) {
                    throw refused(
                            Response.Status.REQUEST_ENTITY_TOO_LARGE,
                            "the file has more members and values than " + MAX_ROWS + " rows have. Import it in parts");
                }
            }
        }
    }

    /** JSON pointers (RFC 6901). */
    private static Place place(String ofServer, String ofExtension) {
        return column -> switch (column) {
            case PbxDataRow.SERVER -> ofServer + "/" + NAME;
            case PbxDataRow.SERVER_ID -> ofServer + "/" + PbxDataRow.ID;
            default -> ofExtension + "/" + column;
        };
    }

    private static Map<String, String> row(Map<String, String> ofServer, JsonNode extension, String pointer) {
        Map<String, String> values = new HashMap<>(ofServer);
        extension.properties().forEach(member -> {
            String name = member.getKey();
            if (!PbxDataRow.ALL_COLUMNS.contains(name) || ofServer.containsKey(name)) {
                throw refused(pointer + ": an extension has a member that is not one of "
                        + String.join(", ", PbxDataRow.ALL_COLUMNS));
            }
            put(values, name, member.getValue());
        });
        // An extension without a number must not pass for a server alone.
        values.computeIfAbsent(PbxDataRow.EXTENSION, name -> "?");
        return values;
    }

    private static JsonNode list(JsonNode object, String member, String where) {
        JsonNode list = object.get(member);
        if (list == null || !list.isArray()) {
            throw refused(where + " must be an object with a list " + member);
        }
        list.forEach(item -> {
            if (!item.isObject()) {
                throw refused(member + " must be a list of objects");
            }
        });
        return list;
    }

    private static void put(Map<String, String> values, String name, JsonNode value) {
        if (value != null && value.isContainerNode()) {
            throw refused(name + " must be a single value");
        }
        values.put(name, value == null || value.isNull() ? null : value.asText());
    }

    private static void add(List<PbxDataRow> rows, Integer line, Place place, Map<String, String> values) {
        if (rows.size() == MAX_ROWS) {
            throw refused(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE,
                    "the file has more than " + MAX_ROWS + " rows. Import it in parts, each with the first line");
        }
        rows.add(new PbxDataRow(rows.size() + 1, line, place, values));
    }

    private static String text(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw refused(
                        Response.Status.REQUEST_ENTITY_TOO_LARGE, "the file is longer than " + MAX_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refused("the file is not UTF-8 text. Save it as \"CSV UTF-8\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WebApplicationException refused(String text) {
        return refused(Response.Status.BAD_REQUEST, text);
    }

    private static WebApplicationException refused(Response.Status status, String text) {
        return RefusalRenderer.TEXT.thrown(Refusal.of(status, text));
    }
}
