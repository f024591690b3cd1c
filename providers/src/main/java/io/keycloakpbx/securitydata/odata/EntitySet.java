package io.keycloakpbx.securitydata.odata;

/**
 * A set of entities as one request sees it.
 *
 * @param type what they are like
 * @param source where they come from
 * @param <R> what an entity is read into
 */
public record EntitySet<R>(EntityType<R> type, Source<R> source) {}
