package io.keycloakpbx.tenant;

import java.time.Instant;

/**
 * What an overview of a tenant may tell its reader.
 *
 * @param users whether the reader may view the tenant's users, and so what is kept of them
 * @param everyUser whether permissions hide no user from the reader, so that users may be counted
 * @param events whether the reader may view the tenant's events
 * @param since from when on events are counted
 */
public record FiguresQuery(boolean users, boolean everyUser, boolean events, Instant since) {}
