package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.securitydata.odata.Query.OrderItem;
import io.keycloakpbx.securitydata.odata.Window.Wanted;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Pages of entities that are made of those of another set, the drivers. Where they are sorted by what drivers have, drivers
 * are read in that order until the page is full or too many have been seen; the next page goes on from there, within a
 * driver or behind one. To sort them otherwise, and to count them, all of them are made, of few drivers only.
 */
final class DrivenPages<R, D> implements Pages<R> {

    /** How many drivers the entities are made of first. It is as many more then as their entities allow. */
    private static final int FIRST_PART = 20;

    /** How many entities are made at once, about. */
    private static final int PART_ENTITIES = 20_000;

    /** How long it takes to make them, about. */
    private static final long PART_NANOSECONDS = 500_000_000;

    private final EntityType<R> type;
    private final Source.Driven<R, D> driven;
    private final EntityType<D> driverType;
    private final Reader<D> drivers;
    private final Limits limits;
    private final Deadline deadline;

    DrivenPages(EntityType<R> type, Source.Driven<R, D> driven, Limits limits, Deadline deadline) {
        this.type = type;
        this.driven = driven;
        this.driverType = driven.drivers().type();
        this.drivers = Reader.of(driven.drivers(), deadline);
        this.limits = limits;
        this.deadline = deadline;
    }

    /** A filter, cut into what drivers can be asked and the rest. */
    private record Split<R, D>(Wanted<D> drivers, Wanted<R> rest) {}

    private Split<R, D> split(Filter<R> filter) {
        List<Filter<D>> ofDrivers = new ArrayList<>();
        List<Function<Tables, Predicate>> narrowings = new ArrayList<>();
        List<Filter<R>> rest = new ArrayList<>();
        for (Filter<R> conjunct : filter == null ? List.<Filter<R>>of() : filter.conjuncts()) {
            if (driven.driverProperties().containsAll(conjunct.properties())) {
                ofDrivers.add(conjunct.of(driverType));
                continue;
            }
            rest.add(conjunct);
            driven.narrowings().forEach((name, narrowing) -> conjunct.equalTo(name)
                    .ifPresent(value -> narrowings.add(tables -> narrowing.where(tables, value))));
        }
        return new Split<>(new Wanted<>(ofDrivers, narrowings), new Wanted<>(rest, List.of()));
    }

    @Override
    public Stretch<R> page(Query<R> query, Ordering<R> ordering, int wanted, boolean looksOn) {
        Split<R, D> split = split(query.filter());
        int most = looksOn ? wanted + 1 : wanted;
        Optional<Ordering<D>> ofDrivers = ofDrivers(ordering);
        if (ofDrivers.isPresent()) {
            // Also where they are counted: the database may sort texts otherwise than memory does,
            // and a client may ask for the count of the first page alone.
            Long count = query.count() ? (Long) (long) all(split).size() : null;
            return new Walk(split, ordering, ofDrivers.get(), query, wanted, most, count).page();
        }
        if (query.after() != null) {
            ordering.requireFitting(query.after());
        }
        List<R> all = all(split);
        return Stretch.of(
                CatalogueReader.stretch(
                        all, new Window<>(split.rest(), ordering, query.after(), false, query.skip(), most), deadline),
                wanted,
                ordering,
                query.count() ? (Long) (long) all.size() : null);
    }

    @Override
    public long count(Filter<R> filter) {
        return all(split(filter)).size();
    }

    @Override
    public Optional<R> item(List<Object> key) {
        Ordering<R> ordering = Ordering.of(type, List.of());
        return drivers.item(key.subList(0, driverType.key().size())).stream()
                .flatMap(driver -> {
                    List<R> entities = driven.rows(List.of(driver));
                    int at = LongList.endOf(entities, 0, entity -> ordering.compare(ordering.values(entity), key) < 0);
                    return entities.subList(at, Math.min(entities.size(), at + 1)).stream();
                })
                .filter(entity -> ordering.values(entity).equals(key))
                .findFirst();
    }

    /** The order of drivers in which entities come as they are sorted, where there is one that tells drivers apart. */
    private Optional<Ordering<D>> ofDrivers(Ordering<R> ordering) {
        List<OrderItem<D>> items = new ArrayList<>();
        for (OrderItem<R> item : ordering.items()) {
            String name = item.property().name();
            if (!driven.driverProperties().contains(name)) {
                break;
            }
            items.add(new OrderItem<>(driverType.property(name).orElseThrow(), item.descending()));
        }
        Set<String> names = items.stream().map(item -> item.property().name()).collect(Collectors.toSet());
        return names.containsAll(driverType.key()) ? Optional.of(new Ordering<>(items)) : Optional.empty();
    }

    /** All entities that a filter lets through. */
    private List<R> all(Split<R, D> split) {
        Ordering<D> byKey = Ordering.of(driverType, List.of());
        if (!drivers.read(new Window<>(split.drivers(), byKey, null, false, limits.few(), 1))
                .isEmpty()) {
            throw tooMany(limits.few() + " entities of " + driverType.name());
        }
        List<R> all = new ArrayList<>();
        Rounds rounds = new Rounds(split.drivers(), byKey, null, false);
        while (rounds.hasMore()) {
            deadline.check();
            List<R> entities = rounds.next();
            if (rounds.entities() > limits.all()) {
                throw tooMany(limits.all() + " entities to look at");
            }
            for (R entity : entities) {
                deadline.check();
                if (split.rest().accepts(entity)) {
                    all.add(entity);
                }
            }
            if (all.size() > limits.entities()) {
                throw tooMany(limits.entities() + " entities that are found");
            }
        }
        return all;
    }

    /** @param most the bound, in words */
    private ODataException tooMany(String most) {
        Set<String> constants = drivers.constants();
        Set<String> names = new LinkedHashSet<>();
        type.properties().keySet().stream()
                .filter(name -> driven.driverProperties().contains(name) && !constants.contains(name))
                .forEach(names::add);
        driven.narrowings().keySet().stream()
                .sorted()
                .map(name -> name + " (eq)")
                .forEach(names::add);
        return ODataException.invalid(type.name() + " is counted, and sorted by other properties first than those of "
                + driverType.name() + ", for at most " + most + ": filter by " + String.join(", ", names) + ".");
    }

    /** Drivers one after the other, as the entities that they have. */
    private final class Rounds {

        private final Wanted<D> wanted;
        private final Ordering<D> ordering;
        private List<Object> after;
        private boolean inclusive;
        private List<D> round;
        private int from;
        private int part = FIRST_PART;
        private int seen;
        private long made;

        /** @param inclusive whether the driver at {@code after} is one of them */
        Rounds(Wanted<D> wanted, Ordering<D> ordering, List<Object> after, boolean inclusive) {
            this.wanted = wanted;
            this.ordering = ordering;
            this.after = after;
            this.inclusive = inclusive;
            read();
        }

        private void read() {
            round = drivers.read(new Window<>(wanted, ordering, after, inclusive, 0, limits.round()));
            from = 0;
            inclusive = false;
        }

        boolean hasMore() {
            if (from == limits.round()) {
                read();
            }
            return from < round.size();
        }

        /** How many drivers there have been. */
        int drivers() {
            return seen;
        }

        /** How many entities there have been. */
        long entities() {
            return made;
        }

        /** Where the last driver is. */
        List<Object> after() {
            return after;
        }

        List<R> next() {
            List<D> some = round.subList(from, Math.min(round.size(), from + part));
            long begun = System.nanoTime();
            List<R> entities = driven.rows(some);
            long each = (System.nanoTime() - begun) / some.size() + 1;
            after = ordering.values(some.get(some.size() - 1));
            from += some.size();
            seen += some.size();
            made += entities.size();
            long possible = Math.min(PART_ENTITIES / (entities.size() / some.size() + 1), PART_NANOSECONDS / each);
            part = (int) Math.max(1, Math.min(Math.min(limits.round(), part * 5), possible));
            return entities;
        }
    }

    /** One page, as drivers come. */
    private final class Walk {

        private final Split<R, D> split;
        private final Ordering<R> ordering;
        private final Ordering<D> ofDrivers;
        private final Ordering<R> ofDriver;
        private final Ordering<R> within;
        private final boolean isByKey;
        private final List<Object> after;
        private final boolean behind;
        private final int wanted;
        private final int most;
        private final Long count;
        private final List<R> found = new ArrayList<>();
        private int skip;
        private long looked;

        Walk(
                Split<R, D> split,
                Ordering<R> ordering,
                Ordering<D> ofDrivers,
                Query<R> query,
                int wanted,
                int most,
                Long count) {
            this.split = split;
            this.ordering = ordering;
            this.ofDrivers = ofDrivers;
            this.ofDriver = ordering.part(0, ofDrivers.size());
            this.within = ordering.part(ofDrivers.size(), ordering.size());
            // A driver's entities are made in the order of the key.
            this.isByKey = ordering.isByKeyFrom(ofDrivers.size(), type);
            this.after = query.after();
            this.behind = after != null
                    && after.subList(ofDrivers.size(), ordering.size()).stream().allMatch(Objects::isNull);
            this.wanted = wanted;
            this.most = most;
            this.count = count;
            this.skip = query.skip();
            if (after != null) {
                (behind ? ofDriver : ordering).requireFitting(after);
            }
        }

        Stretch<R> page() {
            List<Object> driver = after == null ? null : after.subList(0, ofDrivers.size());
            Rounds rounds = new Rounds(split.drivers(), ofDrivers, driver, !behind);
            while (rounds.hasMore()) {
                if (rounds.drivers() >= limits.drivers() || rounds.drivers() > 0 && deadline.isOver()) {
                    return goingOn(rounds.after());
                }
                List<R> entities = rounds.next();
                int from = 0;
                while (from < entities.size()) {
                    List<Object> values = ofDriver.values(entities.get(from));
                    driver = values;
                    int to = LongList.endOf(
                            entities, from, entity -> ofDriver.values(entity).equals(values));
                    R last = take(driver, entities.subList(from, to));
                    if (found.size() == most) {
                        return Stretch.of(found, wanted, ordering, count);
                    }
                    if (last != null) {
                        return new Stretch<>(List.copyOf(found), ordering.values(last), skip, count);
                    }
                    looked += to - from;
                    from = to;
                    // Those that are sorted have a time of their own for each driver.
                    boolean enough = looked >= limits.entities() || !isByKey && deadline.isOver();
                    if (enough && (from < entities.size() || rounds.hasMore())) {
                        return goingOn(driver);
                    }
                }
            }
            return new Stretch<>(List.copyOf(found), null, 0, count);
        }

        /** A page that ends before it is full: the next one begins behind the last driver. */
        private Stretch<R> goingOn(List<Object> driver) {
            List<Object> behindDriver = new ArrayList<>(driver);
            behindDriver.addAll(Collections.nCopies(within.size(), null));
            return new Stretch<>(List.copyOf(found), behindDriver, skip, count);
        }

        /** Takes those of a driver; gives the one that was the last where time was over. */
        private R take(List<Object> driver, List<R> entities) {
            boolean begun = after != null && !behind && driver.equals(after.subList(0, ofDrivers.size()));
            List<R> all = isByKey ? entities : sorted(entities);
            int from =
                    begun ? LongList.endOf(all, 0, entity -> ordering.compare(ordering.values(entity), after) <= 0) : 0;
            for (R entity : all.subList(from, all.size())) {
                if (found.size() == most) {
                    return null;
                }
                if (!isByKey || split.rest().accepts(entity)) {
                    if (skip > 0) {
                        skip--;
                    } else {
                        found.add(entity);
                    }
                }
                // Each page gets on by one at least.
                if (deadline.isOver()) {
                    return entity;
                }
            }
            return null;
        }

        /** Those that the filter lets through, for which a driver has time of its own: there is no going on before. */
        private List<R> sorted(List<R> entities) {
            Deadline ofDriver = Deadline.in(limits.time());
            return entities.stream()
                    .filter(entity -> {
                        ofDriver.check();
                        return split.rest().accepts(entity);
                    })
                    .sorted(within.comparator())
                    .toList();
        }
    }
}
