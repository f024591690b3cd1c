/**
 * CostGuard's commands (contract costguard 5.3), by SOAP and by JSON. An operation is a {@link Command}; its structures are
 * {@link Shape}s, from which the WSDL is made, and bodies are read and written.
 */
package io.keycloakpbx.securitydata.service;
