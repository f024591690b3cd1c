package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.securitydata.odata.TestEntities.Database;
import io.keycloakpbx.securitydata.odata.TestEntities.Part;
import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Following the links gives each entity once, in order, whatever the set is made of. */
class PagingTest {

    private static final int TRIES = 60;

    /** How things compare, each way by a property; null is the least. */
    private static final Map<String, Comparator<Thing>> BY = by(Map.of(
            "ThingID", Thing::id,
            "Name", Thing::name,
            "Note", Thing::note,
            "Amount", Thing::amount,
            "IsOff", Thing::off,
            "Made", Thing::made,
            "Seen", Thing::seen,
            "Uid", thing -> thing.uid().toString(),
            "Domain", thing -> 0,
            "Nothing", thing -> 0));

    private static final Map<String, Comparator<Part>> PARTS_BY = by(Map.of(
            "ThingID", part -> part.thing().id(),
            "Name", part -> part.thing().name(),
            "Note", part -> part.thing().note(),
            "Domain", part -> 0,
            "Number", Part::number,
            "Color", Part::color));

    /** Filters of things, and what they mean. */
    private static final Map<String, Predicate<Thing>> FILTERS = Map.of(
            "true",
            thing -> true,
            "Amount gt 1 and not IsOff",
            thing -> thing.amount() != null && thing.amount() > 1 && !thing.off(),
            "Note ne 'a'",
            thing -> !"a".equals(thing.note()));

    /**
     * A filter of parts.
     *
     * @param meaning what it lets through
     * @param drivers the things that its driver's part lets through
     * @param narrowed these of them that a narrowing does not leave out in a table
     */
    private record Case(String filter, Predicate<Part> meaning, Predicate<Thing> drivers, Predicate<Thing> narrowed) {}

    private static final Predicate<Thing> ALL = thing -> true;

    private static final Predicate<Thing> LATE_OR_BARE =
            thing -> (thing.name().compareTo("c") >= 0 || thing.note() == null) && thing.id() <= 20;

    private static final List<Case> CASES = List.of(
            new Case("true", part -> true, ALL, ALL),
            new Case("ThingID gt 5", part -> part.thing().id() > 5, thing -> thing.id() > 5, ALL),
            new Case(
                    "Number eq 2",
                    part -> part.number() == 2,
                    ALL,
                    thing -> thing.amount() != null && thing.amount() >= 2),
            new Case(
                    "Number eq 2 and Number eq 3",
                    part -> false,
                    ALL,
                    thing -> thing.amount() != null && thing.amount() >= 3),
            new Case(
                    "Note eq 'a' and Color ne null",
                    part -> "a".equals(part.thing().note()) && part.color() != null,
                    thing -> "a".equals(thing.note()),
                    ALL),
            new Case(
                    "Color eq 'c1' or ThingID eq 3",
                    part -> "c1".equals(part.color()) || part.thing().id() == 3,
                    ALL,
                    ALL),
            new Case(
                    "(Name ge 'c' or Note eq null) and Number ge 2 and ThingID le 20",
                    part -> LATE_OR_BARE.test(part.thing()) && part.number() >= 2,
                    LATE_OR_BARE,
                    ALL));

    private static <T> Map<String, Comparator<T>> by(Map<String, Function<T, ? extends Comparable<?>>> values) {
        Map<String, Comparator<T>> by = new HashMap<>();
        values.forEach((name, value) -> by.put(name, comparator(value)));
        return by;
    }

    @SuppressWarnings("unchecked")
    private static <T> Comparator<T> comparator(Function<T, ? extends Comparable<?>> value) {
        return Comparator.comparing(
                (Function<T, Comparable<Object>>) (Function<T, ?>) value,
                Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    /** A request's order, as it is written and as it sorts; it ends with the key. */
    private static <T> Comparator<T> order(List<String> items, Map<String, Comparator<T>> by, List<String> key) {
        Comparator<T> order = Comparator.comparing(any -> 0);
        for (String item : items) {
            String[] words = item.split(" ");
            Comparator<T> next = by.get(words[0]);
            order = order.thenComparing(words.length > 1 && words[1].equals("desc") ? next.reversed() : next);
        }
        for (String name : key) {
            order = order.thenComparing(by.get(name));
        }
        return order;
    }

    @Provide
    Arbitrary<List<Thing>> things() {
        Arbitrary<Thing> thing = Combinators.combine(
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.strings().withChars("abcd").ofMinLength(1).ofMaxLength(2),
                        Arbitraries.of("a", "b", "it's, 100% +1&x=#ü").injectNull(0.3),
                        Arbitraries.integers().between(-2, 6).injectNull(0.3),
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(-5, 5).injectNull(0.3),
                        Arbitraries.longs().between(0, 5).injectNull(0.3))
                .as((id, name, note, amount, off, made, seen) -> new Thing(
                        id,
                        name,
                        note,
                        amount,
                        off,
                        made == null ? null : Instant.ofEpochMilli(made),
                        seen == null ? null : Instant.ofEpochSecond(seen),
                        UUID.nameUUIDFromBytes(new byte[] {(byte) (int) id})));
        return thing.list().ofMaxSize(30).uniqueElements(Thing::id);
    }

    @Provide
    Arbitrary<List<String>> orders() {
        return orders(BY);
    }

    @Provide
    Arbitrary<List<String>> partsOrders() {
        return orders(PARTS_BY);
    }

    private static Arbitrary<List<String>> orders(Map<String, ?> by) {
        return Combinators.combine(
                        Arbitraries.of(by.keySet().stream().sorted().toList()), Arbitraries.of("", " asc", " desc"))
                .as((name, direction) -> name + direction)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> filters() {
        return Arbitraries.of(FILTERS.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.of(CASES);
    }

    @Provide
    Arbitrary<Limits> limits() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 9);
        return Combinators.combine(small, small, small, small, small)
                .as((page, round, drivers, entities, few) -> new Limits(
                        page, page + 2, round, drivers, entities * 3, few * 5, 100, 1_000_000, TableReader.TIMEOUT));
    }

    @Provide
    Arbitrary<Map<String, String>> sizes() {
        Arbitrary<String> size = Arbitraries.integers().between(0, 25).map(String::valueOf);
        return Combinators.combine(size.injectNull(0.5), size.injectNull(0.5), Arbitraries.of(true, false))
                .as((top, skip, count) -> {
                    Map<String, String> options = new LinkedHashMap<>();
                    if (top != null) {
                        options.put("$top", top);
                    }
                    if (skip != null) {
                        options.put("$skip", skip);
                    }
                    if (count) {
                        options.put("$inlinecount", "allpages");
                    }
                    return options;
                });
    }

    /** All that a request gives, page by page. */
    private static <T> List<T> follow(
            EntitySet<T> set, Map<String, String> request, Limits limits, Predicate<Page<T>> checked) {
        List<T> all = new ArrayList<>();
        String link = set.type().name() + "?"
                + request.entrySet().stream()
                        .map(option -> option.getKey() + "="
                                + option.getValue().replace("%", "%25").replace("+", "%2B"))
                        .collect(Collectors.joining("&"));
        for (int pages = 0; link != null; pages++) {
            assertThat(pages).as("pages").isLessThan(500);
            assertThat(link).startsWith(set.type().name() + "?").isASCII();
            Page<T> page = Execution.page(set, QueryOptions.parse(parameters(link), set.type()), limits);
            assertThat(page.entities()).hasSizeLessThanOrEqualTo(limits.most());
            assertThat(checked.test(page)).as("page %s of %s", page, link).isTrue();
            all.addAll(page.entities());
            link = page.nextLink();
        }
        return all;
    }

    /** The options of a link, as a server reads them. */
    static Map<String, List<String>> parameters(String link) {
        return Arrays.stream(link.substring(link.indexOf('?') + 1).split("&"))
                .filter(option -> !option.isEmpty())
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(
                        option -> URLDecoder.decode(option[0], StandardCharsets.UTF_8),
                        option -> List.of(URLDecoder.decode(option[1], StandardCharsets.UTF_8))));
    }

    private static Map<String, String> request(String filter, List<String> order, Map<String, String> sizes) {
        Map<String, String> request = new LinkedHashMap<>(sizes);
        if (!filter.equals("true")) {
            request.put("$filter", filter);
        }
        if (!order.isEmpty()) {
            request.put("$orderby", String.join(",", order));
        }
        return request;
    }

    private static <T> List<T> expected(List<T> all, Map<String, String> request) {
        return all.stream()
                .skip(Integer.parseInt(request.getOrDefault("$skip", "0")))
                .limit(Integer.parseInt(request.getOrDefault("$top", "1000")))
                .toList();
    }

    private static <T> Predicate<Page<T>> counts(Map<String, String> request, long count) {
        Long wanted = request.containsKey("$inlinecount") ? (Long) count : null;
        return page -> Objects.equals(page.count(), wanted);
    }

    /** A page of a set that is no driven one is full, or the last. */
    private static <T> Predicate<Page<T>> isFull(Map<String, String> request, Limits limits) {
        int page = request.containsKey("$top") ? 1 : limits.page();
        return found -> found.nextLink() == null || found.entities().size() >= page;
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void aCatalogueIsPagedInOrder(
            @ForAll("things") List<Thing> things,
            @ForAll("filters") String filter,
            @ForAll("orders") List<String> order,
            @ForAll("limits") Limits limits,
            @ForAll("sizes") Map<String, String> sizes) {
        check(TestEntities.things(things), things, filter, order, limits, sizes);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void aTableIsPagedInOrder(
            @ForAll Database database,
            @ForAll("things") List<Thing> things,
            @ForAll("filters") String filter,
            @ForAll("orders") List<String> order,
            @ForAll("limits") Limits limits,
            @ForAll("sizes") Map<String, String> sizes) {
        database.store("paging", things);
        database.in(em -> {
            check(TestEntities.things(em, "paging"), things, filter, order, limits, sizes);
            return null;
        });
    }

    private static void check(
            EntitySet<Thing> set,
            List<Thing> things,
            String filter,
            List<String> order,
            Limits limits,
            Map<String, String> sizes) {
        Map<String, String> request = request(filter, order, sizes);
        List<Thing> sorted = things.stream()
                .filter(FILTERS.get(filter))
                .sorted(order(order, BY, List.of("ThingID")))
                .toList();
        Predicate<Page<Thing>> checked = counts(request, sorted.size());
        assertThat(follow(set, request, limits, checked.and(isFull(request, limits))))
                .isEqualTo(expected(sorted, request));
        Query<Thing> query = QueryOptions.parse(
                request.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, option -> List.of(option.getValue()))),
                TestEntities.THING);
        assertThat(Execution.count(set, query))
                .isEqualTo(expected(sorted, request).size());
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void aDrivenSetIsPagedInOrder(
            @ForAll("things") List<Thing> things,
            @ForAll("cases") Case filter,
            @ForAll("partsOrders") List<String> order,
            @ForAll("limits") Limits limits,
            @ForAll("sizes") Map<String, String> sizes) {
        checkParts(TestEntities.things(things), false, things, filter, order, limits, sizes);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void aSetThatATableDrivesIsPagedInOrder(
            @ForAll Database database,
            @ForAll("things") List<Thing> things,
            @ForAll("cases") Case filter,
            @ForAll("partsOrders") List<String> order,
            @ForAll("limits") Limits limits,
            @ForAll("sizes") Map<String, String> sizes) {
        database.store("parts", things);
        database.in(em -> {
            checkParts(TestEntities.things(em, "parts"), true, things, filter, order, limits, sizes);
            return null;
        });
    }

    private static void checkParts(
            EntitySet<Thing> set,
            boolean isTable,
            List<Thing> things,
            Case filter,
            List<String> order,
            Limits limits,
            Map<String, String> sizes) {
        Map<String, String> request = request(filter.filter(), order, sizes);
        List<Part> sorted = things.stream()
                .flatMap(thing -> thing.parts().stream())
                .filter(filter.meaning())
                .sorted(order(order, PARTS_BY, List.of("ThingID", "Number")))
                .toList();
        long drivers = things.stream()
                .filter(isTable ? filter.drivers().and(filter.narrowed()) : filter.drivers())
                .count();
        boolean all = request.containsKey("$inlinecount") || !ofDrivers(order);
        if (all
                && drivers > limits.few()
                && (request.containsKey("$inlinecount") || !"0".equals(request.get("$top")))) {
            assertThatThrownBy(() -> follow(TestEntities.parts(set), request, limits, page -> true))
                    .isInstanceOf(ODataException.class);
            return;
        }
        if (all && sorted.size() > limits.entities()) {
            return;
        }
        assertThat(follow(TestEntities.parts(set), request, limits, counts(request, sorted.size())))
                .isEqualTo(expected(sorted, request));
    }

    /** Whether the properties of the driver that an order begins with tell drivers apart. */
    private static boolean ofDrivers(List<String> order) {
        for (String item : order) {
            String name = item.split(" ")[0];
            if (name.equals("ThingID")) {
                return true;
            }
            if (name.equals("Number") || name.equals("Color")) {
                return false;
            }
        }
        return true;
    }
}
