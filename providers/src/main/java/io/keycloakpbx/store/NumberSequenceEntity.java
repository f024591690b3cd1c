package io.keycloakpbx.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** How far a realm has counted. */
@Entity
@Table(name = "PBX_NUMBER_SEQUENCE")
@IdClass(NumberSequenceEntity.Key.class)
class NumberSequenceEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Id
    @Column(name = "KIND", columnDefinition = "SMALLINT")
    int kind;

    @Column(name = "LAST_NUMBER", nullable = false)
    int lastNumber;

    protected NumberSequenceEntity() {}

    /** The primary key. */
    static final class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String realmId;
        int kind;

        Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && kind == key.kind && Objects.equals(realmId, key.realmId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, kind);
        }
    }
}
