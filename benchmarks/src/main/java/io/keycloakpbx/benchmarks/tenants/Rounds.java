package io.keycloakpbx.benchmarks.tenants;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One request after the other, by one client. Both servers take turns, and so do both sides; which comes first changes with each
 * round.
 */
final class Rounds {

    /**
     * How long one side may take of a server for one work after a start; a request that has begun is waited for. What has taken longer is
     * not measured after later starts.
     */
    private static final Duration MOST = Duration.ofMinutes(2);

    /** But so many are measured, however long they take. */
    private static final int LEAST = 3;

    /** Before those that count. Making and deleting has to be warm, too. */
    private static final int WARM_UP = 15;

    /** These of a server's measurements are not counted, even when it is warm. */
    private static final int DROPPED = 3;

    private static final int COLD_TENANTS = 10;

    private final Requests requests;
    private final Measured measured;
    private final int stage;
    private final List<Site> sites;
    private final int rounds;
    private final Map<Spent, Long> spent = new HashMap<>();
    private final Set<Spent> slow = new HashSet<>();
    private int start;

    /**
     * @param stage how many tenants the growing server has
     * @param rounds how often tenants are made and deleted after each start; other requests are many times as many
     */
    Rounds(Requests requests, Measured measured, int stage, List<Site> sites, int rounds) {
        this.requests = requests;
        this.measured = measured;
        this.stage = stage;
        this.sites = sites;
        this.rounds = rounds;
    }

    private record Spent(Work work, Side side, Site site) {}

    /** What follows is measured after another start of the servers, the first being 1. */
    void begin(int start) {
        this.start = start;
        spent.forEach((of, nanos) -> {
            if (nanos > MOST.toNanos()) {
                slow.add(of);
            }
        });
        spent.clear();
    }

    /** Makes and deletes tenants, and realms beside them. */
    void makeAndDelete() {
        for (int i = 0; i < WARM_UP; i++) {
            String name = "warm" + i + ".example.test";
            for (Site site : inTurn(i)) {
                site.time(requests.make(site, Side.BUNDLE, name));
                site.time(requests.delete(site, Side.BUNDLE, name));
            }
        }
        for (int i = 0; i < DROPPED + rounds; i++) {
            for (Side side : sidesInTurn(i)) {
                String name = "made" + i + "-" + side.key() + ".example.test";
                for (Site site : inTurn(i)) {
                    Spent of = new Spent(Work.MAKE, side, site);
                    if (isMeasured(of, i, DROPPED)) {
                        long nanos = processor(site, side, Work.MAKE, Work.MAKE_CPU, requests.make(site, side, name), i)
                                + processor(
                                        site, side, Work.DELETE, Work.DELETE_CPU, requests.delete(site, side, name), i);
                        spent.merge(of, nanos, Long::sum);
                    }
                }
            }
        }
    }

    private boolean isMeasured(Spent of, int round, int dropped) {
        return !slow.contains(of) && (spent.getOrDefault(of, 0L) <= MOST.toNanos() || round < dropped + LEAST);
    }

    private long processor(Site site, Side side, Work wall, Work processor, Call call, int round) {
        Duration before = site.server().processorTime();
        long nanos = site.time(call);
        Duration after = site.server().processorTime();
        if (round >= DROPPED) {
            add(site, wall, side, nanos);
            add(site, processor, side, after.minus(before).toNanos());
        }
        return nanos;
    }

    /** Sends a request to tenants by chance. */
    void measure(Work work, int times) {
        int dropped = Math.min(DROPPED, times);
        for (int i = 0; i < dropped + times; i++) {
            for (Side side : sidesInTurn(i)) {
                BiFunction<Site, Tenant, Call> request = requests.of(work, side);
                if (request == null) {
                    continue;
                }
                for (Site site : inTurn(i)) {
                    Spent of = new Spent(work, side, site);
                    if (!isMeasured(of, i, dropped)) {
                        continue;
                    }
                    long nanos = site.time(request.apply(site, site.any()));
                    spent.merge(of, nanos, Long::sum);
                    if (i >= dropped) {
                        add(site, work, side, nanos);
                    }
                }
            }
        }
    }

    /** Sends a request to tenants of which no cache of the server has anything. */
    void measureCold(Work work, int times) {
        for (int i = 0; i < times; i++) {
            for (Side side : sidesInTurn(i)) {
                for (Site site : inTurn(i)) {
                    forget(site);
                    for (Tenant tenant : site.some(COLD_TENANTS)) {
                        add(site, work, side, site.time(requests.of(work, side).apply(site, tenant)));
                    }
                }
            }
        }
    }

    private static void forget(Site site) {
        for (String cache : List.of("realm", "user", "keys")) {
            site.time(new Call(
                    site.admin("/admin/realms/master/clear-" + cache + "-cache")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    204));
        }
    }

    private void add(Site site, Work work, Side side, long nanos) {
        measured.add(new Sample(stage, start, site.isGrown(), work, side, nanos / 1e6));
    }

    private List<Site> inTurn(int round) {
        return round % 2 == 0 ? sites : List.of(sites.get(1), sites.get(0));
    }

    private static List<Side> sidesInTurn(int round) {
        return round / 2 % 2 == 0 ? List.of(Side.BUNDLE, Side.STOCK) : List.of(Side.STOCK, Side.BUNDLE);
    }
}
