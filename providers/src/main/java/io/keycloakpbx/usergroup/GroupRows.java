package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.GroupAttributeEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserGroupMembershipEntity;

/** What Keycloak's tables say of many groups at once. Whom and what they count, the caller is shown by Keycloak's lists. */
@ReliesOn("org.keycloak.models.jpa.entities: attributes and members of many groups, and who is at a branch, at once")
final class GroupRows {

    private static final String NAME = "name";
    private static final String VALUE = "value";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager em;

    GroupRows(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.em = Database.entities(session);
    }

    /** A condition on a group: it is a user group of the realm, and the caller is shown it. */
    static Predicate shown(
            KeycloakSession session, RealmModel realm, CriteriaBuilder cb, CriteriaQuery<?> query, Path<?> group) {
        List<Predicate> conditions = new ArrayList<>();
        conditions.add(cb.equal(group.get("realm"), realm.getId()));
        conditions.add(cb.equal(group.get("type"), GroupModel.Type.REALM.intValue()));
        conditions.add(cb.equal(group.get("parentId"), GroupEntity.TOP_PARENT_ID));
        if (AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm)) {
            conditions.addAll(AdminPermissionsSchema.SCHEMA.applyAuthorizationFilters(
                    session, AdminPermissionsSchema.GROUPS, realm, cb, query, group));
        }
        return cb.and(conditions.toArray(Predicate[]::new));
    }

    /** What groups have as the first value of an attribute, by the group's id. */
    Map<String, String> attribute(String name, Collection<String> groupIds) {
        Map<String, String> values = new HashMap<>();
        Parts.of(groupIds).forEach(part -> em.createQuery(
                        "select a.group.id, a.value from GroupAttributeEntity a"
                                + " where a.name = :name and a.group.id in :groups order by a.id",
                        Object[].class)
                .setParameter("name", name)
                .setParameter("groups", part)
                .getResultList()
                .forEach(row -> values.putIfAbsent((String) row[0], (String) row[1])));
        return values;
    }

    /** How many members groups have, by the group's id; those without any are left out. */
    Map<String, Long> members(Collection<String> groupIds) {
        Map<String, Long> counts = new HashMap<>();
        Parts.of(groupIds).forEach(part -> {
            CriteriaBuilder cb = em.getCriteriaBuilder();
            CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
            Root<UserGroupMembershipEntity> member = query.from(UserGroupMembershipEntity.class);
            Path<?> user = member.get("user");
            Expression<String> group = member.get("groupId");
            List<Predicate> conditions = new ArrayList<>();
            conditions.add(group.in(part));
            conditions.addAll(ShownUsers.conditions(session, realm, cb, query, user));
            // A user is in a group once.
            count(query, group, cb.count(user.get("id")), conditions, counts);
        });
        return counts;
    }

    /** How many user groups are at branches, by the branch's id. */
    Map<String, Long> groupsAt(Collection<String> branchIds) {
        Map<String, Long> counts = new HashMap<>();
        Parts.of(branchIds).forEach(part -> {
            CriteriaBuilder cb = em.getCriteriaBuilder();
            CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
            Root<GroupAttributeEntity> attribute = query.from(GroupAttributeEntity.class);
            Path<?> group = attribute.get("group");
            Expression<String> branch = attribute.get(VALUE);
            count(
                    query,
                    branch,
                    cb.countDistinct(group.get("id")),
                    List.of(
                            cb.equal(attribute.get(NAME), UserGroup.BRANCH),
                            branch.in(part),
                            shown(session, realm, cb, query, group)),
                    counts);
        });
        return counts;
    }

    /** How many users are at branches, by the branch's id. */
    Map<String, Long> usersAt(Collection<String> branchIds) {
        Map<String, Long> counts = new HashMap<>();
        Parts.of(branchIds).forEach(part -> {
            CriteriaBuilder cb = em.getCriteriaBuilder();
            CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
            Root<UserAttributeEntity> attribute = query.from(UserAttributeEntity.class);
            Path<?> user = attribute.get("user");
            Expression<String> branch = attribute.get(VALUE);
            List<Predicate> conditions = new ArrayList<>();
            conditions.add(cb.equal(attribute.get(NAME), UserGroup.BRANCH));
            conditions.add(branch.in(part));
            conditions.add(cb.equal(user.get("realmId"), realm.getId()));
            conditions.add(cb.isNull(user.get("serviceAccountClientLink")));
            conditions.addAll(ShownUsers.conditions(session, realm, cb, query, user));
            count(query, branch, cb.countDistinct(user.get("id")), conditions, counts);
        });
        return counts;
    }

    private void count(
            CriteriaQuery<Object[]> query,
            Expression<String> by,
            Expression<Long> count,
            List<Predicate> conditions,
            Map<String, Long> counts) {
        query.multiselect(by, count).where(conditions.toArray(Predicate[]::new)).groupBy(by);
        em.createQuery(query).getResultList().forEach(row -> counts.put((String) row[0], (Long) row[1]));
    }
}
