package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How objects of a realm were after the last change of each. One change of an object has it, however many there were.
 *
 * @param realmId the realm's id
 */
record AuditStates(EntityManager em, String realmId) {

    /** One of them. */
    record Last(Integer objectNumber, SortedMap<String, String> members) {

        /** Of an object of which nothing is known. */
        static final Last NONE = new Last(null, Collections.emptySortedMap());
    }

    /** Those that are known of some objects. */
    Map<String, Last> last(List<String> keys) {
        Map<String, Last> states = new HashMap<>();
        Parts.of(keys).forEach(part -> em.createQuery(
                        "select a.stateKey, a.objectNumber, a.state from AuditLogEntity a where a.realmId = :realm"
                                + " and a.stateKey in :keys order by a.number",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("keys", part)
                // None of what the request has changed is in the log yet.
                .setFlushMode(FlushModeType.COMMIT)
                .getResultList()
                // Two that were changed at once have one each.
                .forEach(row ->
                        states.put((String) row[0], new Last((Integer) row[1], ObjectState.kept((String) row[2])))));
        return states;
    }

    /** Leaves those of some objects to the changes that are written now. */
    void forget(List<String> keys) {
        Parts.of(keys.stream().sorted().toList())
                .forEach(part -> em.createQuery("update AuditLogEntity a set a.state = null, a.stateKey = null"
                                + " where a.realmId = :realm and a.stateKey in :keys")
                        .setParameter("realm", realmId)
                        .setParameter("keys", part)
                        .setFlushMode(FlushModeType.COMMIT)
                        .executeUpdate());
    }
}
