package io.keycloakpbx.http;

/**
 * Implemented by the factory of a resource of the Admin API whose contract has operations for who is not signed in, at the same
 * base URL. The resource with the same id below {@code /realms} answers them.
 */
public interface OpenOperations {

    /**
     * Whether an operation is for who is not signed in.
     *
     * @param path what comes after the resource's id, without the slash
     */
    boolean isOpen(String path);
}
