package io.keycloakpbx.tests;

import io.keycloakpbx.server.KeycloakServer;
import java.net.URI;

/** A server that a test runs and closes itself. */
public record Borrowed(KeycloakServer server) implements ServerUnderTest {

    @Override
    public URI baseUrl() {
        return server.baseUrl();
    }

    @Override
    public URI managementUrl() {
        return server.managementUrl();
    }

    @Override
    public void close() {
        // Not ours.
    }
}
