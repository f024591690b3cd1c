package io.keycloakpbx.usergroup;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which page of a list an answer has.
 *
 * @param resultsPerPage how many a page has, also where the last one has fewer
 */
@Schema(
        name = "SipXcomMetadata",
        additionalProperties = Schema.False.class,
        requiredProperties = {"totalResults", "currentPage", "totalPages", "resultsPerPage"})
record MetadataRepresentation(long totalResults, int currentPage, int totalPages, long resultsPerPage) {}
