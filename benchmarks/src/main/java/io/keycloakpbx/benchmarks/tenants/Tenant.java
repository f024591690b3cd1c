package io.keycloakpbx.benchmarks.tenants;

/**
 * A tenant that a benchmark has made. It has one user.
 *
 * @param realm the name of its realm
 * @param restSecret of the client {@code pbx-rest}
 */
record Tenant(String sipDomain, String realm, String restSecret) {

    static final String USER = "201";
    static final String PASSWORD = "Pbx-benchmark-1!";
}
