package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.securitydata.UserAttributes;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.NumberTable;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.tenant.AccountValidity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
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
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.services.managers.BruteForceProtector;

/** The tables of the set {@code User}: users and their numbers, and for what was found four more, each asked once. */
@ReliesOn("org.keycloak.models.jpa.entities: users are read by the page, not one by one")
final class UserTable implements Source.Table<UserRow> {

    private static final Set<String> DATES = Set.of(UserAttributes.ACTIVATION_DATE, UserAttributes.EXPIRATION_DATE);

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
        Map<String, From<?, ?>> from = Map.of(UserSet.USER, UserSet.user(users), UserSet.NUMBER, number);
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
        List<Predicate> conditions =
                new ArrayList<>(ShownUsers.conditions(context.session(), context.realm(), cb, query, user));
        conditions.add(cb.equal(user.get("realmId"), context.realm().getId()));
        return new Tables(
                cb, query, Map.of(UserSet.USER, user), cb.and(conditions.toArray(Predicate[]::new)), constants);
    }

    @Override
    public List<Selection<?>> selection(Tables tables) {
        From<?, ?> user = tables.from().get(UserSet.USER);
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
                user.get("serviceAccountClientLink"));
    }

    @Override
    public List<UserRow> rows(List<Object[]> found) {
        List<String> ids = found.stream().map(row -> (String) row[1]).toList();
        Map<String, Object[]> activity = new HashMap<>();
        Map<String, Map<String, List<String>>> attributes = new HashMap<>();
        Map<String, Long> passwords = new HashMap<>();
        Map<String, Boolean> mustChange = new HashMap<>();
        for (List<String> part : Parts.of(ids)) {
            ask(
                            "select a.userId, a.lastLogOn, a.lastFailedLogOn, a.lastLockout, a.lockedUntil, a.modifiedAt,"
                                    + " a.createdBy, a.modifiedBy from UserActivityEntity a where a.userId in :ids",
                            part)
                    .getResultStream()
                    .forEach(row -> activity.put((String) row[0], row));
            ask(
                            "select a.user.id, a.name, a.value from UserAttributeEntity a where a.user.id in :ids"
                                    + " and a.name in :names and (a.value is not null or a.longValueHash is not null)",
                            part)
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
            ask(
                            "select c.user.id, max(c.createdDate) from CredentialEntity c where c.user.id in :ids"
                                    + " and c.type = :type group by c.user.id",
                            part)
                    .setParameter("type", PasswordCredentialModel.TYPE)
                    .getResultStream()
                    .forEach(row -> passwords.put((String) row[0], (Long) row[1]));
            ask(
                            "select r.user.id, r.action from UserRequiredActionEntity r where r.user.id in :ids"
                                    + " and r.action = :action",
                            part)
                    .setParameter("action", UserModel.RequiredAction.UPDATE_PASSWORD.name())
                    .getResultStream()
                    .forEach(row -> mustChange.put((String) row[0], true));
        }
        return found.stream()
                .map(row -> row(
                        row,
                        activity.getOrDefault((String) row[1], new Object[8]),
                        attributes.getOrDefault((String) row[1], Map.of()),
                        passwords.get((String) row[1]),
                        mustChange.containsKey((String) row[1])))
                .toList();
    }

    private TypedQuery<Object[]> ask(String query, List<String> ids) {
        return entities().createQuery(query, Object[].class).setParameter("ids", ids);
    }

    private UserRow row(
            Object[] user,
            Object[] activity,
            Map<String, List<String>> attributes,
            Long passwordSince,
            boolean mustChange) {
        boolean enabled = (Boolean) user[6];
        boolean forGood = !enabled
                && has(attributes, UserModel.DISABLED_REASON, BruteForceProtector.DISABLED_BY_PERMANENT_LOCKOUT);
        boolean locked = forGood || activity[4] != null && (Long) activity[4] > now;
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
                TableColumns.instant(later((Long) user[8], (Long) activity[5])),
                (String) activity[6],
                (String) activity[7],
                TableColumns.instant(activity[1]),
                TableColumns.instant(activity[2]),
                TableColumns.instant(activity[3]),
                locked,
                status(enabled, forGood, locked, AccountValidity.of(activation, expiration)),
                user[9] != null || has(attributes, UserAttributes.USER_TYPE, UserAttributes.WEBSERVICE),
                TableColumns.instant(passwordSince),
                mustChange,
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
