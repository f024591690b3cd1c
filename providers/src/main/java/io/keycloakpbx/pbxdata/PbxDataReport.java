package io.keycloakpbx.pbxdata;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an import has done.
 *
 * @param dryRun whether it was only tried
 * @param committed whether it has been kept
 * @param brokenOff whether it could not come to its end: what is told of rows is not all of them, and nothing is kept
 * @param created the number of rows that made an extension, or a server alone
 * @param updated the number of rows that changed one
 * @param unchanged the number of rows that found everything as they want it
 * @param failed the number of rows that could not be imported
 * @param usersCreated the number of users who were made along with extensions
 * @param ignoredColumns the names of columns that nothing was taken of
 * @param notTaken what of the other parts of the file could not be taken, in words
 * @param rows what came of each row, in the order of the file
 */
@Schema(
        name = "PbxDataReport",
        description = "What an import has done",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "dryRun",
            "committed",
            "brokenOff",
            "created",
            "updated",
            "unchanged",
            "failed",
            "usersCreated",
            "ignoredColumns",
            "notTaken",
            "rows"
        })
public record PbxDataReport(
        boolean dryRun,
        boolean committed,
        boolean brokenOff,
        int created,
        int updated,
        int unchanged,
        int failed,
        int usersCreated,
        List<String> ignoredColumns,
        List<String> notTaken,
        List<Row> rows) {

    /** What came of a row. */
    public enum Result {
        created,
        updated,
        unchanged,
        failed
    }

    /**
     * What came of one row.
     *
     * @param row its number, from 1, without the header and without empty rows
     * @param line the line of the file where it begins, or null where the file is not one of lines
     * @param server its server's name, or null where that is what is wrong
     * @param extension its number, or null for a server alone
     * @param result what came of it
     * @param userCreated whether its user was made along with it
     * @param message why it failed, else null
     */
    @Schema(
            name = "PbxDataRow",
            description = "What came of one row",
            additionalProperties = Schema.False.class,
            requiredProperties = {"row", "result", "userCreated"})
    public record Row(
            int row,
            Integer line,
            String server,
            String extension,
            Result result,
            boolean userCreated,
            String message) {}

    static PbxDataReport of(
            boolean dryRun, boolean committed, List<String> ignoredColumns, List<Row> rows, List<String> notTaken) {
        return of(dryRun, committed, false, ignoredColumns, rows, notTaken);
    }

    /** Of an import that the database, for example, has ended after these rows. */
    static PbxDataReport brokenOff(boolean dryRun, List<String> ignoredColumns, List<Row> rows) {
        return of(dryRun, false, true, ignoredColumns, rows, List.of());
    }

    private static PbxDataReport of(
            boolean dryRun,
            boolean committed,
            boolean brokenOff,
            List<String> ignoredColumns,
            List<Row> rows,
            List<String> notTaken) {
        return new PbxDataReport(
                dryRun,
                committed,
                brokenOff,
                count(rows, Result.created),
                count(rows, Result.updated),
                count(rows, Result.unchanged),
                count(rows, Result.failed),
                (int) rows.stream().filter(Row::userCreated).count(),
                ignoredColumns,
                notTaken,
                rows);
    }

    private static int count(List<Row> rows, Result result) {
        return (int) rows.stream().filter(row -> row.result() == result).count();
    }

    /** The report without its rows, for an answer that has told them one by one. */
    PbxDataReport summary() {
        return new PbxDataReport(
                dryRun,
                committed,
                brokenOff,
                created,
                updated,
                unchanged,
                failed,
                usersCreated,
                ignoredColumns,
                notTaken,
                null);
    }
}
