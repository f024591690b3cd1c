package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Whether a suspension has overtaken a request. A change of any column of a realm's row writes all of them: a request that
 * has read the row before the suspension and writes it after would resume the tenant, and make tokens good again that are
 * void.
 */
@ReliesOn("org.keycloak.models.jpa.entities.RealmEntity: has no version, and a change of one column writes all of them")
final class Overtaken {

    private Overtaken() {}

    /**
     * Whether what the session's transaction is about to commit is of a tenant that has been suspended meanwhile, be it
     * resumed again or not. What is written must be written first: a request that writes the row either holds it, and a
     * suspension comes after the request, or has waited for the suspension, which then is found here.
     *
     * @param realmId the tenant whose token the request came with
     */
    static boolean isSo(KeycloakSession session, String realmId) {
        EntityManager own = Database.entities(session);
        own.flush();
        List<Integer> notBefore = own.createQuery(
                        "select r.notBefore from RealmEntity r where r.id = :id", Integer.class)
                .setParameter("id", realmId)
                .getResultList();
        return !notBefore.isEmpty() && isSo(session, realmId, notBefore.get(0));
    }

    /** By the database rather than the cache, in a transaction that sees nothing of the request's own. */
    private static boolean isSo(KeycloakSession session, String realmId, int notBefore) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                                session.getKeycloakSessionFactory(), other -> Database.entities(other)
                                        .createQuery(
                                                "select r.id from RealmEntity r where r.id = :id"
                                                        + " and (r.enabled = false or r.notBefore > :notBefore)",
                                                String.class)
                                        .setParameter("id", realmId)
                                        .setParameter("notBefore", notBefore)
                                        .getResultList())
                        .size()
                > 0;
    }
}
