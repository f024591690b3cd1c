package io.keycloakpbx.benchmarks;

import java.util.Locale;

/** Who does the work. */
enum Side {
    BUNDLE,
    STOCK;

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
