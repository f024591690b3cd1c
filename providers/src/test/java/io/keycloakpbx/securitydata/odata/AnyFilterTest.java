package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is sent, it is a filter or a request that is refused. */
class AnyFilterTest {

    private static final List<Thing> THINGS = RandomFilter.things();

    private static final List<String> WORDS = List.of(
            "(",
            ")",
            ",",
            "-",
            "not",
            "mul",
            "div",
            "mod",
            "add",
            "sub",
            "lt",
            "le",
            "gt",
            "ge",
            "eq",
            "ne",
            "and",
            "or",
            "null",
            "true",
            "false",
            "0",
            "1",
            "-2147483648",
            "9223372036854775807L",
            "2.5",
            "1e5",
            "''",
            "'a'",
            "datetime'2027-03-01'",
            "datetimeoffset'2027-03-01T00:00:00Z'",
            "guid'01234567-89ab-cdef-0123-456789abcdef'",
            "ThingID",
            "Name",
            "Note",
            "Amount",
            "IsOff",
            "Made",
            "Uid",
            "Flag",
            "Nothing",
            "substring(",
            "length(",
            "startswith(",
            "replace(",
            "year(",
            "indexof(",
            "concat(");

    @Property(tries = 400)
    void anyText(@ForAll String text) {
        assertFilterOrRefused(text);
    }

    @Property(tries = 1000)
    void anyWords(@ForAll("words") List<String> words) {
        assertFilterOrRefused(String.join(" ", words));
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of(WORDS).list().ofMaxSize(12);
    }

    @Property(tries = 400)
    void anyFilterWithAFault(@ForAll long seed, @ForAll char c) {
        Random random = new Random(seed);
        StringBuilder text =
                new StringBuilder(new RandomFilter(random).condition(5).text());
        for (int faults = 1 + random.nextInt(2); faults > 0 && !text.isEmpty(); faults--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, c);
                case 2 -> text.insert(at, " " + WORDS.get(random.nextInt(WORDS.size())) + " ");
                default -> text.setLength(at);
            }
        }
        assertFilterOrRefused(text.toString());
    }

    private static void assertFilterOrRefused(String text) {
        Filter<Thing> filter;
        try {
            filter = Filter.parse(text, RandomFilter.TYPE);
        } catch (ODataException e) {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(200);
            return;
        }
        Filter<Thing> none = Filter.parse("not (" + text + ")", RandomFilter.TYPE);
        for (Thing thing : THINGS) {
            assertThat(filter.accepts(thing)).isNotEqualTo(none.accepts(thing));
        }
    }
}
