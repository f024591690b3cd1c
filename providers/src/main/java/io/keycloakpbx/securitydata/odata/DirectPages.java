package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Window.Wanted;
import java.util.List;
import java.util.Optional;

/** Pages of sets of which any stretch can be had directly. */
final class DirectPages<R> implements Pages<R> {

    private final Reader<R> reader;

    DirectPages(Reader<R> reader) {
        this.reader = reader;
    }

    @Override
    public Stretch<R> page(Query<R> query, Ordering<R> ordering, int wanted, boolean looksOn) {
        if (query.after() != null) {
            ordering.requireFitting(query.after());
        }
        List<R> found = reader.read(new Window<>(
                Wanted.by(query.filter()),
                ordering,
                query.after(),
                false,
                query.skip(),
                looksOn ? wanted + 1 : wanted));
        return Stretch.of(found, wanted, ordering, query.count() ? (Long) count(query.filter()) : null);
    }

    @Override
    public long count(Filter<R> filter) {
        return reader.count(Wanted.by(filter));
    }

    @Override
    public Optional<R> item(List<Object> key) {
        return reader.item(key);
    }
}
