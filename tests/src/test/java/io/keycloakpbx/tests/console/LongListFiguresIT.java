package io.keycloakpbx.tests.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.DirectoryTree;
import io.keycloakpbx.server.KeycloakServer;
import io.keycloakpbx.tests.Borrowed;
import io.keycloakpbx.tests.Installation;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.Timings;
import io.keycloakpbx.tests.browser.Visitor;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long long lists take where nothing else runs: the tenants of a database that {@code benchmarks/run tenants} has left,
 * and in the first of them 10,000 extensions and 100,000 people. A list is drawn within a second, or the test fails. The
 * figures are left in {@code tests/target/long-lists}; see docs/performance.md.
 */
@OnKeycloak
@WithBrowser
@EnabledIfSystemProperty(named = "pbx.lists.database", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongListFiguresIT {

    private static final Path DIRECTORY = Settings.CHECKOUT.root().resolve("tests/target/long-lists");

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int ROUNDS = 21;
    private static final int WARM_UP = 10;
    private static final int DRAWN = 11;

    /** The console asks for all realms when it begins: Keycloak reads each. */
    private static final double TIMEOUT_MILLISECONDS = 300_000;

    /** The name of the tenant that gets the rows, the first of all. */
    private static final String TENANT =
            "select r.NAME from PBX_SIP_DOMAIN d join REALM r on r.ID = d.REALM_ID where d.PRIMARY_DOMAIN"
                    + " order by d.SIP_DOMAIN limit 1";

    private static final String TENANTS = "select count(*) from PBX_SIP_DOMAIN where PRIMARY_DOMAIN";

    /** People who all have a name to be shown, as few have; 500 of them have the extensions that are not free. */
    private static final List<String> ROWS = List.of(
            // What the benchmark has put there at its end, and the server would remove at its start.
            "delete from PBX_SIP_DOMAIN where not PRIMARY_DOMAIN and SIP_DOMAIN like 'row%%.example.test'",
            "insert into USER_ENTITY (ID, REALM_ID, USERNAME, EMAIL, EMAIL_CONSTRAINT, FIRST_NAME, LAST_NAME, ENABLED,"
                    + " EMAIL_VERIFIED, CREATED_TIMESTAMP, NOT_BEFORE)"
                    + " select gen_random_uuid()::text, r.ID, 'person' || n, 'person' || n || '@example.com',"
                    + " 'person' || n || '@example.com',"
                    + " (array['Anna', 'Bert', 'Carl', 'Dora', 'Emil', 'Frieda', 'Gustav', 'Hanna'])[1 + n %% 8],"
                    + " 'Last' || n, true, false, 1, 0"
                    + " from REALM r, generate_series(100000, 199999) n where r.NAME = '%s'",
            "insert into USER_ATTRIBUTE (ID, USER_ID, NAME, VALUE)"
                    + " select gen_random_uuid()::text, u.ID, 'displayName', u.FIRST_NAME || ' van ' || u.LAST_NAME"
                    + " from USER_ENTITY u join REALM r on r.ID = u.REALM_ID"
                    + " where r.NAME = '%s' and u.USERNAME like 'person%%'",
            "insert into PBX_SERVER (ID, REALM_ID, NAME)"
                    + " select gen_random_uuid()::text, r.ID, 'long lists' from REALM r where r.NAME = '%s'",
            "insert into PBX_EXTENSION (ID, SERVER_ID, EXTENSION, DISPLAY_NAME, SEARCH_NAME)"
                    + " select gen_random_uuid()::text, s.ID, n::text, 'Desk ' || n, 'desk ' || n"
                    + " from PBX_SERVER s join REALM r on r.ID = s.REALM_ID, generate_series(20000, 29999) n"
                    + " where r.NAME = '%s' and s.NAME = 'long lists'",
            "insert into PBX_MANAGING_USER (EXTENSION_ID, USER_ID, USER_ENTITY_ID)"
                    + " select e.ID, u.ID, u.ID from PBX_EXTENSION e join PBX_SERVER s on s.ID = e.SERVER_ID"
                    + " join REALM r on r.ID = s.REALM_ID join USER_ENTITY u on u.REALM_ID = r.ID"
                    + " and u.USERNAME = 'person' || (100000 + e.EXTENSION::int %% 500 * 200)"
                    + " where r.NAME = '%s' and s.NAME = 'long lists' and e.EXTENSION::int %% 3 > 0",
            "analyze");

    private final Installation installation;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Database database;
    private KeycloakServer server;
    private Keycloak keycloak;
    private Realm tenant;
    private List<String> lines;
    private List<String> late;

    LongListFiguresIT(Installation installation) {
        this.installation = installation;
    }

    @BeforeAll
    void start() throws IOException, SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "the tenants are in a PostgreSQL");
        DirectoryTree.delete(DIRECTORY);
        copy(Path.of(System.getProperty("pbx.lists.database")).resolve("data"), DIRECTORY.resolve("data"));
        Files.deleteIfExists(DIRECTORY.resolve("data").resolve("postmaster.pid"));
        database = Settings.DATABASE.openScratch(DIRECTORY);
        String name = one(TENANT);
        fill(name);
        server = KeycloakServer.on(installation.distribution(), database)
                .options(KeycloakServer.MANY_TENANTS)
                .startTimeout(Settings.START_TIMEOUT)
                .log(DIRECTORY.resolve("server.log"))
                .start();
        keycloak = new Keycloak(new Borrowed(server));
        tenant = keycloak.realm(name);
        // The console does so too, and would have to wait for it.
        get("/admin/realms?briefRepresentation=true", keycloak.ownAdminToken());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                // The directory must stay closed for others.
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private String one(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).as("The database has tenants").isTrue();
            return row.getString(1);
        }
    }

    private void fill(String realm) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String rows : ROWS) {
                statement.execute(rows.formatted(realm));
            }
        }
    }

    @BeforeEach
    void begin() {
        lines = new ArrayList<>();
        late = new ArrayList<>();
    }

    /** By requests, one after the other, those of a line in turn. */
    @Test
    void answers() {
        lines.add("| p50 / p99, ms | bundle | stock Keycloak | its number of all |");
        lines.add("|---|--:|--:|--:|");
        answer("extensions, first page of 10", "/extensions?max=10");
        answer("extensions, page in the middle", "/extensions?max=10&first=5000");
        answer("extensions, last page", "/extensions?max=10&first=9990");
        answer("extensions, by the beginning of a number", "/extensions?max=10&search=2777");
        answer("extensions, by a part of a name", "/extensions?max=10&search=esk");
        answer("extensions that are free", "/extensions?max=10&free=true&first=3000");
        answerPeople("all people", "");
        answerPeople("people, by the beginning of a first name", "&search=anna");
        answerPeople("people, by the beginning of a user name", "&search=person1234");
        answerPeople("people, by a part of a name", "&search=*1234*");
        answerPeople("people, by the number of an extension", "&search=2777");
        answerPeople("people, none found", "&search=nobody");
        answerTenants("tenants, first page of 10", "");
        answerTenants("tenants, last page", "&first=" + (tenants() - 10));
        answerTenants(
                "tenants, by a part of a SIP domain", "&search=" + tenant.name().substring(1, 6));
        answerTenants("tenants without an administrator", "&warning=noAdministrator");
        write("answers");
    }

    private void answer(String what, String path) {
        measure(what, provisioning(), List.of(tenant.adminPath(path)));
    }

    /** Who has an extension, Keycloak does not know; and its list has no number of all, for which it is asked apart. */
    private void answerPeople(String what, String search) {
        String stock = "/users?briefRepresentation=true&max=10" + search;
        measure(
                what,
                provisioning(),
                List.of(
                        tenant.adminPath("/pbx-people?max=10" + search),
                        tenant.adminPath(stock),
                        tenant.adminPath("/users/count?" + search.replace("&", ""))));
    }

    private void answerTenants(String what, String query) {
        measure(what, keycloak.ownAdminToken(), List.of("/admin/realms/master/tenants?warnings=true&max=10" + query));
    }

    private void measure(String what, String token, List<String> paths) {
        Runnable[] requests =
                paths.stream().map(path -> (Runnable) () -> get(path, token)).toArray(Runnable[]::new);
        // PostgreSQL makes another plan for what it has been asked ten times.
        Timings.interleaved(WARM_UP, requests);
        List<Timings> times = Timings.interleaved(ROUNDS, requests);
        StringBuilder line = new StringBuilder("| " + what);
        for (int i = 0; i < 3; i++) {
            line.append(" | ").append(i < times.size() ? figures(times.get(i)) : "–");
        }
        lines.add(line.append(" |").toString());
        require(what, times.get(0).median());
    }

    private String provisioning() {
        return tenant.clientToken("pbx-provisioning", tenant.clientSecret("pbx-provisioning"));
    }

    private void get(String path, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private int tenants() {
        try {
            return Integer.parseInt(one(TENANTS));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** By the browser, from the click to the frame. */
    @Test
    void pages(Visitors visitors) {
        lines.add("| median, the slowest, ms | PBX page | Keycloak's own |");
        lines.add("|---|--:|--:|");
        Page page = console(visitors, tenant.name(), "Extensions", "extensions");
        List<List<Duration>> times = lists(6);
        for (int round = 0; round <= DRAWN; round++) {
            List<Duration> drawn = List.of(
                    Drawing.ofClick(page, "[data-testid=nav-item-users]", "anna@"),
                    Drawing.ofNextPage(page, "person100009"),
                    Drawing.ofClick(page, "#nav-item-pbx-extensions", "20000"),
                    Drawing.ofNextPage(page, "20010"),
                    Drawing.ofClick(page, "#nav-item-pbx-people", "anna@"),
                    found(page, "last1777", "person17770"));
            keep(round, times, drawn);
        }
        drawn("10,000 extensions, beside 100,000 users", times.get(2), times.get(0));
        drawn("their next page", times.get(3), times.get(1));
        drawn("100,000 people", times.get(4), times.get(0));
        drawn("a search among them", times.get(5), null);

        Page list = console(visitors, "master", "Tenants", "tenants");
        List<List<Duration>> of = lists(3);
        for (int round = 0; round <= DRAWN; round++) {
            // A client of master's stands for each realm.
            Duration clients = Drawing.ofClick(list, "[data-testid=nav-item-clients]", "account");
            Duration first = Drawing.ofClick(list, "#nav-item-pbx-tenants", tenant.name());
            Duration next = Drawing.ofNextPage(list, "t000010");
            keep(round, of, List.of(clients, first, next));
        }
        drawn(tenants() + " tenants, beside as many clients", of.get(1), of.get(0));
        drawn("their next page", of.get(2), null);
        write("pages");
    }

    private Page console(Visitors visitors, String realm, String heading, String name) {
        Visitor visitor = visitors.open();
        visitor.page().setDefaultTimeout(TIMEOUT_MILLISECONDS);
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLISECONDS);
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitor, "/" + realm + "/pbx/" + name);
        console.expect(heading);
        console.rows().first().waitFor();
        return console.page();
    }

    /** The button beside the search does what Enter does. */
    private static Duration found(Page page, String search, String row) {
        page.fill("#pbx-search", search);
        return Drawing.ofClick(page, "main button[type=submit][aria-label=Search]", row);
    }

    private static List<List<Duration>> lists(int number) {
        List<List<Duration>> lists = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    /** The first round loads scripts. */
    private static void keep(int round, List<List<Duration>> times, List<Duration> drawn) {
        for (int i = 0; round > 0 && i < drawn.size(); i++) {
            times.get(i).add(drawn.get(i));
        }
    }

    private void drawn(String what, List<Duration> times, List<Duration> stock) {
        lines.add("| " + what + " | " + figures(times) + " | " + (stock == null ? "–" : figures(stock)) + " |");
        require(what, Drawing.median(times));
    }

    private void require(String what, Duration median) {
        if (median.compareTo(SECOND) > 0) {
            late.add(what + ": " + median.toMillis() + " ms");
        }
    }

    private static String figures(Timings times) {
        return millis(times.median()) + " / " + millis(times.percentile(99));
    }

    private static String figures(List<Duration> times) {
        return millis(Drawing.median(times)) + ", "
                + millis(times.stream().max(Duration::compareTo).orElseThrow());
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    private void write(String what) {
        try {
            Files.write(DIRECTORY.resolve(what + ".md"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(String.join("\n", lines));
        assertThat(late).as("what takes more than a second").isEmpty();
    }

    @AfterAll
    void stop() {
        try (Database opened = database;
                KeycloakServer running = server) {
            // Closed in the reverse order: the server, then its database.
        }
    }
}
