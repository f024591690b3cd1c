/**
 * What the bundle tells of its work: metrics, by the registry that Keycloak serves at {@code /metrics}, and spans, by
 * Keycloak's tracing. Where an operator has switched these off there is nothing that keeps them, and next to nothing is
 * done.
 */
package io.keycloakpbx.telemetry;
