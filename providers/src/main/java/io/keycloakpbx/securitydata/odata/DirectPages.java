package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Query.OrderItem;
import io.keycloakpbx.securitydata.odata.Window.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pages of sets of which any stretch can be had directly. */
final class DirectPages<R> implements Pages<R> {

    /** How many entities with long texts are read at once. */
    private static final int PART = 20;

    private final EntityType<R> type;
    private final Reader<R> reader;
    private final Limits limits;

    DirectPages(EntityType<R> type, Reader<R> reader, Limits limits) {
        this.type = type;
        this.reader = reader;
        this.limits = limits;
    }

    @Override
    public Stretch<R> page(Query<R> query, Ordering<R> ordering, int wanted, boolean looksOn) {
        if (query.after() != null) {
            ordering.requireFitting(query.after());
        }
        int most = looksOn ? wanted + 1 : wanted;
        Set<String> needed = Stream.concat(
                        query.select().stream(), ordering.items().stream().map(OrderItem::property))
                .map(Property::name)
                .collect(Collectors.toSet());
        Set<String> leftOut = reader.longTexts().stream()
                .filter(name -> !needed.contains(name))
                .collect(Collectors.toSet());
        Window<R> window =
                new Window<>(Wanted.by(query.filter()), ordering, query.after(), false, query.skip(), most, leftOut);
        Long count = query.count() ? (Long) count(query.filter()) : null;
        return leftOut.equals(reader.longTexts())
                ? Stretch.of(reader.read(window), wanted, ordering, count)
                : bounded(window, wanted, count);
    }

    /** A page that ends where its long texts are many characters. */
    private Stretch<R> bounded(Window<R> page, int wanted, Long count) {
        List<R> found = new ArrayList<>();
        List<Object> after = page.after();
        int skip = page.skip();
        long characters = 0;
        while (found.size() < page.limit()) {
            int limit = Math.min(PART, page.limit() - found.size());
            List<R> part = reader.read(
                    new Window<>(page.wanted(), page.ordering(), after, false, skip, limit, page.leftOut()));
            for (R entity : part) {
                found.add(entity);
                characters += characters(entity);
                if (characters >= limits.text() && found.size() < wanted) {
                    return new Stretch<>(List.copyOf(found), page.ordering().values(entity), 0, count);
                }
            }
            if (part.size() < limit) {
                break;
            }
            after = page.ordering().values(found.get(found.size() - 1));
            skip = 0;
        }
        return Stretch.of(found, wanted, page.ordering(), count);
    }

    private long characters(R entity) {
        return reader.longTexts().stream()
                .map(name -> type.properties().get(name).value().apply(entity))
                .mapToLong(text -> text == null ? 0 : ((String) text).length())
                .sum();
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
