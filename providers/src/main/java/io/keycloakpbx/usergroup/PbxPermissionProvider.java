package io.keycloakpbx.usergroup;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * What the users of a realm may do: the catalogue of permissions, what groups and users say of them, and what that comes
 * to for a user. Whether the caller may ask and change, callers ask the permission evaluator before.
 */
public interface PbxPermissionProvider extends Provider {

    /** The most groups or users that one call asks for. */
    int MAX_ASKED = 1000;

    /** The permissions that can be set, built in and custom, by name in ASCII order. */
    List<PbxPermission> permissions(RealmModel realm);

    /** What at most {@link #MAX_ASKED} groups say, {@code superadmin} included. A group that says nothing has an empty map. */
    Map<String, Map<String, PermissionValue>> ofGroups(RealmModel realm, Collection<String> groupIds);

    /** What at most {@link #MAX_ASKED} users say themselves, likewise. */
    Map<String, Map<String, PermissionValue>> ofUsers(RealmModel realm, Collection<String> userIds);

    /**
     * Changes what a group says of the named permissions, and of no others.
     *
     * @param changes by the name of the permission; empty to say nothing any more
     * @param expected what the caller believes that the group says of some of them; of the others, it may say anything
     * @return those of the changes that the group did not say already
     * @throws PermissionException where it is refused; nothing has been changed then
     * @throws OvertakenPermissionException where the group says neither what is expected nor what it shall say; likewise
     */
    Map<String, Optional<PermissionValue>> setOfGroup(
            RealmModel realm,
            GroupModel group,
            Map<String, Optional<PermissionValue>> changes,
            Map<String, Optional<PermissionValue>> expected);

    /** Changes what a user says of the named permissions, likewise. */
    Map<String, Optional<PermissionValue>> setOfUser(
            RealmModel realm,
            UserModel user,
            Map<String, Optional<PermissionValue>> changes,
            Map<String, Optional<PermissionValue>> expected);

    /** What a top-level group says of each permission that can be set, and what its users have by that, by name in ASCII order. */
    List<PermissionState> states(RealmModel realm, GroupModel group);

    /** What a user says of each permission that can be set, and what that comes to, likewise. */
    List<PermissionState> states(RealmModel realm, UserModel user);

    /** What a user may do. */
    EffectivePermissions effective(RealmModel realm, UserModel user);

    /**
     * What at most {@link #MAX_ASKED} users may do, by their ids. Who is no user of the realm is left out. The number of
     * queries does not grow with the users and groups; users of a directory are asked one by one.
     */
    Map<String, EffectivePermissions> effective(RealmModel realm, Collection<String> userIds);

    /**
     * Makes a custom permission, for calls.
     *
     * @throws PermissionException where the label is invalid or taken, or there are too many
     */
    PbxPermission create(RealmModel realm, String label, String description, boolean enabledByDefault);

    /**
     * Changes a custom permission.
     *
     * @return what it is now, or none where it was so already
     * @throws PermissionException where there is none of that name, or the label is invalid or taken
     */
    Optional<PbxPermission> update(
            RealmModel realm, String name, String label, String description, boolean enabledByDefault);

    /** Removes a custom permission, and tells whether there was one. What groups and users say of it has no effect then. */
    boolean remove(RealmModel realm, String name);
}
