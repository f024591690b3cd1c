package io.keycloakpbx.tests;

import java.net.URI;

/** A running Keycloak with the bundle, wherever it runs. */
public interface ServerUnderTest extends AutoCloseable {

    String ADMIN = "admin";
    String ADMIN_PASSWORD = "admin";

    URI baseUrl();

    URI managementUrl();

    @Override
    void close();
}
