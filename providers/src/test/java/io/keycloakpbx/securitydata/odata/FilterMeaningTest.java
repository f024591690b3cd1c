package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.odata.TestEntities.Database;
import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A filter lets the same things through in memory, on H2, on PostgreSQL, and by an evaluation that knows none of these. */
class FilterMeaningTest {

    private static final String REALM = "filters";
    private static final List<Thing> THINGS = RandomFilter.things();

    @BeforeContainer
    static void store() {
        Database.H2.store(REALM, THINGS);
        Database.POSTGRES.store(REALM, THINGS);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void theSameEverywhere(@ForAll long seed) {
        RandomFilter.Made made = new RandomFilter(new Random(seed)).condition(5);
        Filter<Thing> filter = parse(made.text());
        Set<Integer> meant = ids(thing -> Boolean.TRUE.equals(made.meaning().of(thing)));

        assertThat(ids(filter::accepts)).as("in memory: %s", made.text()).isEqualTo(meant);
        for (Database database : Database.values()) {
            assertThat(found(database, filter))
                    .as("on %s: %s", database, made.text())
                    .isEqualTo(meant);
        }
    }

    /** What is as long and as deep as it may be has room in the stack of each database, and does not grow on the way. */
    @Example
    void theLargest() {
        for (String text : List.of(
                "ThingID" + " add 1".repeat(240) + " gt 245",
                "IsOff or Note eq 'x'" + " or Amount eq 12 and Flag".repeat(150),
                "not ".repeat(99) + "(Note eq 'x' or Flag and Name ne 'ab')",
                "trim(".repeat(49) + "Note" + ")".repeat(49) + " eq 'a'",
                "(" + "Flag eq (".repeat(49) + "IsOff" + ")".repeat(50),
                "IsOff" + " eq Flag".repeat(230),
                "substring(Note, indexof(".repeat(24) + "Note" + ",'a') add 1)".repeat(24) + " eq 'b'",
                "substring(".repeat(49) + "Note" + ",Amount mod 2)".repeat(49) + " ne 'b'",
                "endswith(" + "concat(".repeat(20) + "Note" + ",Name)".repeat(20) + "," + "trim(".repeat(40) + "Name"
                        + ")".repeat(41),
                "year(Made) eq 2027" + " or second(Seen) lt day(Made)".repeat(100))) {
            Filter<Thing> filter = Filter.parse(text, RandomFilter.TYPE);
            Set<Integer> meant = ids(filter::accepts);
            for (Database database : Database.values()) {
                assertThat(found(database, filter))
                        .as("on %s: %s", database, text)
                        .isEqualTo(meant);
            }
        }
    }

    /** What is refused because nobody can say that its numbers have room, or because it is too much. */
    private static Filter<Thing> parse(String text) {
        try {
            return Filter.parse(text, RandomFilter.TYPE);
        } catch (ODataException e) {
            assertThat(e.getMessage())
                    .as(text)
                    .matches(".*(can be too large\\.|(div|mod) by 0\\.|substring takes numbers (from|up to)"
                            + " .*|\\$filter (has|is) .*)");
            Assume.that(false);
            throw e;
        }
    }

    private static Set<Integer> ids(Predicate<Thing> accepts) {
        Set<Integer> ids = new TreeSet<>();
        THINGS.stream().filter(accepts).forEach(thing -> ids.add(thing.id()));
        return ids;
    }

    private static Set<Integer> found(Database database, Filter<Thing> filter) {
        return database.in(em -> {
            CriteriaBuilder cb = em.getCriteriaBuilder();
            CriteriaQuery<Integer> query = cb.createQuery(Integer.class);
            Tables tables =
                    ((Source.Table<Thing>) TestEntities.things(em, REALM).source()).from(cb, query);
            query.select(tables.from().get("thing").get("id")).where(tables.visible(), filter.in(tables));
            return new TreeSet<>(em.createQuery(query).getResultList());
        });
    }
}
