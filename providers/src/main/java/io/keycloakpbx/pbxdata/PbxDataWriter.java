package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import io.keycloakpbx.extension.Extension;
import io.keycloakpbx.extension.ExtensionOwnership;
import io.keycloakpbx.extension.ExtensionProvider;
import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.extension.PbxServer;
import io.keycloakpbx.store.PbxDataSection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes the PBX data of a realm in the forms that {@link PbxDataReader} reads, part by part. */
final class PbxDataWriter {

    private static final int PART = 1000;

    private final PbxDataRequest request;
    private final ExtensionProvider extensions;

    PbxDataWriter(PbxDataRequest request) {
        this.request = request;
        this.extensions = request.extensions();
    }

    /** Every cell is in quotes: a spreadsheet may take another separator for one. */
    void csv(OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CSVWriter csv = new CSVWriter(
                text,
                ICSVWriter.DEFAULT_SEPARATOR,
                ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                "\r\n");
        csv.writeNext(PbxDataRow.COLUMNS.toArray(String[]::new), true);
        for (PbxServer server : extensions.servers(request.realm(), 0, -1)) {
            boolean[] empty = {true};
            forEachExtension(server, values -> {
                empty[0] = false;
                csv.writeNext(line(server, values), true);
            });
            if (empty[0]) {
                csv.writeNext(line(server, Map.of()), true);
            }
        }
        csv.flush();
        text.flush();
    }

    private static String[] line(PbxServer server, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put(PbxDataRow.SERVER, server.name());
        all.put(PbxDataRow.SERVER_ID, server.id());
        return PbxDataRow.COLUMNS.stream()
                .map(column -> CsvFormulas.escape(Objects.toString(all.get(column), "")))
                .toArray(String[]::new);
    }

    void json(OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeArrayFieldStart("servers");
        for (PbxServer server : extensions.servers(request.realm(), 0, -1)) {
            json.writeStartObject();
            json.writeStringField("id", server.id());
            json.writeStringField("name", server.name());
            json.writeArrayFieldStart("extensions");
            forEachExtension(server, values -> {
                json.writeStartObject();
                for (Map.Entry<String, Object> value : values.entrySet()) {
                    json.writeObjectField(value.getKey(), value.getValue());
                }
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        for (Map.Entry<String, PbxDataSection> section : request.sections().entrySet()) {
            json.writeFieldName(section.getKey());
            section.getValue().write(request.realm(), json);
        }
        json.writeEndObject();
        json.flush();
    }

    private interface ExtensionConsumer {

        void accept(Map<String, Object> values) throws IOException;
    }

    private void forEachExtension(PbxServer server, ExtensionConsumer consumer) throws IOException {
        Map<String, ExtensionOwnership> ownerships = extensions.ownerships(request.realm(), server.id()).stream()
                .filter(ownership -> ownership.managingUserId() != null)
                .collect(Collectors.toMap(ExtensionOwnership::extensionId, ownership -> ownership));
        Map<String, String> usernames = request.users()
                .usernamesById(
                        request.realm(),
                        ownerships.values().stream()
                                .map(ExtensionOwnership::managingUserId)
                                .collect(Collectors.toSet()));
        String last = null;
        List<Extension> part;
        do {
            part = extensions.extensions(request.realm(), server.id(), last, PART);
            for (Extension extension : part) {
                ExtensionOwnership ownership = ownerships.get(extension.id());
                String username = ownership == null ? null : usernames.get(ownership.managingUserId());
                consumer.accept(values(extension, username, username != null && ownership.isDefault()));
                last = extension.settings().extension();
            }
        } while (part.size() == PART);
    }

    private static Map<String, Object> values(Extension extension, String username, boolean isDefault) {
        ExtensionSettings settings = extension.settings();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(PbxDataRow.EXTENSION, settings.extension());
        values.put(PbxDataRow.ID, extension.id());
        values.put(PbxDataRow.DISPLAY_NAME, settings.displayName());
        values.put("autoAnswer", settings.autoAnswer());
        values.put(PbxDataRow.PEER, settings.peer());
        values.put("altOriginationMethod", settings.altOriginationMethod());
        values.put("agentName", settings.agentName());
        values.put("agentLocation", settings.agentLocation());
        values.put("agentInterface", settings.agentInterface());
        values.put("agentPenalty", settings.agentPenalty());
        values.put("agentPaused", settings.agentPaused());
        values.put("originatingContextOverride", settings.originatingContextOverride());
        values.put("redirectingContextOverride", settings.redirectingContextOverride());
        values.put("originateTimeoutOverride", settings.originateTimeoutOverride());
        values.put("voiceMailContext", settings.voiceMailContext());
        values.put("voiceMailBox", settings.voiceMailBox());
        values.put(PbxDataRow.MANAGING_USER, username);
        values.put(PbxDataRow.DEFAULT, isDefault);
        return values;
    }
}
