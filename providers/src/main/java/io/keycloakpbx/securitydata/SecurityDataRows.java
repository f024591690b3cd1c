package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.jpa.ClientAdapter;
import org.keycloak.models.jpa.RoleAdapter;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.RoleEntity;

/** What of the security data is asked of Keycloak's tables, many rows at once. */
@ReliesOn({
    "org.keycloak.models.jpa.entities: the rows of clients, roles, their attributes and components",
    "org.keycloak.models.jpa.ClientAdapter: many clients are read by few queries, not one by one through the cache",
    "org.keycloak.models.jpa.RoleAdapter: many roles are read by one query, not one by one through the cache"
})
final class SecurityDataRows {

    /** How much of an attribute's value Keycloak's index has. */
    private static final int INDEXED = 255;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager em;

    SecurityDataRows(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.em = Database.entities(session);
    }

    /**
     * How many other components there are of one kind.
     *
     * @param sameName how many of them have the same name
     */
    record Others(long all, long sameName) {}

    /**
     * The components of one kind but one.
     *
     * @param id of the one that is left out; null for none
     * @param name in upper or lower case
     */
    Others others(String type, String providerId, String id, String name) {
        Object[] counts = em.createQuery(
                        "select count(c.id), coalesce(sum(case when lower(c.name) = lower(:name) then 1 else 0 end), 0)"
                                + " from ComponentEntity c where c.realm.id = :realm and c.providerType = :type"
                                + " and c.providerId = :provider and c.id <> :id",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("type", type)
                .setParameter("provider", providerId)
                .setParameter("id", id == null ? "" : id)
                .setParameter("name", name)
                .getSingleResult();
        return new Others(((Number) counts[0]).longValue(), ((Number) counts[1]).longValue());
    }

    /** The realm's clients that have one of some attributes, be it empty, with all of their attributes; at most so many. */
    List<ClientModel> clientsWith(Collection<String> attributes, int most) {
        List<String> ids = em.createQuery(
                        "select c.id from ClientEntity c where c.realmId = :realm and exists (select 1 from"
                                + " ClientAttributeEntity a where a.client = c and a.name in :names)",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("names", attributes)
                .setMaxResults(most)
                .getResultList();
        return Parts.of(ids).stream()
                .flatMap(part -> em
                        .createQuery(
                                "select distinct c from ClientEntity c left join fetch c.attributes where c.id in :ids",
                                ClientEntity.class)
                        .setParameter("ids", part)
                        .getResultList()
                        .stream())
                .<ClientModel>map(client -> new ClientAdapter(realm, em, session, client))
                .toList();
    }

    /**
     * The ids of the realm's clients that have a value of an attribute, or one that begins like it; at most so many. It asks by the
     * expression of which PostgreSQL has an index.
     */
    List<String> clientsWith(String attribute, String value, int most) {
        return em.createQuery(
                        "select c.id from ClientAttributeEntity a join a.client c where a.name = :name"
                                + " and function('substr', a.value, 1, 255) = :value and c.realmId = :realm",
                        String.class)
                .setParameter("name", attribute)
                .setParameter("value", value.substring(0, Math.min(value.length(), INDEXED)))
                .setParameter("realm", realm.getId())
                .setMaxResults(most)
                .getResultList();
    }

    /** Whether an identity provider of the realm is enabled itself. */
    boolean isProviderEnabled(String id) {
        return em.createQuery(
                        "select p.enabled from IdentityProviderEntity p where p.internalId = :id"
                                + " and p.realmId = :realm",
                        Boolean.class)
                .setParameter("id", id)
                .setParameter("realm", realm.getId())
                .getResultStream()
                .anyMatch(Boolean::booleanValue);
    }

    /** Realm roles, without some of them; at most so many. */
    List<RoleModel> realmRoles(String exceptId, Collection<String> exceptNames, int most) {
        return models(em.createQuery(
                        "select r from RoleEntity r where r.realmId = :realm and r.clientRole = false"
                                + " and r.id <> :id and r.name not in :names",
                        RoleEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("id", exceptId)
                .setParameter("names", exceptNames)
                .setMaxResults(most));
    }

    /** The roles of some clients; at most so many. */
    List<RoleModel> clientRoles(Collection<String> clients, int most) {
        return models(em.createQuery(
                        "select r from RoleEntity r where r.clientRole = true and r.clientId in :clients",
                        RoleEntity.class)
                .setParameter("clients", clients)
                .setMaxResults(most));
    }

    /** The ids of the roles of a name that some clients have. */
    List<String> clientRolesNamed(Collection<String> clients, String name) {
        return Parts.of(clients).stream()
                .flatMap(part -> em
                        .createQuery(
                                "select r.id from RoleEntity r where r.clientRole = true and r.clientId in :clients"
                                        + " and r.name = :name",
                                String.class)
                        .setParameter("clients", part)
                        .setParameter("name", name)
                        .getResultList()
                        .stream())
                .toList();
    }

    private List<RoleModel> models(TypedQuery<RoleEntity> query) {
        return query.getResultList().stream()
                .<RoleModel>map(role -> new RoleAdapter(session, realm, em, role))
                .toList();
    }

    /** The attributes of the roles of some clients: id of the role, name, value. */
    List<Object[]> attributesOfClientRoles(Collection<String> clients, Collection<String> names) {
        return em.createQuery(
                        "select a.role.id, a.name, a.value from RoleAttributeEntity a where a.role.clientId in :clients"
                                + " and a.name in :names order by a.id",
                        Object[].class)
                .setParameter("clients", clients)
                .setParameter("names", names)
                .getResultList();
    }

    /** Which roles contain which directly: id of the one that contains, id of the other. At most so many. */
    List<Object[]> composites(int most) {
        return em.createQuery(
                        "select c.parentRole.id, c.childRole.id from CompositeRoleEntity c join c.parentRole p"
                                + " where p.realmId = :realm",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setMaxResults(most)
                .getResultList();
    }
}
