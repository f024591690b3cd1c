/** The PBX pages in Keycloak's admin console, in a browser. */
package io.keycloakpbx.tests.console;
