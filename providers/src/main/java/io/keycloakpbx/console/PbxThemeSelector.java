package io.keycloakpbx.console;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeSelectorProvider;
import org.keycloak.theme.ThemeSelectorProviderFactory;

/**
 * Gives the admin console the theme with the PBX pages where neither the realm nor the server names another one: so every
 * realm has them, and none is changed for it. {@code --spi-theme-selector--provider=default} switches it off.
 */
public final class PbxThemeSelector
        implements ThemeSelectorProviderFactory, PlainProviderFactory<ThemeSelectorProvider> {

    private static final String THEME = "pbx";

    /** The theme that has our pages around it: another default is somebody's wish. */
    private static final String STOCK_THEME = ThemeSelectorProvider.DEFAULT_V2;

    /** Keycloak's own selector. */
    private static final String STOCK_SELECTOR = "default";

    private volatile Boolean installed;

    @Override
    public ThemeSelectorProvider create(KeycloakSession session) {
        return new Selector(session, session.getProvider(ThemeSelectorProvider.class, STOCK_SELECTOR));
    }

    @Override
    public String getId() {
        return "pbx";
    }

    /** Before Keycloak's own, whose order is 0. */
    @Override
    public int order() {
        return 10;
    }

    /** The theme is in another jar. Without it Keycloak would have no console at all. */
    private boolean isInstalled(KeycloakSession session) {
        if (installed == null) {
            installed = session.theme().nameSet(Theme.Type.ADMIN).contains(THEME);
        }
        return installed;
    }

    private final class Selector implements ThemeSelectorProvider {

        private final KeycloakSession session;
        private final ThemeSelectorProvider stock;

        Selector(KeycloakSession session, ThemeSelectorProvider stock) {
            this.session = session;
            this.stock = stock;
        }

        @Override
        public String getThemeName(Theme.Type type) {
            return type == Theme.Type.ADMIN && !isChosen() ? getDefaultThemeName(type) : stock.getThemeName(type);
        }

        @Override
        public String getDefaultThemeName(Theme.Type type) {
            String name = stock.getDefaultThemeName(type);
            return type == Theme.Type.ADMIN && STOCK_THEME.equals(name) && isInstalled(session) ? THEME : name;
        }

        private boolean isChosen() {
            String theme = session.getContext().getRealm().getAdminTheme();
            return theme != null && !theme.isEmpty();
        }

        @Override
        public void close() {}
    }
}
