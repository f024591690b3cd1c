package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.UserAttributes;
import io.keycloakpbx.securitydata.activity.UserActivityEntity;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.NumberTable;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.tenant.AccountValidity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.query.common.JoinType;
import org.hibernate.query.criteria.JpaEntityJoin;
import org.hibernate.query.criteria.JpaFrom;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * The tables of the set {@code User}: users, their numbers and what is known of their activity. Only attributes, of which there
 * may be several of one name, are asked for by a second statement: one with a hundred ids takes longer to make than to run.
 */
@ReliesOn("org.keycloak.models.jpa.entities: users are read by the page, not one by one")
final class UserTable implements Source.Table<UserRow> {

    private static final Set<String> DATES = Set.of(UserAttributes.ACTIVATION_DATE, UserAttributes.EXPIRATION_DATE);

    private static final String ACTIVITY = "activity";

    /** Stands for a value that Keycloak has in another column. */
    private static final String TOO_LONG = "…";

    private final SetContext context;
    private final long now = Time.currentTimeMillis();
    private final String nowText =
            Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.SECONDS).toString();

    UserTable(SetContext context) {
        this.context = context;
    }

    @Override
    public EntityManager entities() {
        return Database.entities(context.session());
    }

    @Override
    public Tables from(CriteriaBuilder cb, CriteriaQuery<?> query) {
        context.session().getProvider(NumberProvider.class).numberAll(context.realm(), NumberKind.USER);
        From<?, ?> number = NumberTable.in(query);
        Tables users = users(cb, query);
        JpaFrom<?, ?> user = (JpaFrom<?, ?>) UserSet.user(users);
        JpaEntityJoin<?, UserActivityEntity> activity = user.join(UserActivityEntity.class, JoinType.LEFT);
        activity.on(cb.equal(activity.get("userId"), user.get("id")));
        Map<String, From<?, ?>> from = Map.of(UserSet.USER, user, UserSet.NUMBER, number, ACTIVITY, activity);
        Predicate numbered = cb.and(
                NumberTable.are(cb, number, context.realm().getId(), NumberKind.USER),
                cb.equal(NumberTable.id(number), UserSet.userId(users)));
        return new Tables(cb, query, from, cb.and(users.visible(), numbered), users.constants());
    }

    /** Each user has a number, so that users are as many as users with numbers. */
    @Override
    public Tables toCount(CriteriaBuilder cb, CriteriaQuery<?> query, Set<String> properties) {
        return properties.contains(UserSet.ID) ? from(cb, query) : users(cb, query);
    }

    /** Begins a query of users that are not numbered, or not yet. */
    private Tables users(CriteriaBuilder cb, CriteriaQuery<?> query) {
        Root<UserEntity> user = query.from(UserEntity.class);
        Map<String, Object> constants = TableColumns.constants(context);
        constants.put(UserSet.NOW, now);
        constants.put(UserSet.NOW_TEXT, nowText);
        List<Predicate> conditions = context.users().conditions(cb, query, user);
        conditions.add(cb.equal(user.get("realmId"), context.realm().getId()));
        return new Tables(
                cb, query, Map.of(UserSet.USER, user), cb.and(conditions.toArray(Predicate[]::new)), constants);
    }

    @Override
    public List<Selection<?>> selection(Tables tables) {
        From<?, ?> user = tables.from().get(UserSet.USER);
        From<?, ?> activity = tables.from().get(ACTIVITY);
        return List.of(
                NumberTable.number(tables.from().get(UserSet.NUMBER)),
                user.get("id"),
                user.get("username"),
                user.get("email"),
                user.get("firstName"),
                user.get("lastName"),
                user.get("enabled"),
                user.get("createdTimestamp"),
                user.get("lastModifiedTimestamp"),
                user.get("serviceAccountClientLink"),
                activity.get("lastLogOn"),
                activity.get("lastFailedLogOn"),
                activity.get("lastLockout"),
                activity.get("lockedUntil"),
                activity.get("modifiedAt"),
                activity.get("createdBy"),
                activity.get("modifiedBy"),
                UserSet.lastPasswordChange(tables),
                UserSet.condition(tables, UserSet.mustChangePassword(tables)));
    }

    @Override
    public List<UserRow> rows(List<Object[]> found) {
        List<String> ids = found.stream().map(row -> (String) row[1]).toList();
        Map<String, Map<String, List<String>>> attributes = new HashMap<>();
        for (List<String> part : Parts.of(ids)) {
            entities()
                    .createQuery(
                            "select a.user.id, a.name, a.value from UserAttributeEntity a where a.user.id in :ids"
                                    + " and a.name in :names and (a.value is not null or a.longValueHash is not null)",
                            Object[].class)
                    .setParameter("ids", part)
                    .setParameter(
                            "names",
                            Stream.concat(UserAttributes.ALL.stream(), Stream.of(UserModel.DISABLED_REASON))
                                    .toList())
                    .getResultStream()
                    .filter(row -> row[2] != null || DATES.contains(row[1]))
                    .forEach(row -> attributes
                            .computeIfAbsent((String) row[0], id -> new HashMap<>())
                            .computeIfAbsent((String) row[1], name -> new ArrayList<>())
                            .add(Objects.requireNonNullElse((String) row[2], TOO_LONG)));
        }
        return found.stream()
                .map(row -> row(row, attributes.getOrDefault((String) row[1], Map.of())))
                .toList();
    }

    private UserRow row(Object[] user, Map<String, List<String>> attributes) {
        boolean enabled = (Boolean) user[6];
        boolean forGood = !enabled
                && has(attributes, UserModel.DISABLED_REASON, BruteForceProtector.DISABLED_BY_PERMANENT_LOCKOUT);
        boolean locked = forGood || user[13] != null && (Long) user[13] > now;
        List<String> activation = attributes.getOrDefault(UserAttributes.ACTIVATION_DATE, List.of());
        List<String> expiration = attributes.getOrDefault(UserAttributes.EXPIRATION_DATE, List.of());
        return new UserRow(
                (Integer) user[0],
                (String) user[1],
                context.owner(),
                (String) user[2],
                (String) user[3],
                (String) user[4],
                (String) user[5],
                enabled,
                TableColumns.instant(user[7]),
                TableColumns.instant(later((Long) user[8], (Long) user[14])),
                (String) user[15],
                (String) user[16],
                TableColumns.instant(user[10]),
                TableColumns.instant(user[11]),
                TableColumns.instant(user[12]),
                locked,
                status(enabled, forGood, locked, AccountValidity.of(activation, expiration)),
                user[9] != null || has(attributes, UserAttributes.USER_TYPE, UserAttributes.WEBSERVICE),
                TableColumns.instant(user[17]),
                (Boolean) user[18],
                first(attributes, UserAttributes.DESCRIPTION),
                AccountDates.of(activation),
                AccountDates.of(expiration),
                !has(attributes, UserAttributes.CAN_CHANGE_PASSWORD, "false"),
                has(attributes, UserAttributes.PASSWORD_DOES_NOT_EXPIRE, "true"),
                has(attributes, UserAttributes.BYPASS_IP_ALLOW_LIST, "true"));
    }

    private UserRow.Status status(boolean enabled, boolean forGood, boolean locked, AccountValidity validity) {
        if (!enabled) {
            return forGood ? UserRow.Status.LOCKED : UserRow.Status.DISABLED;
        }
        if (validity.hasEnded(Instant.ofEpochMilli(now))) {
            return UserRow.Status.EXPIRED;
        }
        if (validity.isToCome(Instant.ofEpochMilli(now))) {
            return UserRow.Status.PENDING;
        }
        return locked ? UserRow.Status.LOCKED : UserRow.Status.ACTIVE;
    }

    /** What is not after the beginning of 1970 is no time, as in the database. */
    private static Long later(Long one, Long other) {
        return Stream.of(one, other)
                .filter(Objects::nonNull)
                .filter(time -> time > 0)
                .max(Long::compare)
                .orElse(null);
    }

    private static boolean has(Map<String, List<String>> attributes, String name, String value) {
        return attributes.getOrDefault(name, List.of()).stream().anyMatch(value::equalsIgnoreCase);
    }

    private static String first(Map<String, List<String>> attributes, String name) {
        return attributes.containsKey(name) ? Collections.min(attributes.get(name)) : null;
    }
}
