package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keycloakpbx.server.Database;
import io.keycloakpbx.server.KeycloakServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnKeycloak
@Tag("core")
class ClusterIT {

    private final Keycloak keycloak;

    ClusterIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @Test
    void aSecondNodeServesTheSameData() {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 serves one node; -Dpbx.db=postgres serves several");
        try (KeycloakServer server = KeycloakServer.on(keycloak.distribution(), keycloak.database())
                        .log(Settings.directory().resolve("second-node.log"))
                        .start();
                Keycloak second = new Keycloak(new Borrowed(server))) {
            String id = keycloak.realm("master").createUser("onboth", "Seen-by-both-1!");
            try {
                assertThat(second.realm("master").userId("onboth")).isEqualTo(id);
            } finally {
                keycloak.realm("master").deleteUser(id);
            }
        }
    }
}
