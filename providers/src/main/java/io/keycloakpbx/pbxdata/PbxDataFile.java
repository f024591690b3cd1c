package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A file of PBX data that has been read.
 *
 * @param rows its rows
 * @param ignoredColumns the names of columns that nothing is taken of
 * @param sections what it has for other parts of the PBX, by the names of the parts
 */
record PbxDataFile(List<PbxDataRow> rows, List<String> ignoredColumns, Map<String, JsonNode> sections) {

    /** One of rows alone. */
    PbxDataFile(List<PbxDataRow> rows, List<String> ignoredColumns) {
        this(rows, ignoredColumns, Map.of());
    }
}
