/**
 * The answers of users to security questions: credentials of the type {@code pbx-security-answer}, by which nobody signs in.
 */
package io.keycloakpbx.securitydata.answer;
