package io.keycloakpbx.tenant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The last line of the answer to a bulk run.
 *
 * @param dryRun whether nothing was made, only looked at
 * @param lines how many lines had something on them
 * @param created how many tenants have been made
 * @param exists how many were there already
 * @param refused how many lines have been refused
 * @param untried how many have not been looked at, as the run has been stopped
 * @param seconds how long it took
 * @param perSecond how many lines were done in a second
 * @param stopped why the run has been stopped, or null
 */
@Schema(
        name = "BulkSummary",
        description = "The last line of the answer",
        additionalProperties = Schema.False.class,
        requiredProperties = {"dryRun", "lines", "created", "exists", "refused", "untried", "seconds", "perSecond"})
record BulkSummaryRepresentation(
        boolean dryRun,
        int lines,
        int created,
        int exists,
        int refused,
        int untried,
        double seconds,
        double perSecond,
        String stopped) {}
