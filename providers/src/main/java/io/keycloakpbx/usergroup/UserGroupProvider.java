package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.keycloak.Viewer;
import io.keycloakpbx.store.EntityList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * The user groups of a realm, which are its top-level groups, and its branches. Whether the caller may ask and change,
 * callers ask the permission evaluator before; lists leave out by themselves what fine-grained permissions do not show. Where they
 * ask of each item whether the caller may view it, of {@link Viewed#MOST_ASKED} at most, their number goes up to the one after the
 * page.
 */
public interface UserGroupProvider extends Provider {

    /** The most branches of a realm. */
    int MAX_BRANCHES = 1000;

    /** What came of a change. */
    enum Change {
        DONE,
        /** It was so already. */
        NOTHING,
        /** What was to be changed has been removed meanwhile. */
        GONE
    }

    /** The fields that lists of groups and of branches can be sorted by. */
    List<String> SORTS = List.of("name", "description");

    /** The fields that lists of users can be sorted by. */
    List<String> USER_SORTS = List.of("firstname", "lastname");

    /**
     * A page of the groups.
     *
     * @param viewed which groups the caller may view
     * @param order one of {@link #SORTS}, compared without regard to case, or null for the lightest first
     * @param first how many are left out
     * @param max the most groups, or a negative number for all
     */
    FoundUserGroups groups(RealmModel realm, Viewed viewed, EntityList.By order, int first, int max);

    /** The top-level group that has a number. */
    Optional<GroupModel> group(RealmModel realm, int number);

    /** What there is to tell of a top-level group. */
    UserGroup of(RealmModel realm, GroupModel group);

    /**
     * Makes a group, which weighs more than those before it.
     *
     * @throws UserGroupException where the name is taken
     */
    UserGroup create(RealmModel realm, UserGroupSettings settings);

    /**
     * Changes the settings of a group, as they are by now. Changes of one group wait for one another.
     *
     * @throws UserGroupException where the name is taken, a member is at another branch, or the group's name stays
     */
    Change change(RealmModel realm, GroupModel group, UnaryOperator<UserGroupSettings> change);

    /** Replaces the settings of a group, likewise. */
    default Change update(RealmModel realm, GroupModel group, UserGroupSettings settings) {
        return change(realm, group, before -> settings);
    }

    /**
     * A page of the groups, the one that counts most first.
     *
     * @param viewer what the caller may view
     * @param first how many are left out
     * @param max the most groups, or a negative number for all
     */
    FoundWeighedGroups weighed(RealmModel realm, Viewer viewer, UserGroupQuery query, int first, int max);

    /** How much a top-level group weighs, and what else lists tell of it to who may view some users. */
    WeighedGroup weighed(RealmModel realm, Viewed users, GroupModel group);

    /**
     * Gives a group another weight, which no other group has that the caller is shown. Such changes wait for one another in a
     * realm.
     *
     * @throws UserGroupException where a weight is not what the caller knows, or another group has the new one
     */
    Change setWeight(RealmModel realm, GroupModel group, WeightChange change);

    /**
     * Removes a group with its subgroups, and tells whether it was there.
     *
     * @throws UserGroupException where the group stays
     */
    boolean remove(RealmModel realm, GroupModel group);

    /** The branches by name. */
    List<Branch> branches(RealmModel realm);

    /** The branch that has a number. */
    Optional<Branch> branch(RealmModel realm, int number);

    /** The branch that is kept in the component of this id. */
    Optional<Branch> branchById(RealmModel realm, String id);

    /**
     * How much is at some branches, by the branch's id: of what the caller may view. Nothing where more would have to be asked about
     * than {@link Viewed#MOST_ASKED} users, or groups.
     */
    Map<String, BranchUse> uses(RealmModel realm, Viewer viewer, Collection<String> branchIds);

    /**
     * Makes a branch.
     *
     * @throws UserGroupException where the name is taken or there are too many
     */
    Branch createBranch(RealmModel realm, BranchSettings settings);

    /**
     * Changes the settings of a branch, as they are by now. Changes of branches wait for one another.
     *
     * @throws UserGroupException where the name is taken
     */
    Change changeBranch(RealmModel realm, Branch branch, UnaryOperator<BranchSettings> change);

    /** Replaces the settings of a branch, likewise. */
    default Change updateBranch(RealmModel realm, Branch branch, BranchSettings settings) {
        return changeBranch(realm, branch, before -> settings);
    }

    /** Removes a branch, and tells whether it was there. Groups and users that were there are at none then. */
    boolean removeBranch(RealmModel realm, Branch branch);

    /**
     * A page of the users of the realm who have a row in the database, without service accounts.
     *
     * @param viewed whom the caller may view
     * @param order one of {@link #USER_SORTS}, compared without regard to case, or null for the user name
     */
    FoundGroupUsers users(RealmModel realm, Viewed viewed, EntityList.By order, int first, int max);

    /** The user who has a number. */
    Optional<UserModel> user(RealmModel realm, int number);

    /** What lists tell of a user. */
    GroupUser of(RealmModel realm, UserModel user);
}
