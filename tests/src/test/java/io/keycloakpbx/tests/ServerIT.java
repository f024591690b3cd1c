package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.RestAssured;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnKeycloak
@Tag("core")
@Tag("smoke")
class ServerIT {

    private final Keycloak keycloak;

    ServerIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @Test
    void isHealthyWithTheBundle() {
        RestAssured.given()
                .baseUri(keycloak.managementUrl().toString())
                .get("/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"));
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
}
