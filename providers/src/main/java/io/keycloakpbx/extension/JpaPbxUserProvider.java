package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.tenant.OwnSettings;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Join;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.common.util.reflections.Types;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.LDAPConstants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.UserStorageProviderModel;
import org.keycloak.storage.user.UserRegistrationProvider;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

@ReliesOn({
    "org.keycloak.models.jpa.entities.UserEntity: lists read it, as Keycloak's own search loads each user by itself",
    "org.keycloak.models.jpa.JpaUserProvider: searches mean here what they mean there"
})
final class JpaPbxUserProvider implements PbxUserProvider {

    private static final String SEARCH = "search";
    private static final String USERNAME = "username";
    private static final EntityList<UserEntity> USERS = EntityList.of(UserEntity.class, "id")
            .filter(SEARCH, (cb, query, user, word) -> matches(cb, user, word))
            .sort(USERNAME, (cb, query, user) -> user.get(USERNAME));

    private final KeycloakSession session;

    JpaPbxUserProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FoundUsers search(RealmModel realm, String search, Viewed viewed, int first, int max) {
        return viewed.isEverything() && hasStorages(realm)
                ? searchEverywhere(realm, search, first, max)
                : searchDatabase(realm, search, viewed, first, max);
    }

    @Override
    public FoundPeople people(RealmModel realm, PeopleQuery query, Viewed viewed, int first, int max) {
        JpaPeople people = new JpaPeople(session, realm);
        return viewed.isEverything() && hasStorages(realm)
                ? people.everywhere(query, first, max)
                : people.inDatabase(query, viewed, first, max);
    }

    private static boolean hasStorages(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .findAny()
                .isPresent();
    }

    @Override
    public Optional<String> registrationStorage(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .map(UserStorageProviderModel::new)
                .filter(UserStorageProviderModel::isEnabled)
                .filter(this::takesNewUsers)
                .map(UserStorageProviderModel::getName)
                .findFirst();
    }

    /** A directory does so where it is told to; of storages that are not Keycloak's, only the kind is known. */
    private boolean takesNewUsers(UserStorageProviderModel storage) {
        if (LDAPConstants.LDAP_PROVIDER.equals(storage.getProviderId())) {
            return Boolean.parseBoolean(storage.getConfig().getFirst(LDAPConstants.SYNC_REGISTRATIONS))
                    && UserStorageProvider.EditMode.WRITABLE
                            .name()
                            .equals(storage.getConfig().getFirst(LDAPConstants.EDIT_MODE));
        }
        ProviderFactory<?> factory = session.getKeycloakSessionFactory()
                .getProviderFactory(UserStorageProvider.class, storage.getProviderId());
        return factory != null
                && Types.supports(UserRegistrationProvider.class, factory, UserStorageProviderFactory.class);
    }

    /** Users of other storages are found by these storages. The passwords of all who have a row are read at once. */
    private FoundUsers searchEverywhere(RealmModel realm, String search, int first, int max) {
        Map<String, String> filter = new HashMap<>();
        filter.put(UserModel.INCLUDE_SERVICE_ACCOUNT, "false");
        if (search != null) {
            filter.put(UserModel.SEARCH, search);
        }
        List<UserModel> found =
                session.users().searchForUserStream(realm, filter, first, max).toList();
        Map<String, Long> passwords = new HashMap<>();
        Parts.of(found.stream()
                        .map(UserModel::getId)
                        .filter(StorageId::isLocalStorage)
                        .toList())
                .forEach(part -> passwordChanges(part, passwords));
        return new FoundUsers(
                found.stream()
                        .map(user -> StorageId.isLocalStorage(user.getId())
                                ? PbxUser.of(user, passwords.get(user.getId()))
                                : PbxUser.of(user))
                        .toList(),
                session.users().getUsersCount(realm, filter));
    }

    private FoundUsers searchDatabase(RealmModel realm, String search, Viewed viewed, int first, int max) {
        EntityList.Found<UserEntity> found = USERS.find(
                Database.entities(session),
                (cb, query, user) -> isShown(session, realm, cb, query, user),
                search == null ? Map.of() : Map.of(SEARCH, search),
                List.of(new EntityList.By(USERNAME, false)),
                viewed.by(UserEntity::getId),
                Viewed.MOST_ASKED,
                first,
                max);
        List<String> ids = found.items().stream().map(UserEntity::getId).toList();
        EntityManager em = Database.entities(session);
        Map<String, String> displayNames = new HashMap<>();
        Map<String, String> full = new HashMap<>();
        Map<String, Long> passwords = new HashMap<>();
        Parts.of(ids).forEach(part -> {
            attributes(em, part, PbxUser.DISPLAY_NAME, displayNames);
            attributes(em, part, PbxUser.FULL, full);
            passwordChanges(part, passwords);
        });
        return new FoundUsers(
                found.items().stream()
                        .map(user -> PbxUser.of(
                                user.getId(),
                                user.getUsername(),
                                user.isEnabled(),
                                full.get(user.getId()),
                                PbxUser.displayName(
                                        displayNames.get(user.getId()),
                                        user.getFirstName(),
                                        user.getLastName(),
                                        user.getUsername()),
                                passwords.get(user.getId())))
                        .toList(),
                found.total());
    }

    /** A user of the realm, and no service account, whom the caller's permissions do not hide. */
    static Predicate isShown(
            KeycloakSession session,
            RealmModel realm,
            CriteriaBuilder cb,
            CriteriaQuery<?> query,
            Root<UserEntity> user) {
        List<Predicate> conditions = new ArrayList<>(ShownUsers.conditions(session, realm, cb, query, user));
        conditions.add(cb.equal(user.get("realmId"), realm.getId()));
        conditions.add(cb.isNull(user.get("serviceAccountClientLink")));
        return cb.and(conditions.toArray(Predicate[]::new));
    }

    /** All words: in quotes a whole name, otherwise the beginning of one, with {@code *} for anything. */
    private static Predicate matches(CriteriaBuilder cb, Root<UserEntity> user, String search) {
        return cb.and(
                words(search).stream().map(word -> isNamed(cb, user, word)).toArray(Predicate[]::new));
    }

    /** The words of a search, in lower case. */
    static List<String> words(String search) {
        return List.of(search.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }

    /** Whether a word is a whole name. */
    static boolean isQuoted(String word) {
        return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    }

    /** What a word is the beginning of. */
    static String pattern(String word) {
        return isQuoted(word)
                ? Like.literal(word.substring(1, word.length() - 1))
                : Like.literal(word).replace('*', '%') + (word.endsWith("*") ? "" : "%");
    }

    /** That a user is called so. */
    static Predicate isNamed(CriteriaBuilder cb, Root<UserEntity> user, String word) {
        String pattern = pattern(word);
        return cb.or(
                cb.like(user.get(USERNAME), pattern, Like.ESCAPE),
                cb.like(user.get("email"), pattern, Like.ESCAPE),
                cb.like(cb.lower(user.get("firstName")), pattern, Like.ESCAPE),
                cb.like(cb.lower(user.get("lastName")), pattern, Like.ESCAPE));
    }

    /** The values that users have of an attribute, the first of each, by the users' ids. */
    static void attributes(EntityManager em, List<String> userIds, String name, Map<String, String> values) {
        em.createQuery(
                        "select a.user.id, coalesce(a.value, a.longValue) from UserAttributeEntity a"
                                + " where a.name = :name and a.user.id in :users",
                        Object[].class)
                .setParameter("name", name)
                .setParameter("users", userIds)
                .getResultList()
                .forEach(row -> values.putIfAbsent((String) row[0], (String) row[1]));
    }

    private void passwordChanges(List<String> userIds, Map<String, Long> changes) {
        Database.entities(session)
                .createQuery(
                        "select c.user.id, max(c.createdDate) from CredentialEntity c where c.type = :type"
                                + " and c.createdDate is not null and c.user.id in :users group by c.user.id",
                        Object[].class)
                .setParameter("type", PasswordCredentialModel.TYPE)
                .setParameter("users", userIds)
                .getResultList()
                .forEach(row -> changes.put((String) row[0], (Long) row[1]));
    }

    @Override
    public Map<String, String> idsByUsername(RealmModel realm, Collection<String> usernames) {
        Map<String, String> ids = new HashMap<>();
        Parts.of(usernames.stream()
                        .map(KeycloakModelUtils::toLowerCaseSafe)
                        .distinct()
                        .toList())
                .forEach(part -> pairs(
                        realm,
                        "select u.username, u.id from UserEntity u where u.realmId = :realm and u.username in :keys",
                        part,
                        ids));
        Map<String, String> result = new HashMap<>();
        boolean storages = hasStorages(realm);
        for (String username : usernames) {
            String id = ids.get(KeycloakModelUtils.toLowerCaseSafe(username));
            // Users of a storage that keeps no rows in Keycloak, or that it has not imported yet.
            UserModel user = id == null && storages ? session.users().getUserByUsername(realm, username) : null;
            if (id != null || user != null) {
                result.put(username, id == null ? user.getId() : id);
            }
        }
        return result;
    }

    @Override
    public Map<String, String> usernamesById(RealmModel realm, Collection<String> userIds) {
        Map<String, String> usernames = new HashMap<>();
        Parts.of(userIds.stream().filter(StorageId::isLocalStorage).distinct().toList())
                .forEach(part -> pairs(
                        realm,
                        "select u.id, u.username from UserEntity u where u.realmId = :realm and u.id in :keys",
                        part,
                        usernames));
        userIds.stream().filter(id -> !StorageId.isLocalStorage(id)).distinct().forEach(id -> {
            UserModel user = session.users().getUserById(realm, id);
            if (user != null) {
                usernames.put(id, user.getUsername());
            }
        });
        return usernames;
    }

    @Override
    public Map<String, PbxUserName> shownNames(RealmModel realm, Collection<String> userIds, Viewed viewed) {
        Map<String, PbxUserName> names = new HashMap<>();
        Parts.of(userIds.stream().filter(StorageId::isLocalStorage).distinct().toList())
                .forEach(part -> shownNames(realm, part, names));
        names.keySet().removeIf(id -> !viewed.has(id));
        userIds.stream()
                .filter(id -> !StorageId.isLocalStorage(id))
                .distinct()
                .filter(viewed::has)
                .map(id -> session.users().getUserById(realm, id))
                .filter(Objects::nonNull)
                .forEach(user -> names.put(user.getId(), PbxUserName.of(user)));
        return names;
    }

    private void shownNames(RealmModel realm, List<String> userIds, Map<String, PbxUserName> names) {
        EntityManager em = Database.entities(session);
        CriteriaBuilder cb = em.getCriteriaBuilder();
        CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
        Root<UserEntity> user = query.from(UserEntity.class);
        Join<Object, Object> name = user.join("attributes", JoinType.LEFT);
        name.on(cb.equal(name.get("name"), PbxUser.DISPLAY_NAME));
        List<Predicate> conditions = new ArrayList<>(ShownUsers.conditions(session, realm, cb, query, user));
        conditions.add(cb.equal(user.get("realmId"), realm.getId()));
        conditions.add(user.get("id").in(userIds));
        query.select(cb.array(
                        user.get("id"),
                        user.get(USERNAME),
                        user.get("firstName"),
                        user.get("lastName"),
                        cb.coalesce(name.get("value"), name.get("longValue"))))
                .where(conditions.toArray(Predicate[]::new));
        em.createQuery(query).getResultList().forEach(row -> {
            String username = (String) row[1];
            names.putIfAbsent(
                    (String) row[0],
                    new PbxUserName(
                            username,
                            PbxUser.displayName((String) row[4], (String) row[2], (String) row[3], username)));
        });
    }

    private void pairs(RealmModel realm, String query, List<String> keys, Map<String, String> pairs) {
        Database.entities(session)
                .createQuery(query, Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("keys", keys)
                .getResultList()
                .forEach(row -> pairs.put((String) row[0], (String) row[1]));
    }

    @Override
    public UserModel create(RealmModel realm, NewPbxUser input, boolean trial) {
        Map<String, String> attributes = new HashMap<>();
        put(attributes, UserModel.USERNAME, input.username());
        put(attributes, UserModel.FIRST_NAME, input.firstName());
        put(attributes, UserModel.LAST_NAME, input.lastName());
        put(attributes, UserModel.EMAIL, input.email());
        put(attributes, PbxUser.DISPLAY_NAME, input.displayName());
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
        try {
            profile.validate();
        } catch (ValidationException e) {
            ValidationException.Error error = e.getErrors().get(0);
            throw new InvalidPbxUserException(error.getAttribute(), error.getMessage(), error.getMessageParameters());
        }
        UserModel user = profile.create();
        user.setEnabled(input.enabled());
        if (input.password() != null) {
            PolicyError error =
                    session.getProvider(PasswordPolicyManagerProvider.class).validate(realm, user, input.password());
            if (error != null) {
                session.users().removeUser(realm, user);
                throw new InvalidPbxUserException("password", error.getMessage(), error.getParameters());
            }
            if (!trial) {
                user.credentialManager().updateCredential(UserCredentialModel.password(input.password(), false));
            }
            if (input.temporary()) {
                user.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
            }
        }
        return user;
    }

    private static void put(Map<String, String> attributes, String name, String value) {
        if (value != null && !value.isBlank()) {
            attributes.put(name, value);
        }
    }

    @Override
    public void signOutFormerOwners(RealmModel realm, Collection<String> userIds) {
        if (!OwnSettings.REVOKE_ON_STEAL.of(realm)) {
            return;
        }
        for (String userId : userIds) {
            UserModel user = session.users().getUserById(realm, userId);
            if (user != null) {
                SignOut.everywhere(session, realm, user, () -> TenantEvent.of(session, realm, EventType.LOGOUT)
                        .detail(Details.REASON, "extension_given_to_another_user"));
            }
        }
    }

    @Override
    public void close() {}
}
