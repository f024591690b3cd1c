package io.keycloakpbx.benchmarks.tenants;

/**
 * One request.
 *
 * @param stage how many tenants the growing server had meanwhile
 * @param start which start of the server it was, at this stage
 * @param grown whether it is of the growing server; otherwise of the one with the fewest
 * @param millis how long it took, or the processor time that it took
 */
record Sample(int stage, int start, boolean grown, Work work, Side side, double millis) {}
