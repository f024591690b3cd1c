package io.keycloakpbx.securitydata.odata;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of {@link TestEntities}. */
@Entity
@Table(name = "TEST_THING")
@IdClass(TestThing.Key.class)
class TestThing {

    /** Keys are unique in a realm. */
    record Key(String realm, int id) implements Serializable {}

    @Id
    private String realm;

    @Id
    private int id;

    private String name;
    private String note;
    private Integer amount;
    private boolean enabled;
    private Long made;
    private String seen;
    private String uid;

    TestThing() {}

    TestThing(String realm, TestEntities.Thing thing) {
        this.realm = realm;
        this.id = thing.id();
        this.name = thing.name();
        this.note = thing.note();
        this.amount = thing.amount();
        this.enabled = !thing.off();
        this.made = thing.made() == null ? null : thing.made().toEpochMilli();
        this.seen = thing.seen() == null ? null : thing.seen().toString();
        this.uid = thing.uid().toString();
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    String note() {
        return note;
    }

    Integer amount() {
        return amount;
    }

    boolean enabled() {
        return enabled;
    }

    Long made() {
        return made;
    }

    String seen() {
        return seen;
    }

    String uid() {
        return uid;
    }
}
