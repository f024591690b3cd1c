package io.keycloakpbx.tests.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.microsoft.playwright.Page;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.SqlLog;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.extension.Pbx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A tenant with 10,000 extensions: a page of them takes as many statements as a page of ten does, and is drawn as fast as
 * Keycloak's own list of 200 users. How fast that is where nothing else runs is measured by {@code LongListFiguresIT}.
 */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongListsIT {

    /** The first number; there are as many after it. */
    private static final int EXTENSIONS = 10_000;

    private static final int OWNERS = 200;
    private static final int OWNED_EACH = 5;

    private static final String PAGE = "page";
    private static final String COUNT = "count";
    private static final String OWNER = "owner";
    private static final String NAME = "name";
    private static final String OTHER = "other";

    /**
     * Four of a page's own, and what Keycloak may read to know who asks: another class may just have made a realm, which empties
     * a cache. A page of 1,000 that read each row or each owner by itself would take more, and each time.
     */
    private static final int MOST = 64;

    private static final int ATTEMPTS = 10;

    private static final int ROUNDS = 5;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int TIMES = 4;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;
    private final String extensions;

    LongListsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
        this.extensions = tenant.adminPath("/extensions");
    }

    /** The owners first: an import looks at all users that it has made after each row. */
    @BeforeAll
    void importExtensions() {
        imported(0, OWNERS * OWNED_EACH);
        imported(OWNERS * OWNED_EACH, EXTENSIONS);
    }

    private void imported(int from, int to) {
        keycloak.admin()
                .queryParam("atomic", true)
                .queryParam("createUsers", true)
                .body(Map.of(
                        "servers",
                        List.of(Map.of(
                                "name",
                                "pbx",
                                "extensions",
                                IntStream.range(from, to)
                                        .mapToObj(LongListsIT::extension)
                                        .toList()))))
                .post(pbx.data())
                .then()
                .statusCode(200)
                .body("committed", equalTo(true));
    }

    /** Each fifth number is somebody's. */
    private static Map<String, Object> extension(int index) {
        Map<String, Object> row = new HashMap<>();
        row.put("extension", number(index));
        row.put("displayName", "Desk " + index);
        if (index % OWNED_EACH == 0) {
            int owner = index / OWNED_EACH % OWNERS;
            row.put("managingUser", owner(owner));
            row.put("firstName", "First");
            row.put("lastName", "Last-" + owner);
        } else {
            row.put("managingUser", "");
        }
        return row;
    }

    private static String number(int index) {
        return Integer.toString(EXTENSIONS + index);
    }

    private static String owner(int index) {
        return "owner-%03d".formatted(index);
    }

    @Test
    void eachPageIsCountedAndNamed() {
        page(Map.of("max", 10, "first", EXTENSIONS - 10), 10, EXTENSIONS, number(EXTENSIONS - 10));
        page(Map.of("max", 100, "first", EXTENSIONS / 2), 100, EXTENSIONS, number(EXTENSIONS / 2));
        // Ten by their numbers, and Desk 1999.
        page(Map.of("max", 10, "search", "1999"), 10, 11, number(1999));
        page(Map.of("max", 10, "search", "desk 999"), 10, 11, number(999));
        page(Map.of("max", 10, "free", false, "first", 1990), 10, EXTENSIONS / OWNED_EACH, number(9950));
        page(Map.of("max", 10, "free", true), 10, EXTENSIONS - EXTENSIONS / OWNED_EACH, number(1));
        keycloak.admin()
                .queryParams(Map.of("max", 1, "first", EXTENSIONS - OWNED_EACH))
                .get(extensions)
                .then()
                .body("[0].managingUser.username", equalTo(owner((EXTENSIONS - OWNED_EACH) / OWNED_EACH % OWNERS)));
    }

    /**
     * One query for the page, one for the number of all, which is the page's own where it is searched; one for whose they are,
     * one for the names of these. What Keycloak reads to know who asks comes on top, and not for each row.
     */
    @Test
    void aPageTakesAsManyStatementsHoweverLongItIs() throws SQLException {
        String realm = keycloak.admin()
                .get("/admin/realms/" + tenant.name())
                .then()
                .extract()
                .path("id");
        try (SqlLog log = new SqlLog(keycloak)) {
            for (int max : List.of(10, 100, 1_000)) {
                for (int first : List.of(0, EXTENSIONS / 2, EXTENSIONS - max)) {
                    assertThat(statements(log, realm, Map.of("max", max, "first", first)))
                            .containsExactly(PAGE, COUNT, OWNER, NAME);
                }
                assertThat(statements(log, realm, Map.of("max", max, "search", "1")))
                        .containsExactly(PAGE, OWNER, NAME);
                assertThat(statements(log, realm, Map.of("max", max, "search", "desk", "free", false)))
                        .containsExactly(PAGE, OWNER, NAME);
                assertThat(statements(log, realm, Map.of("max", max, "free", true, "first", 5_000)))
                        .containsExactly(PAGE, OWNER);
            }
        }
    }

    /** What a page takes, but for what is Keycloak's own. */
    private List<String> statements(SqlLog log, String realm, Map<String, ?> query) {
        return few(() -> log.of(() -> list(query), "pbx_extension", realm)).stream()
                .map(statement -> kind(statement.sql()))
                .filter(kind -> !kind.equals(OTHER))
                .toList();
    }

    /** The statements of a request, which is sent again where there are too many. */
    private static List<SqlLog.Statement> few(Supplier<List<SqlLog.Statement>> request) {
        List<SqlLog.Statement> statements = request.get();
        for (int attempt = 1; attempt < ATTEMPTS && statements.size() > MOST; attempt++) {
            statements = request.get();
        }
        assertThat(statements).hasSizeLessThanOrEqualTo(MOST);
        return statements;
    }

    private static String kind(String sql) {
        if (sql.contains("left join pbx_managing_user")) {
            return OWNER;
        }
        if (sql.contains("pbx_extension")) {
            return sql.startsWith("select count(") ? COUNT : PAGE;
        }
        return sql.contains("join user_attribute") ? NAME : OTHER;
    }

    /** As the page <em>Tenants</em> asks: a page, the attributes of these, what they lack, and the number of all. */
    @Test
    void aPageOfTenantsTakesAsManyStatementsHoweverLongItIs() throws SQLException {
        try (SqlLog log = new SqlLog(keycloak)) {
            for (int max : List.of(13, 997)) {
                List<SqlLog.Statement> all =
                        few(() -> log.of(() -> tenants(max), "pbx_sip_domain", Integer.toString(max)));
                assertThat(all)
                        .filteredOn(statement -> statement.sql().contains("pbx_sip_domain"))
                        .hasSize(2);
                assertThat(all)
                        .filteredOn(statement -> statement.sql().contains("realm_smtp_config"))
                        .hasSize(1);
            }
        }
    }

    private void tenants(int max) {
        keycloak.admin()
                .queryParam("max", max)
                .queryParam("warnings", true)
                .get("/admin/realms/master/tenants")
                .then()
                .statusCode(200);
    }

    private void list(Map<String, ?> query) {
        keycloak.admin().queryParams(query).get(extensions).then().statusCode(200);
    }

    private void page(Map<String, ?> query, int rows, int total, String first) {
        keycloak.admin()
                .queryParams(query)
                .get(extensions)
                .then()
                .statusCode(200)
                .header("X-Total-Count", Integer.toString(total))
                .body("", hasSize(rows))
                .body("[0].extension", equalTo(first));
    }

    /**
     * In a second; on a machine that is busy with other tests, in the time that Keycloak's own list of users takes in the same
     * minute, several times over.
     */
    @Test
    void aPageIsDrawnAsFastAsKeycloaksOwn(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), "/" + tenant.name() + "/pbx/overview");
        console.expect(tenant.name());
        console.menu();
        Page page = console.page();
        List<Duration> pages = new ArrayList<>();
        List<Duration> nextPages = new ArrayList<>();
        List<Duration> stock = new ArrayList<>();
        List<Duration> nextStock = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            Duration users = Drawing.ofClick(page, "[data-testid=nav-item-users]", owner(0));
            Duration nextUsers = Drawing.ofNextPage(page, owner(10));
            Duration list = Drawing.ofClick(page, "#nav-item-pbx-extensions", number(0));
            Duration nextList = Drawing.ofNextPage(page, number(10));
            // The first round loads scripts.
            if (round > 0) {
                stock.add(users);
                nextStock.add(nextUsers);
                pages.add(list);
                nextPages.add(nextList);
            }
        }
        assertFast("the page", pages, stock);
        assertFast("the next page", nextPages, nextStock);
    }

    private static void assertFast(String what, List<Duration> times, List<Duration> stock) {
        Duration goal = Drawing.median(stock).multipliedBy(TIMES);
        assertThat(Drawing.median(times))
                .as("%s: %s, Keycloak's own: %s", what, times, stock)
                .isLessThan(goal.compareTo(SECOND) > 0 ? goal : SECOND);
    }
}
