package io.keycloakpbx.benchmarks.tenants;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Checkout;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.DirectoryTree;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.server.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The command behind {@code benchmarks/run tenants}. */
public final class TenantBenchmark {

    private static final PrintStream OUT = System.out;

    /** A server makes two tenants at a time. */
    private static final int WORKERS = 2;

    /** So often both servers are started at each number. */
    private static final int STARTS = 4;

    /** Of so many tenants some are used after each start but the first, when all are. */
    private static final int USED = 300;

    private static final int COLD_ROUNDS = 3;

    /** How many times as many of other requests as tenants are made. */
    private static final int SIGN_INS = 5;

    private static final int REQUESTS = 10;
    private static final int ADMINISTRATIONS = 3;

    /** Enough for the most tenants, so that collections are no more of the work with many than with few. */
    private static final String HEAP = "2g";

    private static final int INDEX_ROWS = 100_000;

    private final Checkout checkout = new Checkout(Path.of(""));
    private final Path target = Path.of("benchmarks/target").toAbsolutePath();
    private final int fewest;
    private final List<Integer> stages;
    private final int rounds;

    private TenantBenchmark(List<Integer> numbers, int rounds) {
        this.fewest = numbers.get(0);
        this.stages = numbers.subList(1, numbers.size());
        this.rounds = rounds;
    }

    /**
     * Measures from the checkout in the current directory. The script has checked the options already, but for the order of the
     * numbers.
     *
     * @param args numbers of tenants, separated by commas; how often tenants are made and deleted after each start
     */
    public static void main(String[] args) {
        List<Integer> numbers =
                Arrays.stream(args[0].split(",")).map(Integer::valueOf).toList();
        if (numbers.size() < 2
                || !numbers.equals(numbers.stream().distinct().sorted().toList())) {
            System.err.println("--tenants takes two numbers or more, each greater than the one before");
            System.exit(2);
        }
        try {
            System.exit(new TenantBenchmark(numbers, Integer.parseInt(args[1])).run() ? 0 : 1);
        } catch (IOException | ServerException | IllegalStateException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Whether every ratio is within its goal. */
    private boolean run() throws IOException {
        Path data = target.resolve("tenants");
        DirectoryTree.delete(data);
        Measured measured = new Measured(fewest, target.resolve("results"));
        ObjectNode template = (ObjectNode) new ObjectMapper()
                .readTree(checkout.root()
                        .resolve("realm-config/template/tenant-realm.json")
                        .toFile());
        try (Distribution distribution = install();
                Database few = Database.Kind.POSTGRES.open(data.resolve("few"));
                Database many = Database.Kind.POSTGRES.open(data.resolve("many"));
                KeycloakServer staying = start(distribution, few, data.resolve("few.log"));
                KeycloakServer growing = start(distribution, many, data.resolve("many.log"))) {
            Site small = new Site(staying, few, false);
            Site large = new Site(growing, many, true);
            fill(small, fewest);
            for (int stage : stages) {
                fill(large, stage);
                measure(measured, new Requests(template), stage, List.of(small, large));
            }
        }
        return new TenantReport(OUT, target.resolve("results"), measured)
                .write("Keycloak " + checkout.keycloakVersion() + ", PostgreSQL, two servers on "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, one request at a time, "
                        + KeycloakServer.MANY_TENANTS.values().iterator().next()
                        + " entries in the cache of realms, a heap of " + HEAP);
    }

    private void measure(Measured measured, Requests requests, int stage, List<Site> sites) {
        Map<Site, Double> seconds = new HashMap<>();
        Rounds of = new Rounds(requests, measured, stage, sites, rounds);
        for (int start = 1; start <= STARTS; start++) {
            OUT.println("Measuring at " + fewest + " and at " + stage + " tenants, start " + start + " of " + STARTS);
            sites.forEach(site -> seconds.merge(site, Sizes.restart(site), Math::min));
            of.begin(start);
            if (start == 1) {
                sites.forEach(site -> use(requests, site, stage));
                of.measureCold(Work.LOOK_UP_COLD, COLD_ROUNDS);
                of.measureCold(Work.SIGN_IN_COLD, COLD_ROUNDS);
                // The caches are empty now, and a server's code is compiled as it is used.
                sites.forEach(site -> use(requests, site, stage));
                sites.forEach(site -> measured.add(sizes(stage, site, seconds.get(site))));
            } else {
                sites.forEach(site -> use(requests, site, Math.min(USED, stage)));
            }
            of.measure(Work.LOOK_UP, rounds * REQUESTS);
            of.measure(Work.LOOK_UP_UNKNOWN, rounds * REQUESTS);
            of.measure(Work.SIGN_IN, rounds * SIGN_INS);
            sites.forEach(Site::forgetRefreshTokens);
            of.measure(Work.REFRESH, rounds * REQUESTS);
            of.measure(Work.SEARCH, rounds * REQUESTS);
            of.measure(Work.LIST, rounds * ADMINISTRATIONS);
            of.measure(Work.READ, rounds * ADMINISTRATIONS);
            of.measure(Work.WRITE, rounds * ADMINISTRATIONS);
            of.makeAndDelete();
        }
        if (stage == stages.get(stages.size() - 1)) {
            Site large = sites.get(1);
            large.sql(
                    "insert into PBX_SIP_DOMAIN (SIP_DOMAIN, REALM_ID, PRIMARY_DOMAIN)"
                            + " select 'row' || i || '.example.test', (select ID from REALM where NAME = ?), false"
                            + " from generate_series(1, ?) i",
                    large.tenants().get(0).realm(),
                    INDEX_ROWS - stage);
            large.sql("analyze PBX_SIP_DOMAIN");
            of.measure(Work.LOOK_UP_IN_100000, rounds * REQUESTS);
        }
    }

    private static Size sizes(int stage, Site site, double startSeconds) {
        return new Size(
                stage, site.isGrown(), startSeconds, Sizes.heap(site), Sizes.resident(site), Sizes.cacheEntries(site));
    }

    /**
     * So many tenants once, by a sign-in and by either look-up, of which each reads something that the others do not; where there are
     * fewer, these more than once: both servers have done the same work then.
     */
    private static void use(Requests requests, Site site, int times) {
        List<Tenant> tenants = site.use(times);
        List<BiFunction<Site, Tenant, Call>> uses = List.of(
                requests.of(Work.SIGN_IN, Side.BUNDLE),
                requests.of(Work.LOOK_UP, Side.BUNDLE),
                requests.of(Work.LOOK_UP, Side.STOCK));
        inParallel(times, i -> uses.forEach(use -> site.time(use.apply(site, tenants.get(i % tenants.size())))));
    }

    private void fill(Site site, int number) {
        int there = site.tenants().size();
        OUT.println("Making " + (number - there) + " tenants");
        inParallel(number - there, i -> site.add(String.format("t%06d.example.test", there + i)));
    }

    private static void inParallel(int number, Consumer<Integer> work) {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            List<? extends Future<?>> all = IntStream.range(0, number)
                    .mapToObj(i -> workers.submit(() -> work.accept(i)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private Distribution install() {
        Map<String, String> options = new HashMap<>(KeycloakServer.BUILD_OPTIONS);
        options.put("db", Database.Kind.POSTGRES.vendor());
        String version = checkout.keycloakVersion();
        return Distribution.install(
                checkout.archive(version),
                checkout.jars(),
                options,
                target.resolve("keycloak").resolve(version + "-postgres"),
                OUT::println);
    }

    private static KeycloakServer start(Distribution distribution, Database database, Path log) {
        OUT.println("Starting Keycloak");
        return KeycloakServer.on(distribution, database)
                .options(KeycloakServer.MANY_TENANTS)
                .environment("JAVA_OPTS_KC_HEAP", "-Xms" + HEAP + " -Xmx" + HEAP)
                .log(log)
                .start();
    }
}
