package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.securitydata.odata.TestEntities.Database;
import io.keycloakpbx.securitydata.odata.TestEntities.Part;
import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import io.keycloakpbx.securitydata.odata.Window.Wanted;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {

    /** A thing that drives as many parts as it is told. */
    private static Thing thing(int id, int parts) {
        return new Thing(id, "t" + id, null, parts, false, null, null, new UUID(0, id));
    }

    private static EntitySet<Thing> things(int count) {
        return TestEntities.things(
                IntStream.rangeClosed(1, count).mapToObj(id -> thing(id, 1)).toList());
    }

    private static <R> Page<R> page(EntitySet<R> set, String... options) {
        return Execution.page(set, query(set, options));
    }

    private static <R> long count(EntitySet<R> set, String... options) {
        return Execution.count(set, query(set, options));
    }

    private static <R> Query<R> query(EntitySet<R> set, String... options) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String option : options) {
            parameters.put(
                    option.substring(0, option.indexOf('=')), List.of(option.substring(option.indexOf('=') + 1)));
        }
        return QueryOptions.parse(parameters, set.type());
    }

    private static void assertRefused(String text, EntitySet<?> set, String... options) {
        assertThatThrownBy(() -> page(set, options))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(text);
    }

    @Test
    void pagesHaveAHundredEntitiesOrAsManyAsFiveHundred() {
        EntitySet<Thing> set = things(1203);
        Page<Thing> page = page(set, "$inlinecount=allpages");
        assertThat(page.entities()).extracting(Thing::id).containsExactlyElementsOf(range(1, 100));
        assertThat(page.count()).isEqualTo(1203);
        assertThat(page.nextLink()).isEqualTo("Thing?$inlinecount=allpages&$skiptoken=100");
        page = page(set, "$top=1202", "$skip=1");
        assertThat(page.entities()).extracting(Thing::id).containsExactlyElementsOf(range(2, 501));
        assertThat(page.count()).isNull();
        assertThat(page.nextLink()).isEqualTo("Thing?$top=702&$skiptoken=501");
        page = page(set, "$top=702", "$skiptoken=501");
        assertThat(page.nextLink()).isEqualTo("Thing?$top=202&$skiptoken=1001");
        page = page(set, "$top=202", "$skiptoken=1001");
        assertThat(page.entities()).extracting(Thing::id).containsExactlyElementsOf(range(1002, 1203));
        assertThat(page.nextLink()).isNull();
        assertThat(page(things(100)).nextLink()).isNull();
        assertThat(page(set, "$top=0", "$inlinecount=allpages")).isEqualTo(new Page<>(List.of(), 1203L, null));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void linksKeepTheRequestsOptions() {
        EntitySet<Thing> set = TestEntities.things(IntStream.rangeClosed(1, 101)
                .mapToObj(id -> new Thing(id, "a", "50% a+b & c='ü'#;\"<" + id, 1, true, null, null, new UUID(0, 0)))
                .toList());
        assertThat(page(
                                set,
                                "$skip=0",
                                "$orderby=Uid desc,Note desc,IsOff,Made",
                                "$select=Name, Note",
                                "format=application/json;odata=verbose",
                                "inlinecount=none",
                                "other=1")
                        .nextLink())
                .isEqualTo("Thing?$orderby=Uid%20desc,Note%20desc,IsOff,Made&$select=Name,%20Note"
                        + "&format=application/json%3Bodata%3Dverbose&inlinecount=none"
                        + "&$skiptoken=guid'00000000-0000-0000-0000-000000000000',"
                        + "'50%25%20a%2Bb%20%26%20c%3D''%C3%BC''%23%3B%22%3C10',true,null,10");
        EntitySet<Thing> longValues = TestEntities.things(IntStream.rangeClosed(1, 101)
                .mapToObj(id -> new Thing(id, "a", "n".repeat(4000), 1, true, null, null, new UUID(0, 0)))
                .toList());
        assertRefused(
                "What this is sorted by is too long to go on from: sort by other properties.",
                longValues,
                "$orderby=Note");
        // What is sent has room for 32,779 characters in all, and such a one is nine of them.
        EntitySet<Thing> wideValues = TestEntities.things(IntStream.rangeClosed(1, 101)
                .mapToObj(id -> new Thing(id, "a", "€".repeat(1600), 1, true, null, null, new UUID(0, 0)))
                .toList());
        assertThat(page(wideValues, "$orderby=Note").nextLink()).hasSizeGreaterThan(14_400);
        assertRefused(
                "What this is sorted by is too long to go on from: sort by other properties.",
                wideValues,
                "$orderby=Note",
                "$filter=Note ne '" + "€".repeat(1600) + "€'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$skiptoken=null", "$skiptoken=null,null"})
    void aKeyIsNeverAbsent(String token) {
        String text = "$skiptoken is none of this set's: follow links as they are.";
        if (token.endsWith("null,null")) {
            assertRefused(text, TestEntities.parts(things(1)), token);
            assertRefused(text, TestEntities.parts(things(1)), "$orderby=Number", "$skiptoken=1,null");
        } else {
            assertRefused(text, things(1), token);
            Database.H2.in(em -> {
                assertRefused(text, TestEntities.things(em, "none"), token);
                return null;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEntityIsFoundByItsKey(Database database) {
        List<Thing> things = List.of(thing(1, 0), thing(2, 3), thing(3, 3));
        database.store("items", things);
        database.store("other items", List.of(thing(4, 2)));
        database.in(em -> {
            EntitySet<Thing> table = TestEntities.things(em, "items");
            for (EntitySet<Thing> set : List.of(table, TestEntities.things(things))) {
                assertThat(Execution.item(set, List.of(2))).contains(things.get(1));
                assertThat(Execution.item(set, List.of(4))).isEmpty();
                assertThat(Execution.item(set, Collections.singletonList(null))).isEmpty();
                EntitySet<Part> parts = TestEntities.parts(set);
                assertThat(Execution.item(parts, List.of(2, 3)))
                        .hasValueSatisfying(part -> assertThat(part.thing().id() + "/" + part.number())
                                .isEqualTo("2/3"));
                assertThat(Execution.item(parts, List.of(2, 4))).isEmpty();
                assertThat(Execution.item(parts, List.of(1, 1))).isEmpty();
                assertThat(Execution.item(parts, List.of(4, 1))).isEmpty();
            }
            return null;
        });
    }

    /** A GUID is a key as it is a text. */
    @ParameterizedTest
    @EnumSource
    void anEntityIsFoundByAGuid(Database database) {
        EntityType<Thing> byUid = EntityType.of(
                "Thing",
                List.of("Uid", "Name"),
                List.copyOf(TestEntities.THING.properties().values()));
        UUID uid = UUID.fromString("fa000000-0000-0000-0000-00000000000b");
        database.store("guids", List.of(new Thing(9, "t9", null, 1, false, null, null, uid)));
        database.in(em -> {
            EntitySet<Thing> set =
                    new EntitySet<>(byUid, TestEntities.things(em, "guids").source());
            assertThat(Execution.item(set, List.of(uid, "t9"))).isPresent();
            assertThat(Execution.item(set, List.of(uid, "t8"))).isEmpty();
            assertThat(Execution.item(set, List.of(uid, "t9\0"))).isEmpty();
            assertThat(Execution.item(set, List.of(new UUID(0, 0), "t9"))).isEmpty();
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource
    void numbersFarBeyondTheEndFindNothing(Database database) {
        database.store("far", List.of(thing(1, 1)));
        database.in(em -> {
            for (EntitySet<?> set : List.of(
                    TestEntities.things(em, "far"),
                    things(1),
                    TestEntities.parts(things(1)),
                    TestEntities.parts(TestEntities.things(em, "far")))) {
                Page<?> page = page(set, "$skip=999999999", "$top=999999999999", "$inlinecount=allpages");
                assertThat(page.entities()).isEmpty();
                assertThat(page.nextLink()).isNull();
                assertThat(page.count()).isEqualTo(1);
                assertThat(count(set, "$skip=999999999")).isZero();
                assertThat(count(set, "$top=999999999")).isEqualTo(1);
            }
            assertThat(page(TestEntities.things(em, "far"), "$skiptoken=2147483647")
                            .entities())
                    .isEmpty();
            assertThat(page(TestEntities.things(em, "far"), "$skiptoken=-2147483648")
                            .entities())
                    .hasSize(1);
            return null;
        });
    }

    /** A page of a driven set ends after so many drivers, also where it is empty. */
    @Test
    void aDrivenSetsPageCanBeEmptyAndGoOn() {
        List<Thing> none =
                IntStream.rangeClosed(1, 10_001).mapToObj(id -> thing(id, 0)).toList();
        Page<Part> page = page(TestEntities.parts(TestEntities.things(none)), "$top=5", "$skip=3");
        assertThat(page.entities()).isEmpty();
        assertThat(page.nextLink()).isEqualTo("Part?$top=5&$skip=3&$skiptoken=10000,null");
        page = page(TestEntities.parts(TestEntities.things(none)), "$top=5", "$skip=3", "$skiptoken=10000,null");
        assertThat(page).isEqualTo(new Page<>(List.of(), null, null));
    }

    @Test
    void aDrivenSetGoesOnWithinADriver() {
        EntitySet<Part> set = TestEntities.parts(TestEntities.things(
                IntStream.rangeClosed(1, 1001).mapToObj(id -> thing(id, 3)).toList()));
        Page<Part> page = page(set);
        assertThat(page.entities()).hasSize(100);
        assertThat(page.nextLink()).isEqualTo("Part?$skiptoken=34,1");
        assertThat(page(set, "$orderby=ThingID desc,Number desc").nextLink())
                .isEqualTo("Part?$orderby=ThingID%20desc,Number%20desc&$skiptoken=968,3");
    }

    /** Of many entities that a driver has each page makes those that it has, and some to find the first of them. */
    @Test
    void aPageWithinADriverMakesFewOfItsEntities() {
        Thing driver = thing(7, 0);
        AtomicInteger made = new AtomicInteger();
        List<Part> many = new AbstractList<>() {
            @Override
            public Part get(int index) {
                made.incrementAndGet();
                return new Part(driver, index + 1, null);
            }

            @Override
            public int size() {
                return 200_000;
            }
        };
        EntitySet<Part> set = TestEntities.parts(TestEntities.things(List.of(driver)), drivers -> many);
        for (int place : List.of(0, 1, 500, 100_000, 199_800)) {
            made.set(0);
            Page<Part> page = page(set, "$skiptoken=7," + place);
            assertThat(page.entities())
                    .extracting(Part::number)
                    .startsWith(place + 1)
                    .hasSize(100);
            assertThat(page.nextLink()).isEqualTo("Part?$skiptoken=7," + (place + 100));
            assertThat(made).as("behind %s", place).hasValueLessThan(100 + 100);
        }
        Page<Part> last = page(set, "$skiptoken=7,199999");
        assertThat(last.entities()).extracting(Part::number).containsExactly(200_000);
        assertThat(last.nextLink()).isNull();
        made.set(0);
        assertThat(Execution.item(set, List.of(7, 150_000))).map(Part::number).hasValue(150_000);
        assertThat(Execution.item(set, List.of(7, 200_001))).isEmpty();
        assertThat(Execution.item(set, List.of(7, 0))).isEmpty();
        assertThat(made).hasValueLessThan(100);
    }

    @Test
    void countsAndForeignOrdersOfADrivenSetAreForFewDrivers() {
        String text = "Part is counted, and sorted by other properties first than those of Thing, for at most 1000 "
                + "entities of Thing: filter by ThingID, Name, Note, Domain, Number (eq).";
        EntitySet<Part> many = TestEntities.parts(things(1001));
        assertRefused(text, many, "$inlinecount=allpages");
        assertRefused(text, many, "$orderby=Color");
        assertThatThrownBy(() -> count(many)).hasMessage(text);
        assertThat(page(many, "$orderby=Name").nextLink()).isNotNull();
        EntitySet<Part> few = TestEntities.parts(things(1000));
        assertThat(page(few, "$inlinecount=allpages", "$top=1").count()).isEqualTo(1000);
        assertThat(page(few, "$orderby=Number,ThingID desc", "$top=1").entities())
                .extracting(part -> part.thing().id())
                .containsExactly(1000);
        assertThat(count(few)).isEqualTo(1000);
    }

    /** Seven things with one part each but for two, and room for five. */
    private static <T> T withSeven(Database database, Function<EntitySet<Part>, T> work) {
        database.store(
                "seven",
                IntStream.rangeClosed(1, 7)
                        .mapToObj(id -> thing(id, id > 5 ? 3 : 1))
                        .toList());
        return database.in(em -> work.apply(TestEntities.parts(TestEntities.things(em, "seven"))));
    }

    private static final Limits FIVE = new Limits(10, 10, 5, 10, 10, 5, 10, 100, TableReader.TIMEOUT);

    /** All time is over from the beginning. */
    private static final Limits NO_TIME = new Limits(10, 10, 5, 100, 1_000, 1_000, 1_000, 100, Duration.ZERO);

    /** What is the same in all rows of the drivers' table does not make them fewer. */
    @ParameterizedTest
    @EnumSource
    void aRefusalNamesWhatMakesDriversFewer(Database database) {
        withSeven(database, set -> assertThatThrownBy(() -> Execution.page(set, query(set, "$orderby=Number"), FIVE))
                .hasMessageEndingWith("for at most 5 entities of Thing: filter by ThingID, Name, Note, Number (eq)."));
    }

    /** Of four things there are eight parts. */
    @ParameterizedTest
    @EnumSource
    void aRefusalNamesTheBoundThatWasMet(Database database) {
        Limits look = new Limits(10, 10, 5, 10, 10, 4, 7, 100, TableReader.TIMEOUT);
        Limits find = new Limits(10, 10, 5, 10, 7, 4, 8, 100, TableReader.TIMEOUT);
        withSeven(database, set -> {
            Query<Part> query = query(set, "$filter=ThingID ge 4", "$orderby=Number");
            assertThatThrownBy(() -> Execution.page(set, query, look))
                    .hasMessageContaining(" for at most 7 entities to look at: filter by ThingID, ");
            assertThatThrownBy(() -> Execution.page(set, query, find))
                    .hasMessageContaining(" for at most 7 entities that are found: filter by ThingID, ");
            assertThat(Execution.page(set, query(set, "$filter=ThingID ge 4 and Number ne 3", "$orderby=Number"), find)
                            .entities())
                    .hasSize(6);
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatNamesDriversMakesThemFewer(Database database) {
        withSeven(database, set -> assertThat(Execution.page(
                                set,
                                query(
                                        set,
                                        "$filter=Number eq 2",
                                        "$orderby=Number,ThingID desc",
                                        "$inlinecount=allpages"),
                                FIVE)
                        .entities())
                .extracting(part -> part.thing().id() + "/" + part.number())
                .containsExactly("7/2", "6/2"));
    }

    /** What is left to be done in memory is not done once time is over. */
    @ParameterizedTest
    @EnumSource
    void workInMemoryEnds(Database database) {
        String text = "This takes longer than 0 seconds. Filter by fewer or other properties, or sort by the key.";
        for (String option : List.of("$filter=Note eq null", "$inlinecount=allpages", "$orderby=Name")) {
            assertThatThrownBy(() -> Execution.page(things(2), query(things(2), option), NO_TIME))
                    .isInstanceOfSatisfying(
                            ODataException.class, e -> assertThat(e.status()).isEqualTo(400))
                    .hasMessage(text);
        }
        withSeven(database, set -> {
            for (String options : List.of("$inlinecount=allpages", "$orderby=Color", "$orderby=ThingID,Color")) {
                assertThatThrownBy(() -> Execution.page(set, query(set, options), NO_TIME))
                        .isInstanceOf(ODataException.class)
                        .hasMessage(text);
            }
            return null;
        });
    }

    /** A page that drivers are walked through for ends with one entity that was looked at, found or not. */
    @ParameterizedTest
    @EnumSource
    void aWalkEndsInTimeAndGoesOn(Database database) {
        withSeven(database, set -> {
            List<String> found = new ArrayList<>();
            Query<Part> query = query(set, "$filter=Color ne null", "$skip=1");
            int pages = 0;
            for (Page<Part> page = null; page == null || page.nextLink() != null; pages++) {
                page = Execution.page(set, query, NO_TIME);
                page.entities().forEach(part -> found.add(part.thing().id() + "/" + part.number()));
                if (page.nextLink() != null) {
                    query = QueryOptions.parse(PagingTest.parameters(page.nextLink()), set.type());
                }
            }
            assertThat(found)
                    .containsExactlyElementsOf(page(set, "$filter=Color ne null", "$skip=1").entities().stream()
                            .map(part -> part.thing().id() + "/" + part.number())
                            .toList());
            // Eleven entities, and the empty page after them.
            assertThat(pages).isEqualTo(12);
            return null;
        });
    }

    /** Whether it is counted or not: a client may ask for the count of the first page alone. */
    @Test
    void aDrivenSetIsSortedAsTheDatabaseDoesIt() {
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("collation")
                        .managedClasses(TestThing.class)
                        .jdbcUrl("jdbc:h2:mem:collation;NON_KEYWORDS=VALUE;INIT=SET COLLATION ENGLISH")
                        .jdbcCredentials("sa", "")
                        .jdbcPoolSize(1)
                        .schemaToolingAction(Action.CREATE)
                        .createEntityManagerFactory();
                EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            List<String> names = List.of("a-c", "ab", "Ab", "b", "B", "_");
            for (int i = 0; i < names.size(); i++) {
                em.persist(
                        new TestThing("here", new Thing(i, names.get(i), null, 1, false, null, null, new UUID(0, i))));
            }
            em.flush();
            EntitySet<Part> set = TestEntities.parts(TestEntities.things(em, "here"));
            List<String> sorted = page(set, "$orderby=Name").entities().stream()
                    .map(part -> part.thing().name())
                    .toList();
            assertThat(sorted).isNotEqualTo(names.stream().sorted().toList());
            Page<Part> first = page(set, "$orderby=Name", "$top=2", "$inlinecount=allpages");
            assertThat(first.count()).isEqualTo(6);
            assertThat(first.entities())
                    .extracting(part -> part.thing().name())
                    .containsExactlyElementsOf(sorted.subList(0, 2));
            for (String count : List.of("allpages", "none")) {
                Part last = first.entities().get(1);
                assertThat(page(
                                        set,
                                        "$orderby=Name",
                                        "$inlinecount=" + count,
                                        "$skiptoken='" + last.thing().name() + "',"
                                                + last.thing().id() + ",1")
                                .entities())
                        .extracting(part -> part.thing().name())
                        .containsExactlyElementsOf(sorted.subList(2, 6));
            }
            em.getTransaction().rollback();
        }
    }

    @Test
    void aQueryThatTakesTooLongIsRefused() {
        Database.POSTGRES.store("slow", List.of(thing(1, 1)));
        try (EntityManager other = Database.POSTGRES.factory().createEntityManager()) {
            other.getTransaction().begin();
            other.createNativeQuery("lock table TEST_THING in access exclusive mode")
                    .executeUpdate();
            Database.POSTGRES.in(em -> {
                TableReader<Thing> reader = new TableReader<>(
                        TestEntities.THING,
                        (Source.Table<Thing>) TestEntities.things(em, "slow").source(),
                        Duration.ofSeconds(1));
                assertThatThrownBy(() -> reader.count(Wanted.by(null)))
                        .isInstanceOf(ODataException.class)
                        .hasMessage("This takes longer than 1 seconds. Filter by fewer or other properties, or sort by "
                                + "the key.");
                return null;
            });
            other.getTransaction().rollback();
        }
    }
}
