package io.keycloakpbx.benchmarks.tenants;

/**
 * What a server takes by being there.
 *
 * @param stage how many tenants the growing server had meanwhile
 * @param grown whether it is of the growing server; otherwise of the one with the fewest
 * @param startSeconds from the start of the process until it was ready, at the first start that was measured
 * @param heapMegabytes after a collection, when each tenant had been used
 * @param residentMegabytes of its process then; 0 where the system does not tell
 * @param cacheEntries of realms then, as Keycloak's metrics estimate them; 0 where they do not
 */
record Size(
        int stage,
        boolean grown,
        double startSeconds,
        double heapMegabytes,
        double residentMegabytes,
        long cacheEntries) {}
