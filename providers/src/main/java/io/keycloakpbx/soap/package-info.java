/** SOAP 1.1 and 1.2: messages, faults, and what WS-Security puts into their headers. */
package io.keycloakpbx.soap;
