package io.keycloakpbx.operatorrole;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.role.BaseRole;
import io.keycloakpbx.store.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the database says of a realm's roles and components of operators, where a cache may be behind. */
@ReliesOn("org.keycloak.models.jpa.entities: the rows of roles and components")
final class OperatorRoleRows {

    private static final String OF_REALM =
            " from ComponentEntity c where c.realm.id = :realm and c.providerType = :type and c.providerId = :provider";

    private static final List<String> PLAIN = Stream.concat(
                    BaseRolePermissions.reserved().stream(), BaseRole.reservedNames().stream())
            .toList();
    private static final String PLAIN_LIKE = anyOf(PLAIN);
    private static final List<String> TIMED = BaseRolePermissions.reserved().stream()
            .map(value -> "%\"" + value + "\"%")
            .toList();
    private static final String TIMED_LIKE = anyOf(TIMED);

    private final KeycloakSession session;
    private final RealmModel realm;

    OperatorRoleRows(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Long texts are compared by what they are like: not every database compares them otherwise. */
    private static String anyOf(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> "k.value like :text" + i)
                .collect(Collectors.joining(" or "));
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

    /**
     * That a custom role, or a permission of the realm, means something.
     *
     * @param componentId its id
     * @param provider which of the two it is
     * @param value a permission that it allows, or a base role that it contains
     */
    record Meaning(String componentId, String provider, String value) {

        boolean isOfRole() {
            return OperatorRoleComponent.PROVIDER_ID.equals(provider);
        }
    }

    /** A setting of a component, one of its values. */
    private record Setting(String componentId, String provider, String name, String value) {

        Setting(Object[] row) {
            this((String) row[0], (String) row[1], (String) row[2], (String) row[3]);
        }

        Stream<Meaning> reserved() {
            return switch (name) {
                case OperatorRoleComponent.PERMISSIONS ->
                    BaseRolePermissions.isReserved(value) ? Stream.of(meaning(value)) : Stream.empty();
                case OperatorRoleComponent.BASE_ROLES ->
                    BaseRole.named(value).filter(BaseRole::isReserved).map(base -> meaning(value)).stream();
                default ->
                    TimedPermissionText.parse(value)
                            .filter(OperatorRoleGuard::isReserved)
                            .map(permission -> meaning(permission.value()))
                            .stream();
            };
        }

        Meaning meaning(String of) {
            return new Meaning(componentId, provider, of);
        }
    }

    /** What is reserved of all that custom roles and the realm's permissions mean, also where they are off. */
    Set<Meaning> reserved() {
        List<String> plain = List.of(OperatorRoleComponent.PERMISSIONS, OperatorRoleComponent.BASE_ROLES);
        List<String> timed = List.of(OperatorRoleComponent.CUSTOM_PERMISSIONS, OperatorPermissionComponent.PERMISSION);
        Set<Meaning> reserved = new LinkedHashSet<>();
        // What is likely to be one: the texts themselves decide.
        Stream.concat(settings(plain, PLAIN_LIKE, PLAIN), settings(timed, TIMED_LIKE, TIMED))
                .flatMap(Setting::reserved)
                .forEach(reserved::add);
        Map<String, String> ofPermissions = reserved.stream()
                .filter(meaning -> !meaning.isOfRole())
                .collect(Collectors.toMap(Meaning::componentId, Meaning::value));
        if (!ofPermissions.isEmpty()) {
            settings(timed, "k.value not like :text0", List.of("%\"value\":%"))
                    .forEach(setting -> TimedPermissionText.parse(setting.value())
                            .map(reference -> ofPermissions.get(reference.id()))
                            .ifPresent(value -> reserved.add(setting.meaning(value))));
        }
        return reserved;
    }

    private Stream<Setting> settings(List<String> names, String condition, List<String> texts) {
        TypedQuery<Object[]> query = em().createQuery(
                        "select k.component.id, k.component.providerId, k.name, k.value from ComponentConfigEntity k"
                                + " where k.component.realm.id = :realm and k.component.providerType = :type"
                                + " and k.name in :names and (" + condition + ")",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("type", OperatorComponentProvider.class.getName())
                .setParameter("names", names);
        for (int i = 0; i < texts.size(); i++) {
            query.setParameter("text" + i, texts.get(i));
        }
        return query.getResultList().stream().map(Setting::new);
    }

    private EntityManager em() {
        return Database.entities(session);
    }
}
