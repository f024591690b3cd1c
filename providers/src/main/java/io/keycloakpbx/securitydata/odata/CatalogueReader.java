package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Window.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A set that is filtered, sorted and counted in memory. */
final class CatalogueReader<R> implements Reader<R> {

    private final EntityType<R> type;
    private final Source.Catalogue<R> catalogue;
    private final Deadline deadline;

    CatalogueReader(EntityType<R> type, Source.Catalogue<R> catalogue, Deadline deadline) {
        this.type = type;
        this.catalogue = catalogue;
        this.deadline = deadline;
    }

    @Override
    public List<R> read(Window<R> window) {
        return stretch(accepted(window.wanted()).toList(), window, deadline);
    }

    private Stream<R> accepted(Wanted<R> wanted) {
        return catalogue.rows().stream().filter(entity -> {
            deadline.check();
            return wanted.accepts(entity);
        });
    }

    /** A stretch of entities that have been filtered already. */
    static <R> List<R> stretch(List<R> entities, Window<R> window, Deadline deadline) {
        Ordering<R> ordering = window.ordering();
        int least = window.inclusive() ? 0 : 1;
        return entities.stream()
                .filter(entity ->
                        window.after() == null || ordering.compare(ordering.values(entity), window.after()) >= least)
                .sorted((one, other) -> {
                    deadline.check();
                    return ordering.comparator().compare(one, other);
                })
                .skip(window.skip())
                .limit(window.limit())
                .toList();
    }

    @Override
    public long count(Wanted<R> wanted) {
        return accepted(wanted).count();
    }

    @Override
    public Optional<R> item(List<Object> key) {
        Ordering<R> ordering = Ordering.of(type, List.of());
        return catalogue.rows().stream()
                .filter(entity -> ordering.values(entity).equals(key))
                .findFirst();
    }

    @Override
    public Set<String> constants() {
        return Set.of();
    }
}
