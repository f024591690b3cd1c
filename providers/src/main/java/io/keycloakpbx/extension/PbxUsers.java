package io.keycloakpbx.extension;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.WebApplicationException;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.AdminRoot;
import org.keycloak.services.resources.admin.UserResource;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.storage.StorageId;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;

/** The users of a realm in the shape of the iSymphony contract. */
final class PbxUsers {

    static final String DISPLAY_NAME = "displayName";
    static final String FULL = "pbx.fullUser";
    static final String ACCEPT_SHA1 = "pbx.acceptSha1Passwords";

    /** Some databases take no more than about two thousand parameters per statement. */
    private static final int MAX_PARAMETERS = 1000;

    private static final Pattern SHA1 = Pattern.compile("[0-9a-fA-F]{40}");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    PbxUsers(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** A user of the realm, or null where it has none of that id. */
    UserModel byId(String id) {
        return id == null ? null : session.users().getUserById(realm, id);
    }

    /** A user of the realm, or null where it has none of that name. */
    UserModel byUsername(String username) {
        return session.users().getUserByUsername(realm, username);
    }

    /**
     * Creates a user under the realm's rules for profiles and passwords, and its admin event. Errors: 403 without the
     * right to manage all users, 400 for a profile or password that breaks a rule, 409 for a name that is taken.
     */
    UserModel create(PbxUserInput input) {
        auth.users().requireManage();
        boolean sha1 = SHA1.matcher(input.password()).matches();
        if (sha1 && !Boolean.parseBoolean(realm.getAttribute(ACCEPT_SHA1))) {
            throw ContractError.badRequest("A SHA-1 hash is not accepted as a password.");
        }
        if (byUsername(input.username()) != null) {
            throw ContractError.conflict(ContractError.USERNAME_EXISTS);
        }
        UserModel user = createProfile(input);
        user.setEnabled(input.enabled() == null || input.enabled());
        if (input.displayName() != null) {
            user.setSingleAttribute(DISPLAY_NAME, input.displayName());
        }
        if (input.full() != null) {
            user.setSingleAttribute(FULL, input.full().toString());
        }
        if (sha1) {
            user.credentialManager()
                    .createStoredCredential(
                            Sha1PasswordHashProvider.credential(input.password().toLowerCase(Locale.ROOT)));
        } else {
            setPassword(user, input.password());
        }
        adminEvent
                .resource(ResourceType.USER)
                .operation(OperationType.CREATE)
                .resourcePath("users", user.getId())
                .representation(toRepresentation(user))
                .success();
        return user;
    }

    private UserModel createProfile(PbxUserInput input) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, input.username());
        if (input.displayName() != null) {
            attributes.put(DISPLAY_NAME, input.displayName());
        }
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
        UserResource.validateUserProfile(profile, session, auth.adminAuth());
        try {
            return profile.create();
        } catch (ModelDuplicateException e) {
            // Another request took the name after the profile was checked.
            throw ContractError.conflict(ContractError.USERNAME_EXISTS);
        }
    }

    private void setPassword(UserModel user, String password) {
        try {
            user.credentialManager().updateCredential(UserCredentialModel.password(password, false));
        } catch (ModelException e) {
            throw passwordRefused(e);
        }
    }

    private WebApplicationException passwordRefused(ModelException e) {
        Properties messages = AdminRoot.getMessages(
                session, realm, auth.adminAuth().getToken().getLocale());
        String key = String.valueOf(e.getMessage());
        return ContractError.badRequest(MessageFormat.format(messages.getProperty(key, key), e.getParameters()));
    }

    /** The JSON of one user. */
    PbxUserRepresentation toRepresentation(UserModel user) {
        Long passwordChanged = user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .map(CredentialModel::getCreatedDate)
                .orElse(null);
        return toRepresentation(user, passwordChanged);
    }

    /** The JSON of many users, their credentials from one query. */
    List<PbxUserRepresentation> toRepresentations(Stream<UserModel> users) {
        List<UserModel> list = users.toList();
        Map<String, Long> changes = new HashMap<>();
        List<String> ids = list.stream()
                .map(UserModel::getId)
                .filter(StorageId::isLocalStorage)
                .toList();
        forEachPart(ids, part -> changes.putAll(passwordChanges(part)));
        List<PbxUserRepresentation> representations = new ArrayList<>(list.size());
        for (UserModel user : list) {
            representations.add(
                    StorageId.isLocalStorage(user.getId())
                            ? toRepresentation(user, changes.get(user.getId()))
                            : toRepresentation(user));
        }
        return representations;
    }

    private Map<String, Long> passwordChanges(List<String> userIds) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return em.createQuery(
                        "select c.user.id, max(c.createdDate) from CredentialEntity c where c.type = :type"
                                + " and c.createdDate is not null and c.user.id in :users group by c.user.id",
                        Object[].class)
                .setParameter("type", PasswordCredentialModel.TYPE)
                .setParameter("users", userIds)
                .getResultStream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1]));
    }

    /** The ids of the users of these names; names that no user has are left out. */
    Map<String, String> idsByUsername(Collection<String> usernames) {
        Map<String, String> ids = new HashMap<>();
        forEachPart(
                usernames.stream()
                        .map(KeycloakModelUtils::toLowerCaseSafe)
                        .distinct()
                        .toList(),
                part -> pairs(
                                "select u.username, u.id from UserEntity u where u.realmId = :realm and u.username in :keys",
                                part)
                        .forEach(row -> ids.put((String) row[0], (String) row[1])));
        Map<String, String> result = new HashMap<>();
        for (String username : usernames) {
            String id = ids.get(KeycloakModelUtils.toLowerCaseSafe(username));
            // Users of a storage that keeps no rows in Keycloak, or that it has not imported yet.
            UserModel user = id == null ? byUsername(username) : null;
            if (id != null || user != null) {
                result.put(username, id == null ? user.getId() : id);
            }
        }
        return result;
    }

    /** The names of the users of these ids; ids that no user has are left out. */
    Map<String, String> usernamesById(Collection<String> userIds) {
        Map<String, String> usernames = new HashMap<>();
        forEachPart(
                userIds.stream().filter(StorageId::isLocalStorage).distinct().toList(), part -> pairs(
                                "select u.id, u.username from UserEntity u where u.realmId = :realm and u.id in :keys",
                                part)
                        .forEach(row -> usernames.put((String) row[0], (String) row[1])));
        userIds.stream().filter(id -> !StorageId.isLocalStorage(id)).distinct().forEach(id -> {
            UserModel user = byId(id);
            if (user != null) {
                usernames.put(id, user.getUsername());
            }
        });
        return usernames;
    }

    private List<Object[]> pairs(String query, List<String> keys) {
        return em().createQuery(query, Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("keys", keys)
                .getResultList();
    }

    private static void forEachPart(List<String> all, Consumer<List<String>> action) {
        for (int from = 0; from < all.size(); from += MAX_PARAMETERS) {
            action.accept(all.subList(from, Math.min(all.size(), from + MAX_PARAMETERS)));
        }
    }

    private EntityManager em() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static PbxUserRepresentation toRepresentation(UserModel user, Long passwordChanged) {
        String displayName = displayName(user);
        return new PbxUserRepresentation(
                user.getId(),
                user.getUsername(),
                null,
                user.isEnabled(),
                !"false".equals(user.getFirstAttribute(FULL)),
                displayName,
                passwordChanged,
                displayName,
                user.getId());
    }

    private static String displayName(UserModel user) {
        String displayName = user.getFirstAttribute(DISPLAY_NAME);
        if (displayName != null && !displayName.isBlank()) {
            return displayName;
        }
        String names = Stream.of(user.getFirstName(), user.getLastName())
                .filter(name -> name != null && !name.isBlank())
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? user.getUsername() : names;
    }
}
