package io.keycloakpbx.benchmarks;

import java.net.URI;

/**
 * The server that is measured. It has the demo's tenants.
 *
 * @param baseUrl without a slash at the end
 */
record Site(URI baseUrl) {

    String url(String path) {
        return baseUrl + path;
    }
}
