package io.keycloakpbx.pbxdata;

import java.util.List;

/**
 * A file of PBX data that has been read.
 *
 * @param rows its rows
 * @param ignoredColumns the names of columns that nothing is taken of
 */
record PbxDataFile(List<PbxDataRow> rows, List<String> ignoredColumns) {}
