package io.keycloakpbx.securitydata.service;

/**
 * Finds objects by the numbers that clients know them by, in one realm. What is not there, or is of another realm, is refused
 * as unknown (500302).
 */
final class Numbered {

    private Numbered() {}
}
