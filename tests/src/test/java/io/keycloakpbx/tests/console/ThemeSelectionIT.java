package io.keycloakpbx.tests.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.browser.ThemeOfOnesOwn;
import org.junit.jupiter.api.Test;

/** Which theme the admin console of a realm has. */
@OnKeycloak
class ThemeSelectionIT {

    private static final String SCRIPT = "/pbx-console/main-";

    private final Keycloak keycloak;
    private final Realm tenant;

    ThemeSelectionIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    void aRealmThatNamesAThemeHasThatOne() {
        assertThat(html()).contains("/admin/pbx\"").contains(SCRIPT);
        tenant.update(realm -> realm.put("adminTheme", "keycloak.v2"));
        assertThat(html()).contains("/admin/keycloak.v2\"").doesNotContain(SCRIPT);
        tenant.update(realm -> realm.put("adminTheme", ""));
        assertThat(html()).contains("/admin/pbx\"").contains(SCRIPT);
    }

    /** With the files of {@code docs/themes.md}. */
    @Test
    void aThemeOfOnesOwnAddsToThePages() {
        assertThat(ThemeOfOnesOwn.install(keycloak, "admin"))
                .containsExactly("theme.properties", "resources/css/mine.css");
        tenant.update(realm -> realm.put("adminTheme", ThemeOfOnesOwn.NAME));
        try {
            assertThat(html())
                    .contains("/admin/mine/css/mine.css\"")
                    .containsPattern("/admin/mine" + SCRIPT + "[0-9A-Z]{8}\\.js\"");
        } finally {
            tenant.update(realm -> realm.put("adminTheme", ""));
        }
    }

    private String html() {
        return keycloak.http()
                .get("/admin/" + tenant.name() + "/console/")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
