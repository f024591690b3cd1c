package io.keycloakpbx.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.io.Serializable;
import java.util.Objects;

/** The number of an object. Queries of other packages join it by its name. */
@Entity
@Table(
        name = "PBX_NUMBER",
        uniqueConstraints =
                @UniqueConstraint(
                        name = "UK_PBX_NUMBER_ID",
                        columnNames = {"KEYCLOAK_ID", "KIND", "REALM_ID"}))
@IdClass(NumberEntity.Key.class)
class NumberEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Id
    @Column(name = "KIND", columnDefinition = "SMALLINT")
    int kind;

    @Id
    @Column(name = "NUMBER_ID")
    int number;

    @Column(name = "KEYCLOAK_ID", length = 300, nullable = false)
    String keycloakId;

    protected NumberEntity() {}

    /** The primary key. */
    static final class Key implements Serializable {

        private static final long serialVersionUID = 1;

        String realmId;
        int kind;
        int number;

        Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && kind == key.kind
                    && number == key.number
                    && Objects.equals(realmId, key.realmId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, kind, number);
        }
    }
}
