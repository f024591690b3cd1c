package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Window.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the entities of a set of which any stretch can be had directly.
 *
 * @param <R> what an entity is read into
 */
interface Reader<R> {

    List<R> read(Window<R> window);

    long count(Wanted<R> wanted);

    /** The entity of a key, whose values have the types of the key's properties. */
    Optional<R> item(List<Object> key);

    /** The names of the properties that are the same for all of them. */
    Set<String> constants();

    /** The names of the properties with long texts. */
    default Set<String> longTexts() {
        return Set.of();
    }

    /**
     * The reader of a set that is no driven one.
     *
     * @param deadline of what is done in memory
     */
    static <R> Reader<R> of(EntitySet<R> set, Deadline deadline) {
        if (set.source() instanceof Source.Table<R> table) {
            return new TableReader<>(set.type(), table, TableReader.TIMEOUT);
        }
        if (set.source() instanceof Source.Catalogue<R> catalogue) {
            return new CatalogueReader<>(set.type(), catalogue, deadline);
        }
        throw new IllegalArgumentException(set.type().name() + " is a driven set");
    }
}
