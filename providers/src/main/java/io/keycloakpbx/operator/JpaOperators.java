package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Reads operators from the database, many with as few queries as one, and as they are, whatever Keycloak's caches still have: an
 * operator's {@code _etag} is compared with this.
 */
@ReliesOn("org.keycloak.models.jpa.entities.UserEntity: operators are read with attributes and roles, many at once")
final class JpaOperators {

    private static final String EMAIL = "email";
    private static final String SEARCH = "search";
    private static final EntityList<UserEntity> OPERATORS = EntityList.of(UserEntity.class, "id")
            .sort(EMAIL, (cb, query, user) -> user.get(EMAIL))
            .filter(SEARCH, (cb, query, user, text) -> matches(cb, user, text));

    private static final List<String> READ = Stream.concat(
                    OperatorAttributes.ALL.stream(), Stream.of(UserModel.DISABLED_REASON))
            .toList();

    private final KeycloakSession session;
    private final RealmModel realm;

    JpaOperators(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** A page of the operators, by email address. */
    record Page(List<OperatorUser> operators, long total) {}

    /**
     * A page of those whom the caller may view. Where that is asked of each, as of {@link Viewed#MOST_ASKED} at most, the number
     * goes up to the one after the page.
     *
     * @param viewed whom the caller may view
     * @param search a part of the email address, the user name, the first or the last name; null for all
     */
    Page page(Viewed viewed, String search, int first, int max) {
        EntityList.Found<UserEntity> found = OPERATORS.find(
                Database.entities(session),
                this::isShown,
                search == null ? Map.of() : Map.of(SEARCH, search),
                List.of(new EntityList.By(EMAIL, false)),
                viewed.by(UserEntity::getId),
                Viewed.MOST_ASKED,
                first,
                max);
        return new Page(read(found.items()), found.total());
    }

    /** How many there are. */
    long count() {
        return Database.entities(session)
                .createQuery(
                        "select count(distinct a.user.id) from UserAttributeEntity a where a.name = :name"
                                + " and a.value = :value and a.user.realmId = :realm",
                        Long.class)
                .setParameter("name", OperatorAttributes.OPERATOR)
                .setParameter("value", Boolean.TRUE.toString())
                .setParameter("realm", realm.getId())
                .getSingleResult();
    }

    /** An operator; empty where no user has the id, or who has it is none. */
    Optional<OperatorUser> find(String id) {
        return read(Database.entities(session)
                        .createQuery(
                                "select u from UserEntity u where u.id = :id and u.realmId = :realm", UserEntity.class)
                        .setParameter("id", id)
                        .setParameter("realm", realm.getId())
                        .getResultList())
                .stream()
                .filter(user -> Boolean.parseBoolean(user.attribute(OperatorAttributes.OPERATOR)))
                .findFirst();
    }

    private static Predicate matches(CriteriaBuilder cb, Root<UserEntity> user, String text) {
        String pattern = Like.containing(text.toLowerCase(Locale.ROOT));
        return cb.or(Stream.of(EMAIL, "username", "firstName", "lastName")
                .map(name -> cb.like(cb.lower(user.get(name)), pattern, Like.ESCAPE))
                .toArray(Predicate[]::new));
    }

    private Predicate isShown(CriteriaBuilder cb, CriteriaQuery<?> query, Root<UserEntity> user) {
        List<Predicate> conditions = new ArrayList<>(ShownUsers.conditions(session, realm, cb, query, user));
        conditions.add(isOperator(cb, query, user));
        return cb.and(conditions.toArray(Predicate[]::new));
    }

    private Predicate isOperator(CriteriaBuilder cb, CriteriaQuery<?> query, Root<UserEntity> user) {
        Subquery<Integer> mark = query.subquery(Integer.class);
        Root<UserAttributeEntity> attribute = mark.from(UserAttributeEntity.class);
        mark.select(cb.literal(1))
                .where(
                        cb.equal(attribute.get("user"), user),
                        cb.equal(attribute.get("name"), OperatorAttributes.OPERATOR),
                        cb.equal(attribute.get("value"), Boolean.TRUE.toString()));
        return cb.and(cb.equal(user.get("realmId"), realm.getId()), cb.exists(mark));
    }

    private List<OperatorUser> read(List<UserEntity> users) {
        Map<String, Map<String, List<String>>> attributes = new HashMap<>();
        Map<String, List<String>> roles = new HashMap<>();
        Parts.of(users.stream().map(UserEntity::getId).toList()).forEach(part -> {
            attributes(part, attributes);
            roles(part, roles);
        });
        return users.stream()
                .map(user -> new OperatorUser(
                        user.getId(),
                        user.getUsername(),
                        user.getEmail(),
                        user.isEmailVerified(),
                        user.getFirstName(),
                        user.getLastName(),
                        user.isEnabled(),
                        user.getCreatedTimestamp(),
                        attributes.getOrDefault(user.getId(), Map.of()),
                        roles.getOrDefault(user.getId(), List.of())))
                .toList();
    }

    private void attributes(List<String> users, Map<String, Map<String, List<String>>> attributes) {
        Database.entities(session)
                .createQuery(
                        "select a.user.id, a.name, coalesce(a.value, a.longValue) from UserAttributeEntity a"
                                + " where a.user.id in :users and a.name in :names order by a.id",
                        Object[].class)
                .setParameter("users", users)
                .setParameter("names", READ)
                .getResultList()
                .forEach(row -> attributes
                        .computeIfAbsent((String) row[0], id -> new TreeMap<>())
                        .computeIfAbsent((String) row[1], name -> new ArrayList<>())
                        .add((String) row[2]));
    }

    private void roles(List<String> users, Map<String, List<String>> roles) {
        Database.entities(session)
                .createQuery(
                        "select m.user.id, m.roleId from UserRoleMappingEntity m where m.user.id in :users",
                        Object[].class)
                .setParameter("users", users)
                .getResultList()
                .forEach(row -> roles.computeIfAbsent((String) row[0], id -> new ArrayList<>())
                        .add((String) row[1]));
    }
}
