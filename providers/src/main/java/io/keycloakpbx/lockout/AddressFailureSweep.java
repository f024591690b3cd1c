package io.keycloakpbx.lockout;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Forgets the failures of all realms that are over, so that the table does not grow for ever: batch by batch, until nothing
 * is left of what was over when it began.
 */
final class AddressFailureSweep {

    /** Rows of one transaction: others who count on the same rows wait for it. */
    static final int BATCH = 500;

    /** Does work in a transaction of its own. */
    interface Transactions {

        int call(ToIntFunction<EntityManager> work);
    }

    private final Transactions transactions;

    AddressFailureSweep(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Forgets what was over at a moment.
     *
     * @param before seconds since 1970
     */
    void run(long before) {
        int found;
        do {
            found = transactions.call(entities -> batch(entities, before));
        } while (found == BATCH);
    }

    /** How many rows were found to be over. One that was counted on meanwhile stays, and is over no more. */
    private static int batch(EntityManager entities, long before) {
        List<AddressFailureEntity> over = entities.createQuery(
                        "select f from AddressFailureEntity f where f.expiry <= :before"
                                + " order by f.expiry, f.realmId, f.address",
                        AddressFailureEntity.class)
                .setParameter("before", before)
                .setMaxResults(BATCH)
                .getResultList();
        over.forEach(row -> entities.createQuery("delete from AddressFailureEntity f where f.realmId = :realmId"
                        + " and f.address = :address and f.expiry <= :before")
                .setParameter("realmId", row.getRealmId())
                .setParameter("address", row.getAddress())
                .setParameter("before", before)
                .executeUpdate());
        return over.size();
    }
}
