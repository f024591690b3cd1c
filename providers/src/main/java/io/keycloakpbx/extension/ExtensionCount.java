package io.keycloakpbx.extension;

/**
 * How many extensions a tenant has.
 *
 * @param owned those that somebody manages
 * @param free those that nobody manages
 */
public record ExtensionCount(long owned, long free) {

    /** All of them. */
    public long all() {
        return owned + free;
    }
}
