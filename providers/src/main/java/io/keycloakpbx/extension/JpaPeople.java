package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/** Finds people by their names and by the numbers of their extensions, a page with as few queries as one person. */
@ReliesOn("org.keycloak.models.jpa.entities.UserEntity: people are found by names and extensions together")
final class JpaPeople {

    private static final String SEARCH = "search";
    private static final String ENABLED = "enabled";
    private static final String USERNAME = "username";

    /** What may be the beginning of an extension's number. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** A search is of no more words than people type: each of them takes a look at every user. */
    private static final int MOST_WORDS = 6;

    private final EntityList<UserEntity> list = EntityList.of(UserEntity.class, "id")
            .filter(SEARCH, this::matches)
            .filter(ENABLED, (cb, query, user, enabled) -> cb.equal(user.get(ENABLED), Boolean.parseBoolean(enabled)))
            .sort(USERNAME, (cb, query, user) -> user.get(USERNAME));

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager em;

    JpaPeople(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.em = Database.entities(session);
    }

    /**
     * In the tables of Keycloak: all people of a realm that has no other storages. Where it is asked of each whether the caller
     * may view the user, the number goes up to the one after the page: otherwise it would tell how many are hidden.
     */
    FoundPeople inDatabase(PeopleQuery wanted, Viewed viewed, int first, int max) {
        Map<String, String> filters = new HashMap<>();
        filters.put(SEARCH, wanted.search());
        filters.put(ENABLED, wanted.enabled() == null ? null : wanted.enabled().toString());
        filters.values().removeIf(Objects::isNull);
        EntityList.Found<UserEntity> found = list.find(
                em,
                this::visible,
                filters,
                List.of(new EntityList.By(USERNAME, false)),
                viewed.by(UserEntity::getId),
                Viewed.MOST_ASKED,
                first,
                max);
        Map<String, String> names =
                displayNames(found.items().stream().map(UserEntity::getId).toList());
        return new FoundPeople(
                found.items().stream()
                        .map(user -> new Person(
                                user.getId(),
                                user.getUsername(),
                                PbxUser.displayName(
                                        names.get(user.getId()),
                                        user.getFirstName(),
                                        user.getLastName(),
                                        user.getUsername()),
                                user.getEmail(),
                                user.isEnabled()))
                        .toList(),
                found.total());
    }

    /**
     * By Keycloak and the realm's storages, which know nothing of extensions: a number finds the people who have it where no
     * name begins so. Directories do not count whom they have; so there is one more than have been looked at, where there are
     * more.
     */
    FoundPeople everywhere(PeopleQuery wanted, int first, int max) {
        Map<String, String> filter = new HashMap<>();
        filter.put(UserModel.INCLUDE_SERVICE_ACCOUNT, "false");
        if (wanted.search() != null) {
            filter.put(UserModel.SEARCH, wanted.search());
        }
        if (wanted.enabled() != null) {
            filter.put(UserModel.ENABLED, wanted.enabled().toString());
        }
        List<UserModel> found = session.users()
                .searchForUserStream(realm, filter, first, max + 1)
                .toList();
        if (found.isEmpty() && isNumber(wanted.search()) && findsNobody(filter, first)) {
            FoundPeople owners = inDatabase(wanted, Viewed.everything(), first, max);
            return owners.total() > 0 || wanted.enabled() != null
                    ? owners
                    : ownersInStorages(wanted.search(), first, max);
        }
        long seen = found.isEmpty() ? 0 : (long) first + found.size();
        return new FoundPeople(
                found.stream().limit(max).map(Person::of).toList(),
                Math.max(session.users().getUsersCount(realm, filter), seen));
    }

    private static boolean isNumber(String search) {
        return search != null && NUMBER.matcher(search).matches();
    }

    private boolean findsNobody(Map<String, String> filter, int first) {
        return first == 0
                || session.users()
                        .searchForUserStream(realm, filter, 0, 1)
                        .findAny()
                        .isEmpty();
    }

    /** Those of whom Keycloak has no rows: by their ids, as the database has nothing else of them. */
    private FoundPeople ownersInStorages(String number, int first, int max) {
        String having = " from ManagingUserEntity m join PbxExtensionEntity e on e.id = m.extensionId"
                + " join PbxServerEntity s on s.id = e.serverId where s.realmId = :realm"
                + " and m.userStorageId is not null and e.extension like :number escape '" + Like.ESCAPE + "'";
        TypedQuery<String> owners = em.createQuery(
                        "select distinct m.userId" + having + " order by m.userId", String.class)
                .setParameter("realm", realm.getId())
                .setParameter("number", Like.startingWith(number));
        long total = em.createQuery("select count(distinct m.userId)" + having, Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("number", Like.startingWith(number))
                .getSingleResult();
        return new FoundPeople(
                EntityList.page(owners, first, max).stream()
                        .map(id -> session.users().getUserById(realm, id))
                        .filter(Objects::nonNull)
                        .map(Person::of)
                        .toList(),
                total);
    }

    /**
     * The realm stands in the statement once more, as a constant: PostgreSQL makes one plan for all values of a parameter, and
     * plans for a large realm among many small ones as for a small one, with a look for each user's display name by itself.
     */
    private Predicate visible(CriteriaBuilder cb, CriteriaQuery<?> query, Root<UserEntity> user) {
        return cb.and(
                JpaPbxUserProvider.isShown(session, realm, cb, query, user),
                cb.equal(user.get("realmId"), cb.literal(realm.getId())));
    }

    /** Each word is in one of the names, or begins a number. */
    private Predicate matches(CriteriaBuilder cb, CriteriaQuery<?> query, Root<UserEntity> user, String search) {
        List<Predicate> words = new ArrayList<>();
        for (String word : JpaPbxUserProvider.words(search).stream()
                .distinct()
                .limit(MOST_WORDS)
                .toList()) {
            List<Predicate> ways = new ArrayList<>();
            ways.add(JpaPbxUserProvider.isNamed(cb, user, word));
            ways.add(cb.exists(displayName(cb, query, user, word)));
            if (NUMBER.matcher(word).matches()) {
                ways.add(user.get("id").in(owners(cb, query, word)));
            }
            words.add(cb.or(ways.toArray(Predicate[]::new)));
        }
        return cb.and(words.toArray(Predicate[]::new));
    }

    private static Subquery<Integer> displayName(
            CriteriaBuilder cb, CriteriaQuery<?> query, Root<UserEntity> user, String word) {
        Subquery<Integer> name = query.subquery(Integer.class);
        Root<UserAttributeEntity> attribute = name.from(UserAttributeEntity.class);
        return name.select(cb.literal(1))
                .where(
                        cb.equal(attribute.get("user"), user),
                        cb.equal(attribute.get("name"), PbxUser.DISPLAY_NAME),
                        cb.like(cb.lower(attribute.get("value")), somewhere(word), Like.ESCAPE));
    }

    /** A word is anywhere in a name for people, where it is not all of it. */
    private static String somewhere(String word) {
        String pattern = JpaPbxUserProvider.pattern(word);
        return JpaPbxUserProvider.isQuoted(word) ? pattern : "%" + pattern;
    }

    private Subquery<String> owners(CriteriaBuilder cb, CriteriaQuery<?> query, String number) {
        Subquery<String> owners = query.subquery(String.class);
        Root<ManagingUserEntity> managing = owners.from(ManagingUserEntity.class);
        Root<PbxExtensionEntity> extension = owners.from(PbxExtensionEntity.class);
        Root<PbxServerEntity> server = owners.from(PbxServerEntity.class);
        return owners.select(managing.get("userId"))
                .where(
                        cb.equal(extension.get("id"), managing.get("extensionId")),
                        cb.equal(server.get("id"), extension.get("serverId")),
                        cb.equal(server.get("realmId"), realm.getId()),
                        cb.like(extension.get("extension"), Like.startingWith(number), Like.ESCAPE));
    }

    private Map<String, String> displayNames(List<String> ids) {
        Map<String, String> names = new HashMap<>();
        Parts.of(ids).forEach(part -> JpaPbxUserProvider.attributes(em, part, PbxUser.DISPLAY_NAME, names));
        return names;
    }
}
