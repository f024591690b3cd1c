package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.extension.Pbx;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keycloak's account console in the theme of a tenant. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountConsoleIT {

    private static final String PASSWORD = "Accounts-201!";
    private static final String NAME = "Accounts & <i>Sons</i>";

    private final Keycloak keycloak;
    private Realm tenant;

    @AutoClose
    private PbxApp app;

    AccountConsoleIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void makeExtensions(Realm tenant) {
        this.tenant = tenant;
        app = PbxApp.open(keycloak, tenant);
        tenant.update(realm -> {
            realm.put("displayName", NAME);
            realm.withObjectProperty("attributes").put("pbx.avatarUrl", app.logoUri());
        });
        Pbx pbx = new Pbx(keycloak, tenant);
        String owner = tenant.createUser("201", PASSWORD);
        String first = extension(pbx, "201", "Front desk");
        pbx.assign(first, owner, "201").then().statusCode(200);
        pbx.assign(extension(pbx, "211", null), owner, "201").then().statusCode(200);
        keycloak.admin().body(Map.of()).post(pbx.defaultUser(first)).then().statusCode(200);
        String other = tenant.createUser("203", PASSWORD);
        pbx.assign(extension(pbx, "203", "Of somebody else"), other, "203")
                .then()
                .statusCode(200);
        tenant.createUser("202", PASSWORD);
    }

    private String extension(Pbx pbx, String number, String displayName) {
        String id = pbx.createExtension(number);
        if (displayName != null) {
            keycloak.admin()
                    .body(Map.of("extension", number, "displayName", displayName))
                    .put(pbx.extension(id))
                    .then()
                    .statusCode(200);
        }
        return id;
    }

    @Test
    @Tag("smoke")
    void showsTheTenantAndTheExtensionsOfTheUser(Visitors visitors) {
        Visitor visitor = visitors.open();
        Page page = visitor.page();
        page.navigate(tenant.issuer() + "/account/");
        visitor.signIn("201", PASSWORD);
        page.waitForSelector(".pbx-name");
        assertThat(page.innerText("header .pbx-name")).isEqualTo(NAME);
        assertThat((Integer) page.locator("header .pbx-logo").evaluate("logo => logo.naturalWidth"))
                .isPositive();
        assertThat(page.locator("header a > img:visible").count())
                .as("pictures beside the name")
                .isEqualTo(1);
        assertThat(page.title()).isEqualTo("Account Management – " + NAME);
        page.waitForSelector("text=Personal info");
        visitor.picture("personal-info");

        page.click("nav >> text=Extensions");
        assertThat(rows(page)).containsExactly("201 Default|Front desk|pbx", "211||pbx");
        assertThat(page.url()).isEqualTo(tenant.issuer() + "/account/content/extensions");
        assertThat(page.innerText("nav [aria-current=page]")).isEqualTo("Extensions");
        visitor.check("extensions");

        page.reload();
        assertThat(rows(page)).hasSize(2);
        page.click("nav >> text=Extensions");
        assertThat(rows(page)).hasSize(2);
        assertThat(page.url()).isEqualTo(tenant.issuer() + "/account/content/extensions");

        // Nothing of it is in the console of another tenant, where this user is nobody.
        page.navigate(keycloak.realm("globex").issuer() + "/account/content/extensions");
        page.waitForSelector("#username");
        assertThat(page.innerText(".pbx-name")).isNotEqualTo(NAME);
    }

    @Test
    void showsOnAPhoneInGermanThatThereIsNone(Visitors visitors) {
        Visitor visitor = visitors.open(Screen.PHONE, "de");
        Page page = visitor.page();
        page.route(app.logoUri(), Route::abort);
        page.navigate(tenant.issuer() + "/account/content/extensions");
        visitor.signIn("202", PASSWORD);
        page.waitForSelector("text=Sie haben keine Nebenstelle. Ihre Administration kann Ihnen eine geben.");
        assertThat(page.innerText("h1")).isEqualTo("Nebenstellen");
        assertThat(page.textContent("nav [aria-current=page]")).isEqualTo("Nebenstellen");
        page.waitForSelector(
                "header .pbx-logo", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        assertThat(page.locator("header .pbx-name").boundingBox().x)
                .as("a logo that does not load leaves no hole")
                .isEqualTo(page.locator("header a:has(.pbx-name)").boundingBox().x);
        visitor.check("no-extensions");

        for (String missing : List.of("**/extensions/me", "**/resources/*/account/de")) {
            page.route(missing, Route::abort);
            page.reload();
            assertThat(page.locator("main [role=alert]").innerText())
                    .as(missing)
                    .isEqualTo("Ihre Nebenstellen können gerade nicht angezeigt werden. Laden Sie die Seite neu. Hilft"
                            + " das nicht, fragen Sie Ihre Administration.");
        }
    }

    @Test
    void aTenantWithoutALogoShowsItsNameAlone() {
        String page = page(keycloak.realm("globex"));
        assertThat(page).contains("<meta name=\"pbx-tenant\" content=\"Globex").doesNotContain("pbx-logo");
        assertThat(page(tenant))
                .contains("<meta name=\"pbx-tenant\" content=\"Accounts &amp; &lt;i&gt;Sons&lt;/i&gt;\">")
                .contains("<meta name=\"pbx-logo\" content=\"" + app.logoUri() + "\">");
    }

    @Test
    void hasTheIconOfTheSignInPages() throws IOException {
        Matcher icon = Pattern.compile("<link rel=\"icon\" href=\"([^\"]+)\"").matcher(page(tenant));
        assertThat(icon.find()).isTrue();
        byte[] bytes = keycloak.http()
                .get(icon.group(1))
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(bytes)
                .isEqualTo(Files.readAllBytes(Settings.CHECKOUT
                        .root()
                        .resolve("themes/src/main/resources/theme/pbx/login/resources/img/favicon.ico")));
    }

    /** With the files of {@code docs/themes.md}. */
    @Test
    void aThemeOfOnesOwnHasTheLastWordAndAllOfThisOne(Visitors visitors) {
        assertThat(ThemeOfOnesOwn.install(keycloak, "account"))
                .containsExactly("theme.properties", "resources/css/mine.css");
        tenant.update(realm -> realm.put("accountTheme", ThemeOfOnesOwn.NAME));
        try {
            Visitor visitor = visitors.open();
            Page page = visitor.page();
            page.navigate(tenant.issuer() + "/account/content/extensions");
            visitor.signIn("201", PASSWORD);
            assertThat(rows(page)).containsExactly("201 Default|Front desk|pbx", "211||pbx");
            assertThat(page.innerText("header .pbx-name")).isEqualTo(NAME);
            assertThat((Integer) page.locator("header .pbx-logo").evaluate("logo => logo.naturalWidth"))
                    .isPositive();
            assertThat(page.innerText("nav [aria-current=page]")).isEqualTo("Extensions");
            assertThat(ThemeOfOnesOwn.accent(page)).isEqualTo("#7a1f5c");
            assertThat((String) page.locator(".pbx-default").evaluate("mark => getComputedStyle(mark).color"))
                    .isEqualTo("rgb(122, 31, 92)");
            visitor.check("extensions-mine");
        } finally {
            tenant.update(realm -> realm.put("accountTheme", "pbx"));
        }
    }

    /** The theme's menu is a copy of Keycloak's with one page more. */
    @Test
    @Tag("smoke")
    void theMenuHasAllPagesOfKeycloak() {
        List<JsonNode> ours = menu("pbx");
        assertThat(ours).filteredOn(item -> !item.has("modulePath")).containsExactlyElementsOf(menu("keycloak.v3"));
        assertThat(ours).filteredOn(item -> item.has("modulePath")).hasSize(2);
    }

    private List<JsonNode> menu(String theme) {
        JsonNode items = keycloak.http()
                .get("/resources/00000/account/" + theme + "/content.json")
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private String page(Realm realm) {
        return keycloak.http()
                .get(realm.path("/account/"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** What the rows of the table say: the cells, with lines between them. */
    private static List<String> rows(Page page) {
        Locator rows = page.locator("table.pbx-extensions tbody tr");
        rows.first().waitFor();
        return rows.all().stream()
                .map(row ->
                        String.join("|", row.locator("th, td").allInnerTexts()).replaceAll("\\s+", " "))
                .toList();
    }
}
