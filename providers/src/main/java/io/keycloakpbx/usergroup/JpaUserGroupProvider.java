package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.keycloak.Viewer;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.store.Like;
import io.keycloakpbx.store.NumberExpression;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.usergroup.UserGroupException.Reason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaExpression;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupModel.GroupPathChangeEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.GroupAttributeEntity;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.KeycloakModelUtils;

@ReliesOn(
        "org.keycloak.models.jpa.entities: lists read the tables of groups and users, as Keycloak's own lists load each by itself")
final class JpaUserGroupProvider implements UserGroupProvider {

    private static final String NAME = "name";
    private static final String DESCRIPTION = "description";
    private static final String WEIGHT = "weight";
    private static final String NUMBER = "number";
    private static final String SEARCH = "search";
    private static final String BRANCH = "branch";
    private static final String USERNAME = "username";

    /** Longer than any weight or number. */
    private static final int WEIGHT_DIGITS = 10;

    /** How many of the highest weights are looked at, for some may be none. */
    private static final int MOST_WEIGHTS = 1000;

    /** How many groups of one weight are looked at: usually there is one at most. */
    private static final int MOST_OF_A_WEIGHT = 20;

    private static final EntityList<GroupEntity> GROUPS = EntityList.of(GroupEntity.class, "id")
            .sort(NAME, (cb, query, group) -> ignoringCase(cb, group.get(NAME)))
            .sort(DESCRIPTION, (cb, query, group) -> ignoringCase(cb, group.get(DESCRIPTION)))
            .sort(WEIGHT, JpaUserGroupProvider::weight)
            .sort(NUMBER, JpaUserGroupProvider::number)
            .filter(WEIGHT, (cb, query, group, weight) -> cb.equal(weight(cb, query, group), weight))
            .filter(
                    SEARCH,
                    (cb, query, group, text) -> cb.or(
                            cb.like(
                                    ignoringCase(cb, group.get(NAME)),
                                    cb.lower(cb.literal(Like.containing(text))),
                                    Like.ESCAPE),
                            cb.like(
                                    ignoringCase(cb, group.get(DESCRIPTION)),
                                    cb.lower(cb.literal(Like.containing(text))),
                                    Like.ESCAPE)))
            .filter(BRANCH, (cb, query, group, branchId) -> {
                Subquery<String> there = query.subquery(String.class);
                Root<GroupAttributeEntity> attribute = there.from(GroupAttributeEntity.class);
                return cb.exists(there.select(attribute.get("id"))
                        .where(
                                cb.equal(attribute.get("group").get("id"), group.get("id")),
                                cb.equal(attribute.get(NAME), UserGroup.BRANCH),
                                cb.equal(attribute.get("value"), branchId)));
            });

    /** As {@link PermissionResolver} has it. */
    private static final List<EntityList.By> HEAVIEST_FIRST =
            List.of(new EntityList.By(WEIGHT, true), new EntityList.By(NUMBER, true));

    private static final EntityList<UserEntity> USERS = EntityList.of(UserEntity.class, "id")
            .sort("firstname", (cb, query, user) -> ignoringCase(cb, user.get("firstName")))
            .sort("lastname", (cb, query, user) -> ignoringCase(cb, user.get("lastName")))
            .sort(USERNAME, (cb, query, user) -> user.get(USERNAME));

    private final KeycloakSession session;

    JpaUserGroupProvider(KeycloakSession session) {
        this.session = session;
    }

    private static Expression<String> ignoringCase(CriteriaBuilder cb, Expression<String> text) {
        return cb.lower(cb.coalesce(text, ""));
    }

    /** Numbers as texts of one length, which sort as numbers do. What is no weight is as if it were not there. */
    private static Expression<String> weight(CriteriaBuilder cb, CriteriaQuery<?> query, Root<GroupEntity> group) {
        Subquery<String> own = query.subquery(String.class);
        Root<GroupAttributeEntity> attribute = own.from(GroupAttributeEntity.class);
        own.select(cb.least(attribute.<String>get("value")))
                .where(
                        cb.equal(attribute.get("group").get("id"), group.get("id")),
                        cb.equal(attribute.get(NAME), GroupWeight.ATTRIBUTE),
                        cb.isTrue(cb.function(
                                "regexp_like",
                                Boolean.class,
                                attribute.get("value"),
                                cb.literal("^" + GroupWeight.EXPRESSION + "$"))));
        HibernateCriteriaBuilder hibernate = (HibernateCriteriaBuilder) cb;
        // A group that came just now has no number yet, and will have the highest.
        Expression<String> weight = cb.<String>coalesce()
                .value(own)
                .value(hibernate.cast((JpaExpression<Integer>) numberOf(cb, query, group), String.class))
                .value("9".repeat(WEIGHT_DIGITS));
        return hibernate.pad(CriteriaBuilder.Trimspec.LEADING, weight, WEIGHT_DIGITS, '0');
    }

    private static Expression<Integer> number(CriteriaBuilder cb, CriteriaQuery<?> query, Root<GroupEntity> group) {
        return cb.coalesce(numberOf(cb, query, group), Integer.MAX_VALUE);
    }

    private static Expression<Integer> numberOf(CriteriaBuilder cb, CriteriaQuery<?> query, Root<GroupEntity> group) {
        return NumberExpression.of(cb, query, group.get("realm"), NumberKind.GROUP, group.get("id"));
    }

    @Override
    public FoundUserGroups groups(RealmModel realm, Viewed viewed, EntityList.By order, int first, int max) {
        numbers().numberAll(realm, NumberKind.GROUP);
        EntityList.Found<GroupEntity> found = GROUPS.find(
                em(),
                (cb, query, group) -> shown(cb, query, group, realm),
                Map.of(),
                List.of(order == null ? new EntityList.By(WEIGHT, false) : order),
                viewed.by(GroupEntity::getId),
                Viewed.MOST_ASKED,
                first,
                max);
        return new FoundUserGroups(userGroups(realm, found.items()), found.total());
    }

    private List<UserGroup> userGroups(RealmModel realm, List<GroupEntity> groups) {
        List<String> ids = groups.stream().map(GroupEntity::getId).toList();
        Map<String, Integer> numbers = numbersOf(realm, NumberKind.GROUP, ids);
        Map<String, String> branchIds = rows(realm).attribute(UserGroup.BRANCH, ids);
        Map<String, Branch> branches = branchesById(
                realm,
                branchIds.values().stream()
                        .distinct()
                        .map(id -> component(realm, id))
                        .filter(Objects::nonNull)
                        .toList());
        return groups.stream()
                .map(group -> new UserGroup(
                        group.getId(),
                        numbers.get(group.getId()),
                        group.getName(),
                        group.getDescription(),
                        branches.get(branchIds.get(group.getId()))))
                .toList();
    }

    private Predicate shown(CriteriaBuilder cb, CriteriaQuery<?> query, Root<GroupEntity> group, RealmModel realm) {
        return GroupRows.shown(session, realm, cb, query, group);
    }

    private GroupRows rows(RealmModel realm) {
        return new GroupRows(session, realm);
    }

    @Override
    public FoundWeighedGroups weighed(RealmModel realm, Viewer viewer, UserGroupQuery wanted, int first, int max) {
        numbers().numberAll(realm, NumberKind.GROUP);
        Map<String, String> filters = new HashMap<>();
        filters.put(SEARCH, wanted.search());
        filters.put(BRANCH, wanted.branchId());
        filters.values().removeIf(Objects::isNull);
        EntityList.Found<GroupEntity> found = GROUPS.find(
                em(),
                (cb, query, group) -> shown(cb, query, group, realm),
                filters,
                HEAVIEST_FIRST,
                viewer.groups().by(GroupEntity::getId),
                Viewed.MOST_ASKED,
                first,
                max);
        return new FoundWeighedGroups(weighed(realm, viewer.users(), userGroups(realm, found.items())), found.total());
    }

    @Override
    public WeighedGroup weighed(RealmModel realm, Viewed users, GroupModel group) {
        return weighed(realm, users, List.of(of(realm, group))).get(0);
    }

    private List<WeighedGroup> weighed(RealmModel realm, Viewed users, List<UserGroup> groups) {
        List<String> ids = groups.stream().map(UserGroup::id).toList();
        Map<String, String> weights = rows(realm).attribute(GroupWeight.ATTRIBUTE, ids);
        Optional<Map<String, Long>> members = rows(realm).members(ids, users);
        return groups.stream()
                .map(group -> {
                    Optional<Integer> own = GroupWeight.parse(weights.get(group.id()));
                    return new WeighedGroup(
                            group,
                            own.orElse(group.number()),
                            own.isPresent(),
                            members.map(counted -> counted.getOrDefault(group.id(), 0L))
                                    .orElse(null));
                })
                .toList();
    }

    @Override
    public Optional<GroupModel> group(RealmModel realm, int number) {
        return numbers()
                .idOf(realm, NumberKind.GROUP, number)
                .map(id -> session.groups().getGroupById(realm, id))
                .filter(group -> group.getType() == GroupModel.Type.REALM && group.getParentId() == null);
    }

    @Override
    public UserGroup of(RealmModel realm, GroupModel group) {
        return new UserGroup(
                group.getId(),
                numbers().numberOf(realm, NumberKind.GROUP, group.getId()),
                group.getName(),
                group.getDescription(),
                branchOf(realm, group.getFirstAttribute(UserGroup.BRANCH)));
    }

    @Override
    public UserGroup create(RealmModel realm, UserGroupSettings settings) {
        // Those without a weight weigh as much as their numbers.
        numbers().numberAll(realm, NumberKind.GROUP);
        int heaviest = heaviest(realm);
        GroupModel group;
        try {
            group = session.groups().createGroup(realm, settings.name());
        } catch (ModelDuplicateException e) {
            throw exists(settings.name());
        }
        group.setDescription(settings.description());
        setBranch(group, settings.branch());
        int number = numbers().numberOf(realm, NumberKind.GROUP, group.getId());
        // Two at once may weigh the same: then the number decides.
        int weight = Math.min(GroupWeight.MAX, Math.max(number, heaviest + 1));
        group.setSingleAttribute(GroupWeight.ATTRIBUTE, Integer.toString(weight));
        return new UserGroup(group.getId(), number, settings.name(), settings.description(), settings.branch());
    }

    /** The highest weight that a group of the realm has by its attribute; or 0. The longest numbers are the highest. */
    private int heaviest(RealmModel realm) {
        return em()
                .createQuery(
                        "select a.value from GroupAttributeEntity a where a.group.realm = :realm and a.name = :name"
                                + " and length(a.value) <= :length group by a.value"
                                + " order by length(a.value) desc, a.value desc",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("name", GroupWeight.ATTRIBUTE)
                .setParameter("length", Integer.toString(GroupWeight.MAX).length())
                .setMaxResults(MOST_WEIGHTS)
                .getResultList()
                .stream()
                .flatMap(value -> GroupWeight.parse(value).stream())
                .max(Comparator.naturalOrder())
                .orElse(0);
    }

    @Override
    public Change change(RealmModel realm, GroupModel group, UnaryOperator<UserGroupSettings> change) {
        if (!RowLock.group(session, group.getId())) {
            return Change.GONE;
        }
        // Keycloak's cache may be behind.
        GroupEntity stored = em().find(GroupEntity.class, group.getId());
        String branchBefore =
                rows(realm).attribute(UserGroup.BRANCH, List.of(group.getId())).get(group.getId());
        UserGroupSettings settings = change.apply(
                new UserGroupSettings(stored.getName(), stored.getDescription(), branchOf(realm, branchBefore)));
        String branch = settings.branch() == null ? null : settings.branch().id();
        boolean renamed = !settings.name().equals(stored.getName());
        if (!renamed
                && Objects.equals(settings.description(), stored.getDescription())
                && Objects.equals(branch, branchBefore)) {
            return Change.NOTHING;
        }
        if (renamed && Administrators.is(realm, group)) {
            throw new UserGroupException(Reason.ADMINISTRATORS_GROUP, "administrators group can't be renamed");
        }
        if (renamed) {
            String before = KeycloakModelUtils.buildGroupPath(group);
            group.setName(settings.name());
            try {
                em().flush();
            } catch (ModelDuplicateException e) {
                throw exists(settings.name());
            }
            GroupPathChangeEvent.fire(group, KeycloakModelUtils.buildGroupPath(group), before, session);
        }
        group.setDescription(settings.description());
        setBranch(group, settings.branch());
        BranchAgreement.newBreach(session, realm, Set.of(), Set.of(group.getId()))
                .ifPresent(breach -> {
                    throw new UserGroupException(
                            Reason.OTHER_BRANCH,
                            "At least one  user within this group has a different location than the one selected: "
                                    + breach.groupsBranch(),
                            breach.params());
                });
        return Change.DONE;
    }

    @Override
    public Change setWeight(RealmModel realm, GroupModel group, WeightChange wanted) {
        // Before the realm's row is locked: numbers are made in transactions of their own.
        numbers().numberAll(realm, NumberKind.GROUP);
        int number = numbers().numberOf(realm, NumberKind.GROUP, group.getId());
        GroupModel other = wanted.exchangeWith();
        // One after the other in the realm, so that no two groups come to weigh the same at once.
        RowLock.realm(session, realm.getId());
        RowLock.groups(session, other == null ? List.of(group.getId()) : List.of(group.getId(), other.getId()));
        if (!RowLock.group(session, group.getId())) {
            return Change.GONE;
        }
        if (other != null && !RowLock.group(session, other.getId())) {
            throw exchangeChanged(wanted);
        }
        Optional<Integer> own = GroupWeight.parse(rows(realm)
                .attribute(GroupWeight.ATTRIBUTE, List.of(group.getId()))
                .get(group.getId()));
        int now = own.orElse(number);
        if (now != wanted.expected()) {
            throw weightChanged(group, wanted.expected(), now);
        }
        if (own.isPresent() && now == wanted.weight()) {
            return Change.NOTHING;
        }
        List<GroupEntity> heldBy = othersThatWeigh(realm, wanted, group.getId());
        boolean exchanges =
                other != null && heldBy.size() == 1 && heldBy.get(0).getId().equals(other.getId());
        if (!heldBy.isEmpty() && !exchanges) {
            throw weightTaken(group, wanted.weight(), heldBy.get(0));
        }
        if (other != null && !exchanges) {
            throw exchangeChanged(wanted);
        }
        group.setSingleAttribute(GroupWeight.ATTRIBUTE, Integer.toString(wanted.weight()));
        if (exchanges) {
            other.setSingleAttribute(GroupWeight.ATTRIBUTE, Integer.toString(now));
        }
        return Change.DONE;
    }

    /** Of the groups that the caller is shown: a refusal would tell of the others. Two are enough. */
    private List<GroupEntity> othersThatWeigh(RealmModel realm, WeightChange wanted, String groupId) {
        String padded = String.format("%0" + WEIGHT_DIGITS + "d", wanted.weight());
        return GROUPS
                .find(
                        em(),
                        (cb, query, group) ->
                                cb.and(shown(cb, query, group, realm), cb.notEqual(group.get("id"), groupId)),
                        Map.of(WEIGHT, padded),
                        HEAVIEST_FIRST,
                        0,
                        MOST_OF_A_WEIGHT)
                .items()
                .stream()
                .filter(found -> {
                    // Where Keycloak does not narrow its lists down, each is asked about.
                    GroupModel other = session.groups().getGroupById(realm, found.getId());
                    return other != null && wanted.isShown().test(other);
                })
                .limit(2)
                .toList();
    }

    private static UserGroupException weightChanged(GroupModel group, int expected, int now) {
        return new UserGroupException(
                Reason.WEIGHT_CHANGED,
                "The group " + group.getName() + " weighs " + now + " now, and no longer " + expected,
                Map.of("group", group.getName(), "expected", Integer.toString(expected), "now", Integer.toString(now)));
    }

    private static UserGroupException weightTaken(GroupModel group, int weight, GroupEntity other) {
        return new UserGroupException(
                Reason.WEIGHT_TAKEN,
                "The group " + other.getName() + " weighs " + weight + " already, so the group " + group.getName()
                        + " cannot weigh as much",
                Map.of(
                        "group",
                        group.getName(),
                        "weight",
                        Integer.toString(weight),
                        "otherId",
                        other.getId(),
                        "other",
                        other.getName()));
    }

    private static UserGroupException exchangeChanged(WeightChange wanted) {
        String other = wanted.exchangeWith().getName();
        return new UserGroupException(
                Reason.EXCHANGE_CHANGED,
                "The group " + other + " no longer weighs " + wanted.weight(),
                Map.of("other", other, "weight", Integer.toString(wanted.weight())));
    }

    private static UserGroupException exists(String name) {
        return new UserGroupException(
                Reason.GROUP_EXISTS, "A group with name: " + name + " already exists.", Map.of("name", name));
    }

    private static void setBranch(GroupModel group, Branch branch) {
        if (branch != null) {
            group.setSingleAttribute(UserGroup.BRANCH, branch.id());
        } else if (group.getFirstAttribute(UserGroup.BRANCH) != null) {
            group.removeAttribute(UserGroup.BRANCH);
        }
    }

    @Override
    public boolean remove(RealmModel realm, GroupModel group) {
        if (!RowLock.group(session, group.getId())) {
            return false;
        }
        if (Administrators.is(realm, group)) {
            throw new UserGroupException(Reason.ADMINISTRATORS_GROUP, "administrators group can't be deleted");
        }
        return realm.removeGroup(group);
    }

    @Override
    public List<Branch> branches(RealmModel realm) {
        return branchesById(
                        realm,
                        realm.getComponentsStream(realm.getId(), BranchProvider.class.getName())
                                .toList())
                .values()
                .stream()
                .sorted(Comparator.comparing(
                        (Branch branch) -> branch.settings().name(), String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private Map<String, Branch> branchesById(RealmModel realm, List<ComponentModel> components) {
        Map<String, Integer> numbers = numbersOf(
                realm,
                NumberKind.BRANCH,
                components.stream().map(ComponentModel::getId).toList());
        return components.stream()
                .map(component ->
                        new Branch(component.getId(), numbers.get(component.getId()), BranchSettings.of(component)))
                .collect(Collectors.toMap(Branch::id, Function.identity()));
    }

    private Branch branchOf(RealmModel realm, String id) {
        ComponentModel component = id == null ? null : component(realm, id);
        return component == null
                ? null
                : new Branch(id, numbers().numberOf(realm, NumberKind.BRANCH, id), BranchSettings.of(component));
    }

    private static ComponentModel component(RealmModel realm, String id) {
        ComponentModel component = realm.getComponent(id);
        return component != null && BranchProvider.class.getName().equals(component.getProviderType())
                ? component
                : null;
    }

    @Override
    public Optional<Branch> branch(RealmModel realm, int number) {
        return numbers().idOf(realm, NumberKind.BRANCH, number).map(id -> branchOf(realm, id));
    }

    @Override
    public Optional<Branch> branchById(RealmModel realm, String id) {
        return Optional.ofNullable(branchOf(realm, id));
    }

    @Override
    public Map<String, BranchUse> uses(RealmModel realm, Viewer viewer, Collection<String> branchIds) {
        Optional<Map<String, Long>> groups = rows(realm).groupsAt(branchIds, viewer.groups());
        Optional<Map<String, Long>> users = rows(realm).usersAt(branchIds, viewer.users());
        return groups.isEmpty() || users.isEmpty()
                ? Map.of()
                : branchIds.stream()
                        .distinct()
                        .collect(Collectors.toMap(
                                Function.identity(),
                                id -> new BranchUse(
                                        groups.get().getOrDefault(id, 0L),
                                        users.get().getOrDefault(id, 0L))));
    }

    @Override
    public Branch createBranch(RealmModel realm, BranchSettings settings) {
        // Before a number is spent, and once more when nobody else can come between.
        BranchRules.requireRoom(session, realm, settings.name(), null);
        ComponentModel component = new ComponentModel();
        component.setId(KeycloakModelUtils.generateId());
        component.setParentId(realm.getId());
        component.setProviderType(BranchProvider.class.getName());
        component.setProviderId(ComponentBranchProviderFactory.ID);
        settings.writeTo(component);
        // Before the realm's row is locked: the number is made in a transaction of its own.
        int number = numbers().numberOf(realm, NumberKind.BRANCH, component.getId());
        refusing(() -> realm.addComponentModel(component));
        return new Branch(component.getId(), number, settings);
    }

    @Override
    public Change changeBranch(RealmModel realm, Branch branch, UnaryOperator<BranchSettings> change) {
        Optional<BranchSettings> before = BranchRules.locked(session, realm, branch.id());
        ComponentModel there = realm.getComponent(branch.id());
        if (before.isEmpty() || there == null) {
            return Change.GONE;
        }
        BranchSettings settings = change.apply(before.get());
        if (settings.equals(before.get())) {
            return Change.NOTHING;
        }
        ComponentModel component = new ComponentModel(there);
        settings.writeTo(component);
        refusing(() -> realm.updateComponent(component));
        return Change.DONE;
    }

    private static void refusing(Runnable change) {
        try {
            change.run();
        } catch (ComponentValidationException e) {
            throw e.getCause() instanceof UserGroupException refused ? refused : e;
        }
    }

    @Override
    public boolean removeBranch(RealmModel realm, Branch branch) {
        ComponentModel there = realm.getComponent(branch.id());
        if (there == null || BranchRules.locked(session, realm, branch.id()).isEmpty()) {
            return false;
        }
        realm.removeComponent(there);
        return true;
    }

    @Override
    public FoundGroupUsers users(RealmModel realm, Viewed viewed, EntityList.By order, int first, int max) {
        EntityList.Found<UserEntity> found = USERS.find(
                em(),
                (cb, query, user) -> shownUser(cb, query, user, realm),
                Map.of(),
                List.of(order == null ? new EntityList.By(USERNAME, false) : order),
                viewed.by(UserEntity::getId),
                Viewed.MOST_ASKED,
                first,
                max);
        Map<String, Integer> numbers = numbersOf(
                realm,
                NumberKind.USER,
                found.items().stream().map(UserEntity::getId).toList());
        return new FoundGroupUsers(
                found.items().stream()
                        .map(user -> new GroupUser(
                                user.getId(), numbers.get(user.getId()), user.getFirstName(), user.getLastName()))
                        .toList(),
                found.total());
    }

    private Predicate shownUser(CriteriaBuilder cb, CriteriaQuery<?> query, Root<UserEntity> user, RealmModel realm) {
        List<Predicate> conditions = new ArrayList<>();
        conditions.add(cb.equal(user.get("realmId"), realm.getId()));
        conditions.add(cb.isNull(user.get("serviceAccountClientLink")));
        conditions.addAll(ShownUsers.conditions(session, realm, cb, query, user));
        return cb.and(conditions.toArray(Predicate[]::new));
    }

    @Override
    public Optional<UserModel> user(RealmModel realm, int number) {
        return numbers()
                .idOf(realm, NumberKind.USER, number)
                .map(id -> UserId.find(session, realm, id))
                .filter(user -> user.getServiceAccountClientLink() == null);
    }

    @Override
    public GroupUser of(RealmModel realm, UserModel user) {
        return new GroupUser(
                user.getId(),
                numbers().numberOf(realm, NumberKind.USER, user.getId()),
                user.getFirstName(),
                user.getLastName());
    }

    private Map<String, Integer> numbersOf(RealmModel realm, NumberKind kind, List<String> ids) {
        Map<String, Integer> numbers = new HashMap<>();
        Parts.of(ids).forEach(part -> numbers.putAll(numbers().numbersOf(realm, kind, part)));
        return numbers;
    }

    private NumberProvider numbers() {
        return session.getProvider(NumberProvider.class);
    }

    private EntityManager em() {
        return Database.entities(session);
    }

    @Override
    public void close() {}
}
