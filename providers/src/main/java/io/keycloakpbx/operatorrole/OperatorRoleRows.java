package io.keycloakpbx.operatorrole;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the database says of a realm's roles and components of operators, where a cache may be behind. */
@ReliesOn("org.keycloak.models.jpa.entities: the rows of roles and components")
final class OperatorRoleRows {

    private static final String OF_REALM =
            " from ComponentEntity c where c.realm.id = :realm and c.providerType = :type and c.providerId = :provider";

    private final KeycloakSession session;
    private final RealmModel realm;

    OperatorRoleRows(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** How many components there are of one kind. */
    long count(String provider) {
        return em().createQuery("select count(c.id)" + OF_REALM, Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("type", OperatorComponentProvider.class.getName())
                .setParameter("provider", provider)
                .getSingleResult();
    }

    /** Whether there is a component of one kind with an id. */
    boolean has(String provider, String id) {
        return !em().createQuery("select c.id" + OF_REALM + " and c.id = :id", String.class)
                .setParameter("realm", realm.getId())
                .setParameter("type", OperatorComponentProvider.class.getName())
                .setParameter("provider", provider)
                .setParameter("id", id)
                .getResultList()
                .isEmpty();
    }

    /** Locks a realm role until the end of the transaction, and tells whether it is there: the console may remove it. */
    boolean lockRole(String id) {
        return em().createQuery("update RoleEntity r set r.name = r.name"
                                + " where r.id = :id and r.realmId = :realm and r.clientRole = false")
                        .setParameter("id", id)
                        .setParameter("realm", realm.getId())
                        .executeUpdate()
                == 1;
    }

    /** Whether a custom role refers to a permission of the realm. */
    boolean isReferredTo(String permissionId) {
        return !em().createQuery(
                        "select k.id from ComponentConfigEntity k where k.component.realm.id = :realm and"
                                + " k.component.providerType = :type and k.name = :name and k.value like :reference",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("type", OperatorComponentProvider.class.getName())
                .setParameter("name", OperatorRoleComponent.CUSTOM_PERMISSIONS)
                .setParameter("reference", "%\"" + permissionId + "\"%")
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    private EntityManager em() {
        return Database.entities(session);
    }
}
