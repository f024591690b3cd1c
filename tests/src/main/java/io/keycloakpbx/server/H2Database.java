package io.keycloakpbx.server;

import java.nio.file.Path;
import java.util.Map;

/** H2 inside the server process, in one file. */
final class H2Database implements Database {

    private final String url;

    H2Database(Path directory) {
        // The first two settings are the ones that Keycloak gives its own H2 file. Without the third, H2 writes a
        // commit
        // half a second later, and a killed server forgets what it had answered.
        url = "jdbc:h2:file:" + directory.toAbsolutePath().resolve("keycloakdb")
                + ";NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("db-url", url, "db-username", "sa", "db-password", "password");
    }

    @Override
    public String jdbcUrl() {
        return url + ";USER=sa;PASSWORD=password";
    }

    @Override
    public void close() {
        // The server that opened the file closes it.
    }
}
