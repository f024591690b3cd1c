package io.keycloakpbx.extension;

import java.util.List;

/**
 * A part of the extensions of a tenant that a query finds.
 *
 * @param extensions by number
 * @param total how many the query finds in all
 */
public record FoundManagedExtensions(List<ManagedExtension> extensions, long total) {

    static final FoundManagedExtensions NONE = new FoundManagedExtensions(List.of(), 0);
}
