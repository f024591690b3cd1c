package io.keycloakpbx.tenant;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What has come of one line of a bulk run, on a line of the answer.
 *
 * @param line the number of the line in the request's body, from 1
 * @param sipDomain the tenant's primary SIP domain; as it was sent where the line is refused, or null where it has none that
 *     can be read
 * @param status what has come of it
 * @param httpStatus the status that {@code POST} would have had, where the line is refused, else null
 * @param error why it is refused, in the words of {@code POST}; of a tenant that has been made, what did not work afterwards;
 *     else null
 * @param tenant the tenant; null where the line is refused, and where it is there already and the caller may not view it
 * @param clients the secrets of its confidential clients, by client id, where it has been made now, else null
 * @param administrator its first administrator, where it has been made now with one, else null
 * @param done how many lines are done, this one included
 * @param of how many there are
 * @param seconds how long the run has taken until now
 */
@Schema(
        name = "BulkLine",
        description = "What has come of one line",
        additionalProperties = Schema.False.class,
        requiredProperties = {"line", "status", "done", "of", "seconds"})
record BulkLineRepresentation(
        @Schema(minimum = "1") int line,
        String sipDomain,
        @Schema(
                        type = SchemaType.STRING,
                        enumeration = {"created", "exists", "refused"})
                Status status,
        @Schema(description = "The status that a creation of its own would have had") Integer httpStatus,
        String error,
        TenantRepresentation tenant,
        @Schema(description = "The secrets of its confidential clients, by client id") Map<String, String> clients,
        AdministratorRepresentation administrator,
        int done,
        int of,
        double seconds) {

    /** What can come of a line. */
    enum Status {
        /** The tenant has been made; of a dry run: would be. */
        created,
        /** A tenant of this SIP domain and realm name is there, whatever else it has. */
        exists,
        /** There is no such tenant, and none has been made. */
        refused
    }

    static BulkLineRepresentation created(TenantLine line, CreatedTenantRepresentation made, String error) {
        return new BulkLineRepresentation(
                line.number(),
                made.tenant().sipDomain(),
                Status.created,
                null,
                error,
                made.tenant(),
                made.clients(),
                made.administrator(),
                0,
                0,
                0);
    }

    /** @param tenant null where the caller may not view it */
    static BulkLineRepresentation exists(TenantLine line, String sipDomain, TenantRepresentation tenant) {
        return new BulkLineRepresentation(
                line.number(), sipDomain, Status.exists, null, null, tenant, null, null, 0, 0, 0);
    }

    static BulkLineRepresentation refused(TenantLine line, String sipDomain, int httpStatus, String error) {
        return new BulkLineRepresentation(
                line.number(), sipDomain, Status.refused, httpStatus, error, null, null, null, 0, 0, 0);
    }

    BulkLineRepresentation at(int nowDone, int ofAll, double secondsUntilNow) {
        return new BulkLineRepresentation(
                line,
                sipDomain,
                status,
                httpStatus,
                error,
                tenant,
                clients,
                administrator,
                nowDone,
                ofAll,
                secondsUntilNow);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "BulkLineRepresentation[" + line + ", " + status + "]";
    }
}
