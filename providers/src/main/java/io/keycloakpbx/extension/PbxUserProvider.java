package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.Viewed;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/** The users of a realm as PBX clients see them, many at a time with few statements. */
public interface PbxUserProvider extends Provider {

    /**
     * A part of the realm's users by name, without service accounts.
     *
     * @param search as in Keycloak's user list, or null for all
     * @param viewed whom the caller of the request may view, of those whom Keycloak's own lists show; for who may view all, users
     *     of storages without rows in Keycloak are found, too
     */
    FoundUsers search(RealmModel realm, String search, Viewed viewed, int first, int max);

    /**
     * A part of the realm's people by name, without service accounts.
     *
     * @param viewed likewise
     */
    FoundPeople people(RealmModel realm, PeopleQuery query, Viewed viewed, int first, int max);

    /** The ids of the users of these names; names that no user has are left out. */
    Map<String, String> idsByUsername(RealmModel realm, Collection<String> usernames);

    /** The names of the users of these ids; ids that no user has are left out. */
    Map<String, String> usernamesById(RealmModel realm, Collection<String> userIds);

    /**
     * The names of those users of these ids that the caller of the request is shown, by Keycloak's fine-grained permissions
     * if the realm has them; of all in one statement, but for users of a storage without rows in Keycloak.
     *
     * @param viewed whom the caller may view
     * @return by id; ids that no user has are left out
     */
    Map<String, PbxUserName> shownNames(RealmModel realm, Collection<String> userIds, Viewed viewed);

    /**
     * Makes a user under the realm's rules for profiles and passwords. Nothing is left of a user who breaks one.
     *
     * @param trial whether the transaction will be rolled back: then no password is hashed
     * @throws InvalidPbxUserException where a rule is broken
     * @throws org.keycloak.models.ModelDuplicateException where another transaction has taken the name meanwhile
     */
    UserModel create(RealmModel realm, NewPbxUser user, boolean trial) throws InvalidPbxUserException;

    /** The name of a storage, such as a directory, that users who are made go into at once; no rollback removes them there. */
    Optional<String> registrationStorage(RealmModel realm);

    /**
     * Tells that these users' extensions have been given to others. Where the realm wants that, it signs them out of
     * everything.
     */
    void signOutFormerOwners(RealmModel realm, Collection<String> userIds);
}
