package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180Parser;
import com.opencsv.exceptions.CsvException;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads files of PBX data. A file that cannot be read as a whole is refused with 400 (413 where it is too long), before
 * anything is written; what is wrong with single rows shows when they are imported.
 */
final class PbxDataReader {

    /** The most rows of a file. */
    static final int MAX_ROWS = 10_000;

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String SERVERS = "servers";
    private static final String EXTENSIONS = "extensions";
    private static final String NAME = "name";

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private PbxDataReader() {}

    static List<PbxDataRow> csv(InputStream body) {
        List<PbxDataRow> rows = new ArrayList<>();
        try (CSVReader reader = new CSVReaderBuilder(new StringReader(text(body)))
                .withCSVParser(new RFC4180Parser())
                .build()) {
            String[] header = reader.readNext();
            List<String> columns = header(header);
            for (String[] line = reader.readNext(); line != null; line = reader.readNext()) {
                if (line.length == 1 && line[0].isEmpty()) {
                    continue;
                }
                if (line.length != columns.size()) {
                    throw refused("line " + reader.getLinesRead() + " has " + line.length + " columns, the header has "
                            + columns.size());
                }
                Map<String, String> values = new HashMap<>();
                for (int i = 0; i < line.length; i++) {
                    values.put(columns.get(i), CsvFormulas.unescape(line[i]));
                }
                add(rows, values);
            }
        } catch (CsvException e) {
            throw refused("line " + e.getLineNumber() + " is not well-formed CSV");
        } catch (IOException e) {
            // What the reader says of quotes that do not end; its own message quotes the text.
            throw refused("the file is not well-formed CSV: a quoted value does not end");
        }
        return rows;
    }

    private static List<String> header(String[] header) {
        if (header == null) {
            throw refused("the file is empty; its first line must name the columns");
        }
        List<String> columns = Arrays.stream(header).map(String::strip).toList();
        if (!PbxDataRow.COLUMNS.containsAll(columns) || new HashSet<>(columns).size() != columns.size()) {
            throw refused(
                    "the first line must name columns of " + String.join(", ", PbxDataRow.COLUMNS) + ", each once");
        }
        if (!columns.contains(PbxDataRow.SERVER) || !columns.contains(PbxDataRow.EXTENSION)) {
            throw refused("the columns server and extension are required");
        }
        return columns;
    }

    static List<PbxDataRow> json(InputStream body) {
        JsonNode file;
        try {
            file = JSON.readTree(text(body));
        } catch (JsonProcessingException e) {
            throw refused("the file is not well-formed JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<PbxDataRow> rows = new ArrayList<>();
        for (JsonNode server : list(file, SERVERS, "the file")) {
            Map<String, String> ofServer = new HashMap<>();
            put(ofServer, PbxDataRow.SERVER, server.get(NAME));
            put(ofServer, PbxDataRow.SERVER_ID, server.get(PbxDataRow.ID));
            JsonNode extensions = server.has(EXTENSIONS) ? list(server, EXTENSIONS, "a server") : null;
            if (extensions == null || extensions.isEmpty()) {
                add(rows, ofServer);
                continue;
            }
            for (JsonNode extension : extensions) {
                add(rows, row(ofServer, extension));
            }
        }
        return rows;
    }

    private static Map<String, String> row(Map<String, String> ofServer, JsonNode extension) {
        if (!extension.isObject()) {
            throw refused("extensions must be a list of objects");
        }
        Map<String, String> values = new HashMap<>(ofServer);
        extension.properties().forEach(member -> {
            String name = member.getKey();
            if (!PbxDataRow.COLUMNS.contains(name) || ofServer.containsKey(name)) {
                throw refused("an extension has a member that is not one of " + String.join(", ", PbxDataRow.COLUMNS));
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

    private static void add(List<PbxDataRow> rows, Map<String, String> values) {
        if (rows.size() == MAX_ROWS) {
            throw refused(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the file has more than " + MAX_ROWS + " rows");
        }
        rows.add(new PbxDataRow(rows.size() + 1, values));
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
            throw refused("the file is not UTF-8 text");
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
