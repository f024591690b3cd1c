package io.keycloakpbx.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Locale;

/** What a visitor looks at. */
public enum Screen {
    DESKTOP(1280, 800, false, ColorScheme.DARK, ColorScheme.LIGHT),
    PHONE(390, 844, true, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final boolean touch;
    private final List<ColorScheme> colorSchemes;

    Screen(int width, int height, boolean touch, ColorScheme... colorSchemes) {
        this.width = width;
        this.height = height;
        this.touch = touch;
        this.colorSchemes = List.of(colorSchemes);
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setIsMobile(touch)
                .setHasTouch(touch)
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    /** Makes a page that is open already as wide and as high. */
    void resize(Page page) {
        page.setViewportSize(width, height);
    }

    List<ColorScheme> colorSchemes() {
        return colorSchemes;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
