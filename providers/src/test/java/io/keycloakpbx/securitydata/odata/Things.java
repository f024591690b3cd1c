package io.keycloakpbx.securitydata.odata;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Entities with a property of each type, and of a key of two. */
final class Things {

    record Thing(int id, String name, boolean on, Instant made, UUID mark) {}

    static final EntityType<Thing> TYPE = EntityType.of(
            "Thing",
            List.of("ThingID"),
            List.of(
                    Property.of("ThingID", EdmType.INT32, Thing::id),
                    Property.nullable("Name", EdmType.STRING, Thing::name),
                    Property.of("IsOn", EdmType.BOOLEAN, Thing::on),
                    Property.nullable("Made", EdmType.DATE_TIME, Thing::made),
                    Property.nullable("Mark", EdmType.GUID, Thing::mark)));

    record Pair(int left, int right) {}

    static final EntityType<Pair> PAIR = EntityType.of(
            "Pair",
            List.of("LeftID", "RightID"),
            List.of(
                    Property.of("RightID", EdmType.INT32, Pair::right),
                    Property.of("LeftID", EdmType.INT32, Pair::left)));

    record Tree(UUID id) {}

    static final EntityType<Tree> TREE =
            EntityType.of("Tree", List.of("TreeID"), List.of(Property.of("TreeID", EdmType.GUID, Tree::id)));

    static final Thing FULL = new Thing(
            7,
            "a \"b\" <c> & 'd' \\ é \uD83D\uDE00 \u0001",
            true,
            Instant.parse("2027-03-01T20:00:12Z"),
            UUID.fromString("00000000-0000-4000-8000-00000000000A"));

    static final Thing EMPTY = new Thing(-8, null, false, null, null);

    private Things() {}

    /** All properties. */
    static <R> List<Property<R>> all(EntityType<R> type) {
        return List.copyOf(type.properties().values());
    }
}
