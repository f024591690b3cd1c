package io.keycloakpbx.tests.browser;

/** What a test class has opened; null where it did not get that far. */
final class Opened {

    private Opened() {}

    static void close(AutoCloseable... opened) throws Exception {
        for (AutoCloseable each : opened) {
            if (each != null) {
                each.close();
            }
        }
    }
}
