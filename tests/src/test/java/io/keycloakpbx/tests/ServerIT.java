package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server that all other tests use is the one that was asked for, and takes the bundle as its own. */
@OnKeycloak
@Tag("smoke")
class ServerIT {

    private final Keycloak keycloak;

    ServerIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @Test
    void runsTheVersionAskedFor() {
        String version = keycloak.admin()
                .get("/admin/serverinfo")
                .then()
                .statusCode(200)
                .extract()
                .path("systemInfo.version");
        assertThat(version).isEqualTo(Settings.KEYCLOAK);
    }

    /** Keycloak warns where a provider is not what it takes it for, and starts all the same. */
    @Test
    void startsWithoutAWordAgainstTheBundle() throws IOException {
        assumeFalse(Settings.IN_CONTAINER, "the log is in the container");
        List<String> start = Files.readAllLines(Settings.directory().resolve("server.log")).stream()
                .takeWhile(line -> !line.contains("Bootstrap completed"))
                // It imports tenants before anybody can have switched on the events of the master realm.
                .filter(line -> !line.contains("Admin events of realm master are off"))
                .toList();
        assertThat(start)
                .isNotEmpty()
                .noneMatch(line -> line.contains(" ERROR "))
                .noneMatch(line -> line.contains(" WARN ") && line.contains("pbx"));
    }
}
