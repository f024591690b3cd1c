package io.keycloakpbx.tenant;

/** A bulk run may not go on. The message says why, in words for the caller. */
final class BulkStoppedException extends RuntimeException {

    BulkStoppedException(String message) {
        super(message);
    }
}
