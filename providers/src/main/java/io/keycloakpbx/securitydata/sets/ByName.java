package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.odata.Property;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Properties in the order in which the contract writes them. */
final class ByName {

    private ByName() {}

    /** Those that two sets have in common, and those of one of them. */
    static <R> List<Property<R>> of(List<Property<R>> common, List<Property<R>> own) {
        return Stream.concat(common.stream(), own.stream())
                .sorted(Comparator.comparing(Property::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }
}
