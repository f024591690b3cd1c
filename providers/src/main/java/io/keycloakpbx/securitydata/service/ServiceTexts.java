package io.keycloakpbx.securitydata.service;

/** What callers are told before a command is asked, by SOAP and by JSON. */
final class ServiceTexts {

    static final String NO_TOKEN = "A valid security token is required.";
    static final String NO_OPERATION = "There is no such operation.";
    static final String LOCKED = "Another call changes the same at the moment. Nothing was changed; call again.";
    static final String FAILED = "The service has failed. Nothing was changed.";

    private ServiceTexts() {}
}
