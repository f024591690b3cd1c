package io.keycloakpbx.securitydata.odata;

/**
 * A document that is written.
 *
 * @param contentType what it is
 */
public record Document(String contentType, String text) {}
