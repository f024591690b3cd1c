/** What went wrong once, by kind. */
package io.keycloakpbx.tests.regression;
