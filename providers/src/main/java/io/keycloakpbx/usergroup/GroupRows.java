package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
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
import java.util.Optional;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.GroupAttributeEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserGroupMembershipEntity;

/** What Keycloak's tables say of many groups at once. They count whom and what the caller may view. */
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
        if (FineGrained.areOn(realm)) {
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

    /**
     * How many members groups have, by the group's id; those without any are left out. Nothing where there are too many to ask about
     * each, of all the groups together.
     */
    Optional<Map<String, Long>> members(Collection<String> groupIds, Viewed users) {
        return count(groupIds, users, (cb, query, part) -> {
            Root<UserGroupMembershipEntity> member = query.from(UserGroupMembershipEntity.class);
            Path<?> user = member.get("user");
            Expression<String> group = member.get("groupId");
            List<Predicate> conditions = new ArrayList<>();
            conditions.add(group.in(part));
            conditions.addAll(ShownUsers.conditions(session, realm, cb, query, user));
            // A user is in a group once.
            return new Counted(group, user.get("id"), cb.count(user.get("id")), conditions);
        });
    }

    /** How many user groups are at branches, by the branch's id, likewise. */
    Optional<Map<String, Long>> groupsAt(Collection<String> branchIds, Viewed groups) {
        return count(branchIds, groups, (cb, query, part) -> {
            Root<GroupAttributeEntity> attribute = query.from(GroupAttributeEntity.class);
            Path<?> group = attribute.get("group");
            Expression<String> branch = attribute.get(VALUE);
            return new Counted(
                    branch,
                    group.get("id"),
                    cb.countDistinct(group.get("id")),
                    List.of(
                            cb.equal(attribute.get(NAME), UserGroup.BRANCH),
                            branch.in(part),
                            shown(session, realm, cb, query, group)));
        });
    }

    /** How many users are at branches, by the branch's id, likewise. */
    Optional<Map<String, Long>> usersAt(Collection<String> branchIds, Viewed users) {
        return count(branchIds, users, (cb, query, part) -> {
            Root<UserAttributeEntity> attribute = query.from(UserAttributeEntity.class);
            Path<?> user = attribute.get("user");
            Expression<String> branch = attribute.get(VALUE);
            List<Predicate> conditions = new ArrayList<>();
            conditions.add(cb.equal(attribute.get(NAME), UserGroup.BRANCH));
            conditions.add(branch.in(part));
            conditions.add(cb.equal(user.get("realmId"), realm.getId()));
            conditions.add(cb.isNull(user.get("serviceAccountClientLink")));
            conditions.addAll(ShownUsers.conditions(session, realm, cb, query, user));
            return new Counted(branch, user.get("id"), cb.countDistinct(user.get("id")), conditions);
        });
    }

    /** What is counted: by what, the id of what is counted, its number, and which. */
    private record Counted(
            Expression<String> by, Expression<String> id, Expression<Long> number, List<Predicate> conditions) {}

    private interface From {

        Counted of(CriteriaBuilder cb, CriteriaQuery<Object[]> query, List<String> part);
    }

    private Optional<Map<String, Long>> count(Collection<String> all, Viewed viewed, From from) {
        Map<String, Long> counts = new HashMap<>();
        int asked = 0;
        for (List<String> part : Parts.of(all)) {
            CriteriaBuilder cb = em.getCriteriaBuilder();
            CriteriaQuery<Object[]> query = cb.createQuery(Object[].class);
            Counted counted = from.of(cb, query, part);
            query.where(counted.conditions().toArray(Predicate[]::new));
            if (viewed.isEverything()) {
                query.multiselect(counted.by(), counted.number()).groupBy(counted.by());
                em.createQuery(query).getResultList().forEach(row -> counts.put((String) row[0], (Long) row[1]));
                continue;
            }
            query.multiselect(counted.by(), counted.id()).distinct(true);
            List<Object[]> rows = em.createQuery(query)
                    .setMaxResults(Viewed.MOST_ASKED - asked + 1)
                    .getResultList();
            asked += rows.size();
            if (asked > Viewed.MOST_ASKED) {
                return Optional.empty();
            }
            rows.stream()
                    .filter(row -> viewed.has((String) row[1]))
                    .forEach(row -> counts.merge((String) row[0], 1L, Long::sum));
        }
        return Optional.of(counts);
    }
}
