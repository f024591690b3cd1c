/** Runs Keycloak with the packaged bundle: behind {@code ./start}, the end-to-end tests and the benchmarks. */
package io.keycloakpbx.server;
