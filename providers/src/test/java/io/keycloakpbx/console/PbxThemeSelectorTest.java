package io.keycloakpbx.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.ThemeManager;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeSelectorProvider;

class PbxThemeSelectorTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # type, of the realm, of the server, installed, expected
                    ADMIN,  ,            keycloak.v2, true,  pbx
                    ADMIN,  ,            keycloak.v2, false, keycloak.v2
                    ADMIN,  '',          keycloak.v2, true,  pbx
                    ADMIN,  keycloak.v2, keycloak.v2, true,  keycloak.v2
                    ADMIN,  mine,        keycloak.v2, true,  mine
                    ADMIN,  ,            house,       true,  house
                    LOGIN,  ,            keycloak.v2, true,  keycloak.v2
                    LOGIN,  mine,        keycloak.v2, true,  mine
                    """)
    void whatTheRealmOrTheServerNamesComesFirst(
            Theme.Type type, String ofRealm, String ofServer, boolean installed, String expected) {
        assertThat(selector(ofRealm, ofServer, installed).getThemeName(type)).isEqualTo(expected);
    }

    /** Keycloak falls back on it where the realm's theme is gone. */
    @ParameterizedTest
    @CsvSource({"ADMIN, pbx", "LOGIN, keycloak.v2"})
    void theDefaultIsOursForTheAdminConsoleOnly(Theme.Type type, String expected) {
        assertThat(selector("gone", "keycloak.v2", true).getDefaultThemeName(type))
                .isEqualTo(expected);
    }

    private static ThemeSelectorProvider selector(String ofRealm, String ofServer, boolean installed) {
        RealmModel realm = fake(RealmModel.class, Map.of("getAdminTheme", value(ofRealm)));
        KeycloakContext context = fake(KeycloakContext.class, Map.of("getRealm", value(realm)));
        ThemeManager themes = fake(
                ThemeManager.class,
                Map.of("nameSet", value(installed ? Set.of("base", "pbx") : Set.of("base", "keycloak.v2"))));
        ThemeSelectorProvider stock = new ThemeSelectorProvider() {
            @Override
            public String getThemeName(Theme.Type type) {
                return ofRealm == null || ofRealm.isEmpty() ? ofServer : ofRealm;
            }

            @Override
            public String getDefaultThemeName(Theme.Type type) {
                return ofServer;
            }

            @Override
            public void close() {}
        };
        return new PbxThemeSelector()
                .create(fake(
                        KeycloakSession.class,
                        Map.of(
                                "getContext",
                                value(context),
                                "theme",
                                value(themes),
                                "getProvider",
                                (proxy, method, args) -> {
                                    assertThat(args).containsExactly(ThemeSelectorProvider.class, "default");
                                    return stock;
                                })));
    }

    private static InvocationHandler value(Object value) {
        return (proxy, method, args) -> value;
    }

    private static <T> T fake(Class<T> type, Map<String, InvocationHandler> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> methods.get(method.getName())
                        .invoke(proxy, method, args)));
    }
}
