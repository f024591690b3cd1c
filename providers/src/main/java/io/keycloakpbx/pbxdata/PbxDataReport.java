package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.extension.PbxUserName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param withdrawn the number of extensions that are taken from somebody
 * @param withdrawals the first hundred of them, in the order of the file
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
            "withdrawn",
            "withdrawals",
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
        int withdrawn,
        @Schema(maxItems = MAX_WITHDRAWALS) List<Withdrawal> withdrawals,
        List<String> ignoredColumns,
        List<String> notTaken,
        List<Row> rows) {

    private static final int MAX_WITHDRAWALS = 100;

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

    /**
     * An extension that is taken from somebody.
     *
     * @param server its server's name
     * @param extension its number
     * @param from who has it, or had it
     * @param to who gets it, or null for nobody
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "PbxDataWithdrawal",
            description = "An extension that is taken from somebody",
            additionalProperties = Schema.False.class,
            requiredProperties = {"server", "extension", "from", "to"})
    public record Withdrawal(String server, String extension, Owner from, @Schema(nullable = true) Owner to) {

        private Withdrawal named(Map<String, PbxUserName> names) {
            return new Withdrawal(server, extension, from.named(names), to == null ? null : to.named(names));
        }
    }

    /**
     * Who has an extension, or is to have it.
     *
     * @param id the Keycloak id
     * @param username the user name, or null where the user is gone
     * @param displayName the name for people, or null likewise
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "PbxDataOwner",
            description = "Who has an extension, or is to have it",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "username", "displayName"})
    public record Owner(
            String id, @Schema(nullable = true) String username, @Schema(nullable = true) String displayName) {

        /** A user, with the name if there is one for the caller. */
        static Owner of(String id, PbxUserName name) {
            return name == null ? new Owner(id, null, null) : new Owner(id, name.username(), name.displayName());
        }

        private Owner named(Map<String, PbxUserName> names) {
            PbxUserName name = names.get(id);
            return name == null ? this : of(id, name);
        }
    }

    /** Of an import that has come to its end; of the withdrawals all are counted. */
    static PbxDataReport of(
            boolean dryRun,
            boolean committed,
            List<String> ignoredColumns,
            List<Row> rows,
            List<Withdrawal> withdrawals,
            List<String> notTaken) {
        return of(dryRun, committed, false, ignoredColumns, rows, withdrawals, notTaken);
    }

    /** Of an import that the database, for example, has ended after these rows. */
    static PbxDataReport brokenOff(boolean dryRun, List<String> ignoredColumns, List<Row> rows) {
        return of(dryRun, false, true, ignoredColumns, rows, List.of(), List.of());
    }

    private static PbxDataReport of(
            boolean dryRun,
            boolean committed,
            boolean brokenOff,
            List<String> ignoredColumns,
            List<Row> rows,
            List<Withdrawal> withdrawals,
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
                withdrawals.size(),
                withdrawals.stream().limit(MAX_WITHDRAWALS).toList(),
                ignoredColumns,
                notTaken,
                rows);
    }

    private static int count(List<Row> rows, Result result) {
        return (int) rows.stream().filter(row -> row.result() == result).count();
    }

    /** The users whom the withdrawals are about. */
    List<String> owners() {
        return withdrawals.stream()
                .flatMap(withdrawal -> Stream.of(withdrawal.from(), withdrawal.to()))
                .filter(Objects::nonNull)
                .map(Owner::id)
                .distinct()
                .toList();
    }

    /** The report with these names of users. */
    PbxDataReport named(Map<String, PbxUserName> names) {
        return with(
                withdrawals.stream().map(withdrawal -> withdrawal.named(names)).toList(), rows);
    }

    /** The report without its rows, for an answer that has told them one by one. */
    PbxDataReport summary() {
        return with(withdrawals, null);
    }

    /** The numbers alone, for an event beside those of single extensions. */
    PbxDataReport numbers() {
        return with(null, null);
    }

    private PbxDataReport with(List<Withdrawal> withdrawals, List<Row> rows) {
        return new PbxDataReport(
                dryRun,
                committed,
                brokenOff,
                created,
                updated,
                unchanged,
                failed,
                usersCreated,
                withdrawn,
                withdrawals,
                ignoredColumns,
                notTaken,
                rows);
    }
}
