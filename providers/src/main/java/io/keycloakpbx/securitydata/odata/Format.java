package io.keycloakpbx.securitydata.odata;

import java.util.List;

/** A way to write answers. */
public interface Format {

    /** The namespace of the types. */
    String NAMESPACE = "SecurityData";

    /** What errors have in the place of a code, and the language of their texts. */
    String NO_CODE = "";

    String LANGUAGE = "en-US";

    /**
     * A page of a set.
     *
     * @param select the properties to write
     */
    <R> Document page(EntityType<R> type, List<Property<R>> select, Page<R> page);

    /** One entity, asked for by its key. */
    <R> Document entity(EntityType<R> type, List<Property<R>> select, R entity);

    /** The sets that there are, by name. */
    Document service(List<String> sets);

    /** A refusal. */
    Document error(String message);
}
