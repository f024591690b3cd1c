package io.keycloakpbx.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.Screen;
import io.keycloakpbx.tests.browser.Visitor;
import io.keycloakpbx.tests.browser.Visitors;
import io.keycloakpbx.tests.browser.WithBrowser;
import io.keycloakpbx.tests.extension.Pbx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Import and export of PBX data in the admin console, by clicks. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportPageIT {

    private static final String PASSWORD = "Console-of-2!";
    private static final String HEADER = "server,extension,displayName,managingUser,firstName,lastName\r\n";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final Pbx pbx;

    ImportPageIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.pbx = new Pbx(keycloak, tenant);
    }

    @BeforeAll
    void createAdministrator() {
        tenant.createUser("boss", PASSWORD, "Admin");
    }

    /** As an administrator of the tenant. */
    @Test
    void usersAreMadeAlongWithTheirExtensionsAfterADryRun(Visitors visitors) throws IOException {
        AdminConsole console = AdminConsole.signIn(keycloak, tenant, visitors.open(), "boss", PASSWORD, place());
        Page page = console.page();
        console.expect("Import and export");
        assertThat(page.getByTestId("dry-run")).isDisabled();
        choose(
                page,
                "staff.csv",
                HEADER
                        + IntStream.range(2000, 2120)
                                .mapToObj(n -> "pbx," + n + ",<b>Desk " + n + "</b>," + n + ",First,Last-" + n + "\r\n")
                                .collect(Collectors.joining()));
        assertThat(page.getByTestId("import")).isDisabled();
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("120 rows would fail");
        assertThat(page.getByTestId("report").locator("tbody tr")).hasCount(100);
        assertThat(page.getByTestId("import")).isDisabled();

        // What has been tried is not what would be done with other options.
        page.locator("label:has(#pbx-createUsers)").click();
        assertThat(outcome(page)).hasCount(0);
        assertThat(page.getByTestId("import")).isDisabled();
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("This is what an import would do");
        assertThat(outcome(page)).containsText("120 users are made along.");
        assertThat(page.getByTestId("progress")).containsText("Dry run: 120 of 120 rows");
        console.check("dry-run");
        keycloak.admin().queryParam("search", "20").get(pbx.extensions()).then().header("X-Total-Count", "0");

        page.getByTestId("import").click();
        assertThat(outcome(page)).containsText("The import is done");
        assertThat(outcome(page)).containsText("Created: 120");
        keycloak.admin()
                .queryParam("free", "false")
                .queryParam("max", "1")
                .get(tenant.adminPath("/extensions"))
                .then()
                .header("X-Total-Count", "120");
        // What has been imported is tried anew before it is imported again.
        assertThat(page.getByTestId("import")).isDisabled();

        AtomicReference<Route> held = new AtomicReference<>();
        page.route(url -> url.contains("/pbx-data"), held::set);
        page.getByTestId("export-csv").click();
        page.waitForCondition(() -> held.get() != null);
        assertThat(page.getByTestId("export-csv")).isDisabled();
        assertThat(page.getByTestId("export-csv")).isFocused();
        Download csv = page.waitForDownload(() -> held.get().resume());
        page.unrouteAll();
        assertThat(csv.suggestedFilename()).isEqualTo(tenant.name() + "-pbx-data.csv");
        assertThat(Files.readString(csv.path())).contains("\"2119\"", "\"<b>Desk 2119</b>\"");
        Download json =
                page.waitForDownload(() -> page.getByTestId("export-json").click());
        assertThat(Files.readString(json.path())).containsPattern("\"extension\"\\s*:\\s*\"2119\"");
    }

    @Test
    void whatFailsComesFirstAndKeepsAllOrTheOthers(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place());
        Page page = console.page();
        choose(page, "rows.csv", "server,extension\r\npbx,3001\r\npbx,3x\r\npbx,3001\r\npbx,3003\r\n");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("2 rows would fail");
        Locator rows = page.getByTestId("report").locator("tbody tr");
        assertThat(rows.nth(0)).containsText("Failed");
        assertThat(rows.nth(0)).containsText("line 3, column 2 (extension): must have 3 to 64 digits");
        assertThat(rows.nth(1)).containsText("Failed");
        assertThat(rows.nth(1))
                .containsText("line 4, column 2 (extension): the extension is in the file more than once");
        assertThat(page.getByTestId("import")).isDisabled();
        console.check("failed-row");

        page.locator("label:has(#pbx-atomic)").click();
        page.getByTestId("dry-run").click();
        page.getByTestId("import").click();
        assertThat(outcome(page)).containsText("The import is done, but for 2 rows");
        keycloak.admin()
                .queryParam("search", "300")
                .get(pbx.extensions())
                .then()
                .header("X-Total-Count", "2");
    }

    @Test
    void filesThatAreNoneAreRefusedWithWhatToDo(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place());
        Page page = console.page();
        choose(page, "devices.csv", "extension,name,tech,secret\r\n4001,Desk,pjsip,x\r\n");
        page.getByTestId("dry-run").click();
        assertThat(page.getByTestId("problem")).containsText("column");
        assertThat(page.getByTestId("import")).isDisabled();
        page.locator("label:has(#pbx-ignoreColumns)").click();
        assertThat(page.getByTestId("problem")).hasCount(0);
        page.getByTestId("pbx-server").fill("pbx");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("This is what an import would do");
        assertThat(outcome(page)).containsText("Left out: ");
        choose(page, "broken.json", "{");
        page.getByTestId("dry-run").click();
        assertThat(page.getByTestId("problem")).containsText("JSON");
        assertThat(page.getByTestId("pbx-server")).hasCount(0);
    }

    @Test
    void aConnectionThatBreaksLeavesItOpenWhetherTheImportWasKept(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place());
        Page page = console.page();
        choose(page, "rows.csv", "server,extension\r\npbx,5001\r\npbx,5002\r\n");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("This is what an import would do");
        page.route(
                url -> url.contains("/pbx-data") && url.contains("dryRun=false"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("application/x-ndjson")
                        .setBody(
                                "{\"row\":1,\"line\":2,\"server\":\"pbx\",\"extension\":\"5001\",\"result\":\"created\",\"userCreated\":false,\"message\":null}\n"
                                        + "{\"row\":2,\"li")));
        page.getByTestId("import").click();
        assertThat(page.getByTestId("problem"))
                .containsText(
                        "The connection broke before the server said whether the import was kept. Try a dry run:");
        assertThat(outcome(page)).hasCount(0);
        assertThat(page.getByTestId("progress")).containsText("Import: 1 of 2 rows");
        assertThat(page.getByTestId("import")).isDisabled();
        page.unrouteAll();
        page.route(url -> url.contains("/pbx-data"), Route::abort);
        page.getByTestId("dry-run").click();
        assertThat(page.getByTestId("problem")).containsText("The server does not answer.");
    }

    /** Before it is done, and after: of whom the administrator may know. */
    @Test
    void fromWhomExtensionsAreTakenIsTold(Visitors visitors) {
        Realm other = keycloak.tenant();
        other.createUser("boss", PASSWORD, "Admin");
        Pbx theirs = new Pbx(keycloak, other);
        Map<String, String> owners = Map.of("9001", "anna", "9002", "bert", "9003", "carl");
        owners.forEach(
                (number, name) -> theirs.assign(theirs.createExtension(number), other.createUser(name, PASSWORD), name)
                        .then()
                        .statusCode(200));
        AdminConsole console = AdminConsole.signIn(
                keycloak, other, visitors.open(), "boss", PASSWORD, "/" + other.name() + "/pbx/import");
        Page page = console.page();
        console.expect("Import and export");
        choose(
                page,
                "same.csv",
                "server,extension,managingUser\r\npbx,9001,anna\r\npbx,9002,bert\r\npbx,9003,carl\r\n");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("Unchanged: 3");
        assertThat(withdrawals(page)).hasCount(0);
        assertThat(page.getByTestId("import")).not().hasClass(Pattern.compile("pf-m-danger"));

        choose(page, "taken.csv", "server,extension,managingUser\r\npbx,9001,bert\r\npbx,9002,\r\npbx,9003,carl\r\n");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("2 extensions are taken from whoever has them.");
        assertThat(withdrawals(page)).hasCount(2);
        assertThat(withdrawals(page).nth(0).locator("td"))
                .hasText(new String[] {"pbx", "9001", "First Last (anna)", "First Last (bert)"});
        assertThat(withdrawals(page).nth(1).locator("td"))
                .hasText(new String[] {"pbx", "9002", "First Last (bert)", "Nobody"});
        assertThat(page.getByTestId("import")).hasClass(Pattern.compile("pf-m-danger"));
        console.check("withdrawals");

        page.getByTestId("import").click();
        assertThat(outcome(page)).containsText("The import is done");
        assertThat(outcome(page)).containsText("2 extensions are taken from whoever has them.");
        assertThat(withdrawals(page)).hasCount(2);
        keycloak.admin()
                .queryParam("search", "900")
                .get(other.adminPath("/extensions"))
                .then()
                .body("[0].managingUser.username", equalTo("bert"))
                .body("[1].managingUser", nullValue())
                .body("[2].managingUser.username", equalTo("carl"));
        // A file of more than a hundred tells the first of them.
        choose(page, "more.csv", "server,extension\r\npbx,9001\r\n");
        page.route(
                url -> url.contains("/pbx-data"),
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setStatus(200)
                                .setContentType("application/x-ndjson")
                                .setBody(
                                        "{\"dryRun\":true,\"committed\":false,\"brokenOff\":false,\"created\":0,\"updated\":103,\"unchanged\":0,\"failed\":0,\"usersCreated\":0,\"withdrawn\":103,\"withdrawals\":[{\"server\":\"pbx\",\"extension\":\"9001\",\"from\":{\"id\":\"1\",\"username\":null,\"displayName\":null},\"to\":null}],\"ignoredColumns\":[],\"notTaken\":[]}\n")));
        page.getByTestId("dry-run").click();
        assertThat(withdrawals(page).locator("td"))
                .hasText(new String[] {"pbx", "9001", "a user who is gone or whom you may not view", "Nobody"});
        assertThat(page.getByTestId("more-withdrawals")).hasText("102 more");
    }

    private static Locator withdrawals(Page page) {
        return page.getByRole(
                        AriaRole.GRID, new Page.GetByRoleOptions().setName("Extensions that are taken from somebody"))
                .locator("tbody tr");
    }

    /** The database, or the limit of five minutes, ends some: their summary is no success. */
    @Test
    void whatTheServerBreaksOffIsNotImported(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place());
        Page page = console.page();
        choose(page, "rows.csv", "server,extension\r\npbx,5101\r\npbx,5102\r\n");
        page.route(
                url -> url.contains("/pbx-data"),
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setStatus(200)
                                .setContentType("application/x-ndjson")
                                .setBody(
                                        "{\"row\":1,\"line\":2,\"server\":\"pbx\",\"extension\":\"5101\",\"result\":\"created\",\"userCreated\":false,\"message\":null}\n"
                                                + "{\"dryRun\":true,\"committed\":false,\"brokenOff\":true,\"created\":1,\"updated\":0,\"unchanged\":0,\"failed\":0,\"usersCreated\":0,\"withdrawn\":0,\"withdrawals\":[],\"ignoredColumns\":[],\"notTaken\":[]}\n")));
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("The server broke the dry run off");
        assertThat(outcome(page)).not().containsText("Created");
        assertThat(page.getByTestId("import")).isDisabled();
        console.check("broken-off");
    }

    /** Only what has been tried is imported: no file that is dropped meanwhile, and none that has changed on the disk. */
    @Test
    void whatWasTriedIsWhatIsImported(Visitors visitors, @TempDir Path directory) throws IOException {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place());
        Page page = console.page();
        Path file = Files.writeString(directory.resolve("mine.csv"), "server,extension\r\npbx,7001\r\n");
        page.locator("main input[type=file]").setInputFiles(file);
        AtomicReference<Route> held = new AtomicReference<>();
        page.route(url -> url.contains("/pbx-data"), held::set);
        page.getByTestId("dry-run").click();
        page.waitForCondition(() -> held.get() != null);
        drop(page, "other.csv");
        assertThat(page.locator("#pbx-file-filename")).hasValue("mine.csv");
        page.unrouteAll();
        held.get().resume();
        assertThat(outcome(page)).containsText("This is what an import would do");
        assertThat(page.getByTestId("import")).isEnabled();
        drop(page, "other.csv");
        assertThat(page.locator("#pbx-file-filename")).hasValue("other.csv");
        assertThat(outcome(page)).hasCount(0);
        assertThat(page.getByTestId("import")).isDisabled();
        drop(page, "one.csv", "two.csv");
        assertThat(page.getByTestId("problem")).containsText("One file at a time.");
        choose(page, "staff.xlsx", "PK");
        assertThat(page.getByTestId("problem")).containsText("has to end in .csv or .json");
        assertThat(page.getByTestId("dry-run")).isDisabled();

        page.locator("main input[type=file]").setInputFiles(file);
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("This is what an import would do");
        Files.writeString(file, "server,extension\r\npbx,7001\r\npbx,7002\r\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        page.getByTestId("import").click();
        assertThat(outcome(page)).containsText("Created: 1");
        page.getByTestId("dry-run").click();
        assertThat(page.getByTestId("problem")).containsText("Choose it again.");
        keycloak.admin()
                .queryParam("search", "700")
                .get(pbx.extensions())
                .then()
                .header("X-Total-Count", "1");
    }

    /** Whoever is on another page of the section by then is told as much as the page would have told. */
    @Test
    void theEndOfAnImportIsToldOnOtherPagesToo(Visitors visitors) {
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitors.open(), place());
        leftDuringImport(console, "8001").resume();
        console.expectToast("The import is done");
        keycloak.admin()
                .queryParam("search", "8001")
                .get(pbx.extensions())
                .then()
                .header("X-Total-Count", "1");
        leftDuringImport(console, "8002").fulfill(ended(true, false, "\"a number\""));
        console.expectToast("The import is done, but for parts of the file");
        console.expectToast("a number");
        leftDuringImport(console, "8003").fulfill(ended(false, true, ""));
        console.expectToast("The import failed");
        console.expectToast("The server broke the import off. Nothing was kept.");
        leftDuringImport(console, "8004").abort();
        console.expectToast("The connection broke before the server said whether the import was kept.");
    }

    /** Begins an import, and goes to another page before the server has answered. */
    private static Route leftDuringImport(AdminConsole console, String number) {
        Page page = console.page();
        // What is held goes on when nobody holds it any more.
        page.unrouteAll();
        console.click("Import and export");
        console.expect("Import and export");
        choose(page, "rows.csv", "server,extension\r\npbx," + number + "\r\n");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("This is what an import would do");
        AtomicReference<Route> held = new AtomicReference<>();
        page.route(url -> url.contains("/pbx-data"), held::set);
        page.getByTestId("import").click();
        page.waitForCondition(() -> held.get() != null);
        console.click("Extensions");
        console.expect("Extensions");
        return held.get();
    }

    /** The last line of an import. */
    private static Route.FulfillOptions ended(boolean committed, boolean brokenOff, String notTaken) {
        return new Route.FulfillOptions()
                .setStatus(200)
                .setContentType("application/x-ndjson")
                .setBody(
                        ("{\"dryRun\":false,\"committed\":%s,\"brokenOff\":%s,\"created\":1,\"updated\":0,\"unchanged\":0,"
                                        + "\"failed\":0,\"usersCreated\":0,\"withdrawn\":0,\"withdrawals\":[],\"ignoredColumns\":[],\"notTaken\":[%s]}\n")
                                .formatted(committed, brokenOff, notTaken));
    }

    private static void drop(Page page, String... names) {
        JSHandle files = page.evaluateHandle(
                "names => { const files = new DataTransfer(); names.forEach(name => files.items.add(new File("
                        + "['server,extension\\r\\npbx,7777\\r\\n'], name, {type: 'text/csv'}))); return files; }",
                List.of(names));
        page.locator(".pf-v5-c-file-upload").dispatchEvent("drop", Map.of("dataTransfer", files));
    }

    /** The master realm of the tests has one language; the console is told another one. */
    @Test
    void speaksGermanOnAPhone(Visitors visitors) {
        Visitor visitor = visitors.open(Screen.PHONE, "de");
        visitor.page().route("**/console/whoami*", route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text().replaceFirst("\"locale\" *: *\"en\"", "\"locale\":\"de\"")));
        });
        AdminConsole console = AdminConsole.ofSystem(keycloak, visitor, place());
        console.expect("Import und Export");
        Page page = console.page();
        choose(page, "rows.csv", "server,extension\r\npbx,6001\r\npbx,6x\r\n");
        page.getByTestId("dry-run").click();
        assertThat(outcome(page)).containsText("Eine Zeile würde scheitern");
        console.check("german-import");
        pbx.createExtension("6100");
        console.go("/" + tenant.name() + "/pbx/extensions?search=6100");
        console.expect("Nebenstellen");
        assertThat(console.rows()).containsText("Frei");
        console.check("german-extensions");
    }

    private String place() {
        return "/" + tenant.name() + "/pbx/import";
    }

    private static void choose(Page page, String name, String content) {
        page.locator("main input[type=file]")
                .setInputFiles(new FilePayload(name, "", content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Locator outcome(Page page) {
        return page.getByTestId("outcome");
    }
}
