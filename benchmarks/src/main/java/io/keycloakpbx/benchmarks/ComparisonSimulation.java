package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The slices of a comparison, one after the other in one Gatling run. A client sends its next request when it has the
 * answer to the last. Public and without parameters because Gatling makes it.
 */
public final class ComparisonSimulation extends Simulation {

    /** An address from which failed sign-ins count, as those from loopback do not. */
    static final String CLIENT = "198.51.100.7";

    private static final String SENT = "sent";

    private static volatile Load next;

    /** What the next simulation is to do. */
    record Load(Comparison comparison, List<Slice> slices, Duration slice) {}

    public ComparisonSimulation() {
        Load load = next;
        List<PopulationBuilder> rest = List.of();
        for (int i = load.slices().size() - 1; i >= 0; i--) {
            List<PopulationBuilder> slice = populations(load, load.slices().get(i), i);
            if (!rest.isEmpty()) {
                slice.set(0, slice.get(0).andThen(rest));
            }
            rest = slice;
        }
        // Connections outlive a slice as they do behind a proxy, which tells whose requests they are.
        setUp(rest).protocols(http.disableCaching().shareConnections().header("X-Forwarded-For", CLIENT));
    }

    static void prepare(Load load) {
        next = load;
    }

    /** The measured clients first, then those beside them. */
    private static List<PopulationBuilder> populations(Load load, Slice slice, int index) {
        List<PopulationBuilder> populations = new ArrayList<>();
        populations.add(population(load, slice, index));
        for (ChainBuilder beside : load.comparison().beside(slice.side())) {
            populations.add(scenario("Client " + populations.size() + " beside slice " + index)
                    .during(load.slice(), false)
                    .on(exec(beside).exec(session -> session.markAsSucceeded()))
                    .injectOpen(atOnceUsers(1)));
        }
        return populations;
    }

    private static PopulationBuilder population(Load load, Slice slice, int index) {
        Comparison comparison = load.comparison();
        HttpRequestActionBuilder request = slice.side() == Side.BUNDLE ? comparison.bundle() : comparison.stock();
        // Gatling's own clock counts whole milliseconds, more than some of the requests take.
        ChainBuilder timed = exec(session -> session.set(SENT, System.nanoTime()))
                .exec(request.check(status().in(200, 201)))
                .exec(session -> {
                    slice.add(session.getLong(SENT), System.nanoTime(), session.isFailed());
                    return session.markAsSucceeded();
                });
        // The last request is waited for: without it the slow ones would be missing.
        return scenario(slice.side().title() + " " + slice.clients() + " clients, slice " + index)
                .during(load.slice(), false)
                .on(timed)
                .injectOpen(atOnceUsers(slice.clients()));
    }
}
