package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What people call the objects that have numbers: the same on two servers, even where a realm file without ids has made new
 * ones. What is removed has no name, nor have kinds that only Keycloak's ids tell apart.
 */
@ReliesOn(
        "org.keycloak.models.jpa.entities: ids and names of the objects of a kind are asked for by these entities' names")
final class NumberedNames {

    private static final String CLIENT = "ClientEntity o where o.realmId = :realm";

    private static final Map<NumberKind, Source> SOURCES = Map.of(
            NumberKind.USER, new Source("o.id", "o.username", "UserEntity o where o.realmId = :realm"),
            NumberKind.ROLE,
                    new Source("o.id", "o.name", "RoleEntity o where o.realmId = :realm and o.clientRole = false"),
            NumberKind.PERMISSION,
                    new Source(
                            "o.id",
                            "concat(c.clientId, '/', o.name)",
                            "RoleEntity o join ClientEntity c on c.id = o.clientId where c.realmId = :realm"),
            NumberKind.APPLICATION_INSTANCE, new Source("o.id", "o.clientId", CLIENT),
            NumberKind.ENVIRONMENT, new Source("o.id", "o.clientId", CLIENT),
            NumberKind.AUTHORIZATION_PROVIDER,
                    new Source("o.internalId", "o.alias", "IdentityProviderEntity o where o.realmId = :realm"),
            NumberKind.APPLICATION, component("application"),
            NumberKind.SECURITY_QUESTION, component("security-question"));

    /** Which property of an object is its id, and which its name. */
    private record Source(String id, String name, String objects) {}

    private final EntityManager em;

    NumberedNames(KeycloakSession session) {
        this.em = Database.entities(session);
    }

    private static Source component(String provider) {
        return new Source(
                "o.id", "o.name", "ComponentEntity o where o.realm.id = :realm and o.providerId = '" + provider + "'");
    }

    /** The names of those of some ids that are there. */
    Map<String, String> namesOf(RealmModel realm, NumberKind kind, Collection<String> ids) {
        Map<String, String> names = new HashMap<>();
        find(realm, kind, true, ids).forEach(names::put);
        return names;
    }

    /** The ids of those that have one of some names. */
    Map<String, String> idsOf(RealmModel realm, NumberKind kind, Collection<String> names) {
        Map<String, String> ids = new HashMap<>();
        find(realm, kind, false, names).forEach((id, name) -> ids.put(name, id));
        return ids;
    }

    private Map<String, String> find(RealmModel realm, NumberKind kind, boolean byId, Collection<String> wanted) {
        Source source = SOURCES.get(kind);
        Map<String, String> found = new HashMap<>();
        if (source == null) {
            return found;
        }
        String query = "select " + source.id() + ", " + source.name() + " from " + source.objects() + " and "
                + (byId ? source.id() : source.name()) + " in :wanted";
        Parts.of(wanted).forEach(part -> em.createQuery(query, Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("wanted", part)
                .getResultList()
                .forEach(row -> found.put((String) row[0], (String) row[1])));
        return found;
    }
}
