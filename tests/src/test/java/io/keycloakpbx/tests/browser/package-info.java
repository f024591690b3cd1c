/** What people see: the sign-in pages in a real browser. */
package io.keycloakpbx.tests.browser;
