package io.keycloakpbx.benchmarks;

import io.keycloakpbx.server.Checkout;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.DirectoryTree;
import io.keycloakpbx.server.Distribution;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.server.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The command behind {@code benchmarks/run}: one server, one comparison after the other, and a report. */
public final class Benchmarks {

    /** What can be measured, in the order of the report. */
    private static final Map<String, Function<Site, Comparison>> COMPARISONS = comparisons();

    /** They fill tables by SQL while the server runs. */
    private static final Set<String> ON_POSTGRES = Set.of(
            "extension-list",
            "permission-list",
            "group-list",
            "security-data-user",
            "security-data-user-by-name",
            "security-data-user-by-prefix",
            "security-data-user-with-count",
            "security-data-user-sql",
            "security-data-user-by-name-sql",
            "security-data-user-by-prefix-sql",
            "security-data-user-with-count-sql",
            "key-generate-1m",
            "key-validate-1m");

    private static final int[] CLIENTS = {1, 8};

    /** The fewest. Even, so that either side is as often the first of its round. */
    private static final int ROUNDS = 12;

    /** There are more rounds than that as soon as their slices would be longer: the more, the less a median moves. */
    private static final Duration SLICE = Duration.ofSeconds(2);

    /** Before those that count. */
    private static final int WARM_UP_ROUNDS = 4;

    /** Security keys have a limit for each caller; here all calls are one caller's. */
    private static final String KEY_CALLS = "spi-realm-restapi-extension--security-keys--calls-per-minute";

    private static final PrintStream OUT = System.out;

    private final Checkout checkout = new Checkout(Path.of(""));
    private final Path target = Path.of("benchmarks/target").toAbsolutePath();
    private final Database.Kind kind;
    private final Duration underLoad;
    private final List<String> names;

    private Benchmarks(Database.Kind kind, Duration underLoad, List<String> names) {
        this.kind = kind;
        this.underLoad = underLoad;
        this.names = names;
    }

    private static Map<String, Function<Site, Comparison>> comparisons() {
        Map<String, Function<Site, Comparison>> comparisons = new LinkedHashMap<>();
        comparisons.put("sign-in", SignInComparison::new);
        comparisons.put("sign-in-attacked", AttackComparison::new);
        comparisons.put("info", InfoComparison::new);
        comparisons.put("managing-user", ManagingUserComparison::new);
        comparisons.put("extension-claim", ExtensionClaimComparison::new);
        comparisons.put("extension-list", ExtensionListComparison::new);
        comparisons.put("permission-claim", PermissionClaimComparison::new);
        comparisons.put("permission-list", PermissionListComparison::new);
        comparisons.put("group-list", GroupListComparison::new);
        comparisons.put("refresh-address-lock", RefreshAddressLockComparison::new);
        comparisons.put("sign-up", SignUpComparison::new);
        comparisons.put("security-data-sign-in", SecurityDataSignInComparison::new);
        for (SecurityDataUserComparison.Page page : SecurityDataUserComparison.Page.values()) {
            String name = "security-data-user" + page.suffix();
            comparisons.put(name, site -> new SecurityDataUserComparison(site, page));
            comparisons.put(name + "-sql", site -> new SecurityDataSqlComparison(site, page));
        }
        comparisons.put("sts-issue", TrustIssueComparison::new);
        comparisons.put("sts-validate", TrustValidateComparison::new);
        comparisons.put("swt-login", TokenLoginComparison::new);
        comparisons.put("wrap", site -> new WrapComparison(site, false));
        comparisons.put("wrap-distinct", site -> new WrapComparison(site, true));
        comparisons.put("key-generate", KeyGenerateComparison::new);
        comparisons.put("key-validate", KeyValidateComparison::new);
        comparisons.put("key-generate-1m", site -> new KeyGenerateComparison(StoredKeys.fill(site)));
        comparisons.put("key-validate-1m", site -> new KeyValidateComparison(StoredKeys.fill(site)));
        return comparisons;
    }

    /**
     * Measures from the checkout in the current directory. The script has checked the options already, but for the names.
     *
     * @param args kind of database, seconds under load, names of comparisons
     */
    public static void main(String[] args) {
        List<String> names = Arrays.asList(args).subList(2, args.length);
        if (!COMPARISONS.keySet().containsAll(names)) {
            System.err.println("The comparisons are: " + String.join(", ", COMPARISONS.keySet()));
            System.exit(2);
        }
        Database.Kind kind = Database.Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
        if (kind != Database.Kind.POSTGRES && names.stream().anyMatch(ON_POSTGRES::contains)) {
            System.err.println("With --db postgres only: " + String.join(", ", new TreeSet<>(ON_POSTGRES)));
            System.exit(2);
        }
        List<String> all = COMPARISONS.keySet().stream()
                .filter(name -> kind == Database.Kind.POSTGRES || !ON_POSTGRES.contains(name))
                .toList();
        Benchmarks benchmarks =
                new Benchmarks(kind, Duration.ofSeconds(Integer.parseInt(args[1])), names.isEmpty() ? all : names);
        try {
            System.exit(benchmarks.run() ? 0 : 1);
        } catch (IOException | ServerException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Whether every request was answered as it should be. */
    private boolean run() throws IOException {
        Path data = target.resolve("server");
        DirectoryTree.delete(data);
        DirectoryTree.delete(target.resolve("gatling"));
        Gatling gatling = new Gatling(Files.createDirectories(target.resolve("gatling")));
        Report report = new Report(OUT, target.resolve("results"));
        try (Distribution distribution = install();
                Database database = kind.open(data);
                KeycloakServer server = start(distribution, database, data)) {
            Duration each = underLoad.dividedBy(names.size());
            Site site = new Site(server.baseUrl(), database, each);
            takePlainHttp(new TenantApi(site));
            for (String name : names) {
                OUT.println("Measuring " + name + " for " + each.toSeconds() + " s");
                report.add(measure(name, COMPARISONS.get(name).apply(site), gatling, each));
            }
        }
        return report.write("Keycloak " + checkout.keycloakVersion() + ", " + kind.vendor() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors for server and load, "
                + rounds(underLoad.dividedBy(names.size())) + " rounds");
    }

    /** How many rounds are measured in a time. */
    private static int rounds(Duration time) {
        long round = SLICE.multipliedBy(2L * CLIENTS.length).toMillis();
        int possible = Math.toIntExact(time.toMillis() / round) - WARM_UP_ROUNDS;
        return Math.max(ROUNDS, possible / 2 * 2);
    }

    /** Requests come from an address of the Internet, and without the TLS of a proxy. */
    private static void takePlainHttp(TenantApi api) {
        String admin = api.adminToken();
        List.of("master", "acme", "globex")
                .forEach(realm -> api.put(admin, "/admin/realms/" + realm, Map.of("sslRequired", "none")));
    }

    private Distribution install() {
        Map<String, String> options = new HashMap<>(KeycloakServer.BUILD_OPTIONS);
        options.put("db", kind.vendor());
        String version = checkout.keycloakVersion();
        return Distribution.install(
                checkout.archive(version),
                checkout.jars(),
                options,
                target.resolve("keycloak").resolve(version + "-" + kind.name().toLowerCase(Locale.ROOT)),
                OUT::println);
    }

    private KeycloakServer start(Distribution distribution, Database database, Path data) {
        OUT.println("Starting Keycloak");
        return KeycloakServer.on(distribution, database)
                .importing(checkout.demoRealms())
                .option("proxy-headers", "xforwarded")
                .option(KEY_CALLS, "0")
                .log(data.resolve("server.log"))
                .start();
    }

    /**
     * Both sides take turns every second or so, so that what drifts (compiled code, the growing number of sessions, other
     * work on the machine) meets both alike.
     */
    private static List<Measurement> measure(String name, Comparison comparison, Gatling gatling, Duration time) {
        List<Slice> slices = new ArrayList<>();
        int rounds = WARM_UP_ROUNDS + rounds(time);
        for (int round = 0; round < rounds; round++) {
            for (int clients : CLIENTS) {
                slices.add(new Slice(Side.values()[round % 2], clients, round));
                slices.add(new Slice(Side.values()[(round + 1) % 2], clients, round));
            }
        }
        gatling.run(new ComparisonSimulation.Load(comparison, slices, time.dividedBy(slices.size())));
        List<Slice> measured =
                slices.stream().filter(slice -> slice.round() >= WARM_UP_ROUNDS).toList();
        if (measured.stream().anyMatch(slice -> slice.requests() == 0)) {
            throw new IllegalStateException("The time was too short for " + name + ": raise --seconds");
        }
        return Arrays.stream(CLIENTS)
                .mapToObj(clients -> new Measurement(
                        name,
                        clients,
                        measured.stream()
                                .filter(slice -> slice.clients() == clients)
                                .toList(),
                        comparison.isJudgedByTail()))
                .toList();
    }
}
