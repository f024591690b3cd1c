package io.keycloakpbx.securitydata.odata;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/** A small set with a property of each kind, in memory and in both databases, and one that it drives. */
final class TestEntities {

    /** The databases that the bundle runs on. Each starts when it is first asked for, and ends with the tests. */
    enum Database {
        H2,
        POSTGRES;

        private EntityManagerFactory factory;
        private String url;

        synchronized EntityManagerFactory factory() {
            if (factory == null) {
                factory = start("odata", TestThing.class);
            }
            return factory;
        }

        /** Makes the tables of entities. */
        EntityManagerFactory start(String name, Class<?>... entities) {
            return new HibernatePersistenceConfiguration(name)
                    .managedClasses(entities)
                    .jdbcUrl(url())
                    .jdbcCredentials(this == H2 ? "sa" : "postgres", "")
                    .jdbcPoolSize(4)
                    .schemaToolingAction(Action.CREATE)
                    .createEntityManagerFactory();
        }

        private synchronized String url() {
            if (url == null) {
                url = switch (this) {
                    case H2 -> "jdbc:h2:mem:odata;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE";
                    case POSTGRES -> postgres();
                };
            }
            return url;
        }

        private static String postgres() {
            try {
                // Texts sort as in memory, whatever the machine's language is.
                return EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C")
                        .start()
                        .getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What a piece of work finds in a transaction that is then rolled back. */
        <T> T in(Function<EntityManager, T> work) {
            try (EntityManager em = factory().createEntityManager()) {
                em.getTransaction().begin();
                try {
                    return work.apply(em);
                } finally {
                    em.getTransaction().rollback();
                }
            }
        }

        /** Keeps things, in place of those that the realm has. */
        void store(String realm, Collection<Thing> things) {
            try (EntityManager em = factory().createEntityManager()) {
                em.getTransaction().begin();
                em.createQuery("delete from TestThing t where t.realm = :realm")
                        .setParameter("realm", realm)
                        .executeUpdate();
                things.forEach(thing -> em.persist(new TestThing(realm, thing)));
                em.getTransaction().commit();
            }
        }
    }

    /** An entity of the set. */
    record Thing(int id, String name, String note, Integer amount, boolean off, Instant made, Instant seen, UUID uid) {

        /** What it drives: as many as its amount says, five at most, numbered from 1. */
        List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (int number = 1; amount != null && number <= Math.min(5, amount); number++) {
                parts.add(new Part(this, number, (id + number) % 3 == 0 ? null : "c" + (id * number) % 4));
            }
            return parts;
        }
    }

    /** An entity of the driven set. */
    record Part(Thing thing, int number, String color) {}

    static final EntityType<Thing> THING = EntityType.of(
            "Thing",
            List.of("ThingID"),
            List.of(
                    Property.of("ThingID", EdmType.INT32, Thing::id).in(column("id")),
                    Property.of("Name", EdmType.STRING, Thing::name)
                            .in(new Column(Column.Form.LOWER_CASE, tables -> thing(tables)
                                    .get("name"))),
                    Property.nullable("Note", EdmType.STRING, Thing::note).in(column("note")),
                    Property.nullable("Amount", EdmType.INT32, Thing::amount).in(column("amount")),
                    Property.of("IsOff", EdmType.BOOLEAN, Thing::off).in(Column.of(tables -> tables.cb()
                            .isFalse(thing(tables).get("enabled")))),
                    Property.nullable("Made", EdmType.DATE_TIME, Thing::made)
                            .in(new Column(Column.Form.MILLISECONDS, tables -> thing(tables)
                                    .get("made"))),
                    Property.nullable("Seen", EdmType.DATE_TIME, Thing::seen)
                            .in(new Column(Column.Form.TEXT_TIME, tables -> thing(tables)
                                    .get("seen"))),
                    Property.of("Uid", EdmType.GUID, Thing::uid).in(column("uid")),
                    Property.of("Domain", EdmType.STRING, (Thing thing) -> "acme")
                            .in(Column.constant("Domain")),
                    Property.of("DomainID", EdmType.INT32, (Thing thing) -> 7).in(Column.constant("DomainID")),
                    Property.nullable("Nothing", EdmType.INT32, (Thing thing) -> (Integer) null)
                            .in(Column.of(tables -> tables.cb().nullLiteral(Integer.class)))));

    static final EntityType<Part> PART = EntityType.of(
            "Part",
            List.of("ThingID", "Number"),
            List.of(
                    Property.of("ThingID", EdmType.INT32, part -> part.thing().id()),
                    Property.of("Name", EdmType.STRING, part -> part.thing().name()),
                    Property.nullable(
                            "Note", EdmType.STRING, part -> part.thing().note()),
                    Property.of("Domain", EdmType.STRING, part -> "acme"),
                    Property.of("Number", EdmType.INT32, Part::number),
                    Property.nullable("Color", EdmType.STRING, Part::color)));

    private TestEntities() {}

    private static Column column(String attribute) {
        return Column.of(tables -> thing(tables).get(attribute));
    }

    private static From<?, ?> thing(Tables tables) {
        return tables.from().get("thing");
    }

    static EntitySet<Thing> things(Collection<Thing> things) {
        return new EntitySet<>(THING, (Source.Catalogue<Thing>) () -> List.copyOf(things));
    }

    static EntitySet<Thing> things(EntityManager em, String realm) {
        return new EntitySet<>(THING, new Source.Table<>() {
            @Override
            public EntityManager entities() {
                return em;
            }

            @Override
            public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
                From<?, ?> thing = query.from(TestThing.class);
                return new Tables(
                        cb,
                        query,
                        Map.of("thing", thing),
                        cb.equal(thing.get("realm"), realm),
                        Map.of("Domain", "acme", "DomainID", 7));
            }

            @Override
            public List<Selection<?>> selection(Tables tables) {
                return List.of(thing(tables), thing(tables).get("id"));
            }

            @Override
            public List<Thing> rows(List<Object[]> found) {
                return found.stream().map(row -> thing((TestThing) row[0])).toList();
            }
        });
    }

    private static Thing thing(TestThing row) {
        return new Thing(
                row.id(),
                row.name(),
                row.note(),
                row.amount(),
                !row.enabled(),
                row.made() == null ? null : Instant.ofEpochMilli(row.made()),
                row.seen() == null ? null : Instant.parse(row.seen()),
                UUID.fromString(row.uid()));
    }

    static EntitySet<Part> parts(EntitySet<Thing> things) {
        return parts(things, drivers -> drivers.stream()
                .flatMap(thing -> thing.parts().stream())
                .toList());
    }

    static EntitySet<Part> parts(EntitySet<Thing> things, Function<List<Thing>, List<Part>> rows) {
        return new EntitySet<>(PART, new Source.Driven<Part, Thing>() {
            @Override
            public EntitySet<Thing> drivers() {
                return things;
            }

            @Override
            public Set<String> driverProperties() {
                return Set.of("ThingID", "Name", "Note", "Domain");
            }

            @Override
            public List<Part> rows(List<Thing> drivers) {
                return rows.apply(drivers);
            }

            @Override
            public Map<String, Source.Narrowing> narrowings() {
                return Map.of("Number", (tables, value) -> tables.cb()
                        .ge(thing(tables).<Integer>get("amount"), (Integer) value));
            }
        });
    }
}
