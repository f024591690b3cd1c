package io.keycloakpbx.securitydata;

import java.io.Serializable;
import java.util.Objects;

/** The primary key of rows that are numbered in their realm. */
public final class RealmNumber implements Serializable {

    private static final long serialVersionUID = 1;

    String realmId;
    int number;

    /** Filled by the persistence provider. */
    public RealmNumber() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof RealmNumber key && number == key.number && Objects.equals(realmId, key.realmId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(realmId, number);
    }
}
