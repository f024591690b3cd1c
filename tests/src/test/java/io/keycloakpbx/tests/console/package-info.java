/** The PBX pages in Keycloak's admin console, and what the server tells them. */
package io.keycloakpbx.tests.console;
