package io.keycloakpbx.benchmarks;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;

/**
 * A piece of work that the bundle does, and the stock Keycloak request that it is measured against. An instance is made
 * just before it is measured: what both sides need on the server, its constructor puts there.
 *
 * <p>The requests are built inside a simulation, so Gatling's language is for {@link #bundle()} and {@link #stock()} only.
 * Each must fail on an answer that is not the wanted one: refusals are fast.
 */
interface Comparison {

    /** The bundle's request. */
    HttpRequestActionBuilder bundle();

    /** The stock request. */
    HttpRequestActionBuilder stock();

    /** What further clients do meanwhile, each again and again. It is not measured. */
    default List<ChainBuilder> beside(Side side) {
        return List.of();
    }

    /** Whether what counts is how long the slowest answers take, rather than how many come. */
    default boolean isJudgedByTail() {
        return false;
    }
}
