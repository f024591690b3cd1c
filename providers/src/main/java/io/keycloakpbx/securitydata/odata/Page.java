package io.keycloakpbx.securitydata.odata;

import java.util.List;

/**
 * A page of a set.
 *
 * @param entities what is on it
 * @param count how many the filter lets through in all; null where the request did not ask
 * @param nextLink where the next page is, relative to the base URL; null where there is none
 * @param <R> what an entity is read into
 */
public record Page<R>(List<R> entities, Long count, String nextLink) {}
