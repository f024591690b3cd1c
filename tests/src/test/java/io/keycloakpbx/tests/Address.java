package io.keycloakpbx.tests;

import java.net.URI;

/** A server known by its port only. */
record Address(int port) implements ServerUnderTest {

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public URI managementUrl() {
        throw new UnsupportedOperationException("only the port is known");
    }

    @Override
    public void close() {
        // Not ours.
    }
}
