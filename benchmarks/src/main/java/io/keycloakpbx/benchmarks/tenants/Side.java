package io.keycloakpbx.benchmarks.tenants;

import java.util.Locale;

/** Whose request does the work. */
enum Side {
    BUNDLE("bundle"),
    STOCK("stock Keycloak");

    private final String title;

    Side(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As the raw figures have it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
