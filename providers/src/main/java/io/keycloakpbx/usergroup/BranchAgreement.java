package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.RowLock;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The one rule on users, groups and branches: a user who is at a branch is in no user group that is at another. It is judged by
 * what is in the database before a change is committed, and what was broken before is not the fault of what comes now. Users
 * whom only a directory knows are not looked at.
 */
@ReliesOn("org.keycloak.models.jpa.entities: memberships and attributes of groups and users are compared in one query")
final class BranchAgreement {

    private static final String BROKEN = "select u.id, g.id, ub.id, gb.id, u.username, g.name, ub.name, gb.name"
            + " from UserGroupMembershipEntity m, UserEntity u, UserAttributeEntity ua, ComponentEntity ub,"
            + " GroupEntity g, GroupAttributeEntity ga, ComponentEntity gb"
            + " where m.user = u and m.groupId = g.id"
            + " and g.realm = :realm and g.type = 0 and g.parentId = :top"
            + " and ua.user = u and ua.name = :attribute and ga.group = g and ga.name = :attribute"
            + " and ua.value <> ga.value"
            + " and ub.id = ua.value and ub.realm.id = :realm and ub.providerType = :type"
            + " and gb.id = ga.value and gb.realm.id = :realm and gb.providerType = :type";

    private BranchAgreement() {}

    /** A user and a group that are at two branches, by their ids and by what people call them. */
    record Breach(List<String> ids, String username, String group, String usersBranch, String groupsBranch) {

        private static Breach of(Object[] row) {
            return new Breach(
                    List.of((String) row[0], (String) row[1], (String) row[2], (String) row[3]),
                    (String) row[4],
                    (String) row[5],
                    (String) row[6],
                    (String) row[7]);
        }

        String userId() {
            return ids.get(0);
        }

        /**
         * What words about it need, and {@code userId} for who asks whether the user may be named. A branch of an import may
         * have no name.
         */
        Map<String, String> params() {
            return Map.of(
                    "userId",
                    userId(),
                    "user",
                    username,
                    "usersBranch",
                    String.valueOf(usersBranch),
                    "group",
                    group,
                    "branch",
                    String.valueOf(groupsBranch));
        }
    }

    /**
     * Looks for what the session's transaction breaks. The rows of these users and of the groups in question stay locked
     * until its end, so that of two changes at once the second finds the first. Users are locked before groups.
     *
     * @param users the ids of users whose branch or groups may have changed
     * @param groups the ids of groups whose branch or place may have changed
     */
    static Optional<Breach> newBreach(
            KeycloakSession session, RealmModel realm, Set<String> users, Set<String> groups) {
        // From Keycloak's cache: most realms have none.
        if (realm.getComponentsStream(realm.getId(), BranchProvider.class.getName())
                .findAny()
                .isEmpty()) {
            return Optional.empty();
        }
        RowLock.users(session, users);
        Set<String> concerned = new HashSet<>(groups);
        concerned.addAll(groupsOfThoseAtABranch(session, users));
        if (concerned.isEmpty()) {
            return Optional.empty();
        }
        RowLock.groups(session, concerned);
        List<Breach> now = broken(session, realm.getId(), users, groups);
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Set<List<String>> before = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                committed -> broken(committed, realm.getId(), users, groups).stream()
                        .map(Breach::ids)
                        .collect(Collectors.toSet()));
        return now.stream().filter(breach -> !before.contains(breach.ids())).findFirst();
    }

    private static Set<String> groupsOfThoseAtABranch(KeycloakSession session, Set<String> users) {
        Set<String> groups = new HashSet<>();
        Parts.of(users)
                .forEach(part -> groups.addAll(Database.entities(session)
                        .createQuery(
                                "select m.groupId from UserGroupMembershipEntity m, UserAttributeEntity a"
                                        + " where a.user = m.user and a.name = :attribute and m.user.id in :users",
                                String.class)
                        .setParameter("attribute", UserGroup.BRANCH)
                        .setParameter("users", part)
                        .getResultList()));
        return groups;
    }

    private static List<Breach> broken(
            KeycloakSession session, String realmId, Collection<String> users, Collection<String> groups) {
        EntityManager em = Database.entities(session);
        List<Breach> broken = new ArrayList<>(broken(em, realmId, " and u.id in :ids", users));
        broken.addAll(broken(em, realmId, " and g.id in :ids", groups));
        return broken;
    }

    private static List<Breach> broken(EntityManager em, String realmId, String which, Collection<String> ids) {
        return Parts.of(ids).stream()
                .flatMap(part -> em
                        .createQuery(BROKEN + which + " order by u.username, g.name", Object[].class)
                        .setParameter("realm", realmId)
                        .setParameter("top", GroupEntity.TOP_PARENT_ID)
                        .setParameter("attribute", UserGroup.BRANCH)
                        .setParameter("type", BranchProvider.class.getName())
                        .setParameter("ids", part)
                        .getResultList()
                        .stream()
                        .map(Breach::of))
                .toList();
    }
}
