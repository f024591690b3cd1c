package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.UserAttributes;
import io.keycloakpbx.securitydata.activity.UserActivityEntity;
import io.keycloakpbx.securitydata.odata.Column;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import io.keycloakpbx.securitydata.odata.Tables;
import io.keycloakpbx.store.NumberTable;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * The set {@code User}: users of Keycloak's own table, service accounts too. What is in other tables is asked for row by
 * row only where a filter or an order needs it.
 */
@ReliesOn("org.keycloak.models.jpa.entities: users are filtered, sorted and paged in the database")
public final class UserSet {

    /** What users are like. */
    public static final EntityType<UserRow> TYPE;

    /** The property that needs the table of numbers. */
    static final String ID = "UserID";

    static final String USER = "user";
    static final String NUMBER = "number";

    /** The time of the request: milliseconds, and as attributes have it. */
    static final String NOW = "now";

    static final String NOW_TEXT = "nowText";

    private static final String LOCKED_UNTIL = "lockedUntil";
    private static final String MODIFIED_AT = "modifiedAt";
    private static final List<String> USER_TYPES = List.of("Webservice User", "Application User");

    static {
        TYPE = EntityType.of(
                "User",
                List.of(ID),
                List.of(
                        Property.<UserRow>of("AccountStatus", EdmType.STRING, row -> row.status()
                                        .text())
                                .in(Column.of(UserSet::status)),
                        date("ActivationDate", UserRow::activationDate, UserAttributes.ACTIVATION_DATE),
                        flag("BypassIPAllowList", UserRow::bypassIpAllowList, UserAttributes.BYPASS_IP_ALLOW_LIST),
                        Property.<UserRow>of("CanChangePassword", EdmType.BOOLEAN, UserRow::canChangePassword)
                                .in(Column.of(tables -> condition(
                                        tables,
                                        has(tables, UserAttributes.CAN_CHANGE_PASSWORD, "false")
                                                .not()))),
                        TableColumns.company(UserRow::owner),
                        TableColumns.companyId(UserRow::owner),
                        Property.<UserRow>nullable("CreateDate", EdmType.DATE_TIME, UserRow::created)
                                .in(Column.ofMilliseconds(tables -> user(tables).get("createdTimestamp"))),
                        activity("CreateUserName", EdmType.STRING, UserRow::createdBy, "createdBy"),
                        Property.<UserRow>nullable("Description", EdmType.STRING, UserRow::description)
                                .in(Column.of(tables -> attribute(tables, UserAttributes.DESCRIPTION))),
                        TableColumns.domain(UserRow::owner),
                        TableColumns.domainId(UserRow::owner),
                        own("Email", UserRow::email, "email"),
                        date("ExpirationDate", UserRow::expirationDate, UserAttributes.EXPIRATION_DATE),
                        own("FirstName", UserRow::firstName, "firstName"),
                        Property.<UserRow>of(
                                        "IsAvailable", EdmType.BOOLEAN, row -> row.status() == UserRow.Status.ACTIVE)
                                .in(Column.of(tables -> condition(
                                        tables, tables.cb().equal(status(tables), UserRow.Status.ACTIVE.text())))),
                        Property.<UserRow>of("IsDisabled", EdmType.BOOLEAN, row -> !row.enabled())
                                .in(Column.of(tables -> condition(
                                        tables, tables.cb().isFalse(user(tables).get("enabled"))))),
                        Property.<UserRow>of("IsLockedOut", EdmType.BOOLEAN, UserRow::isLockedOut)
                                .in(Column.of(tables -> condition(tables, isLockedOut(tables)))),
                        activityTime("LastFailedLogOn", UserRow::lastFailedLogOn, "lastFailedLogOn"),
                        activityTime("LastLockoutDate", UserRow::lastLockout, "lastLockout"),
                        activityTime("LastLogOn", UserRow::lastLogOn, "lastLogOn"),
                        Property.<UserRow>nullable("LastModifiedDate", EdmType.DATE_TIME, UserRow::modified)
                                .in(Column.ofMilliseconds(UserSet::modified)),
                        activity("LastModifiedUser", EdmType.STRING, UserRow::modifiedBy, "modifiedBy"),
                        own("LastName", UserRow::lastName, "lastName"),
                        Property.<UserRow>nullable(
                                        "LastPasswordChangeDate", EdmType.DATE_TIME, UserRow::lastPasswordChange)
                                .in(Column.ofMilliseconds(UserSet::lastPasswordChange)),
                        Property.<UserRow>of("MustChangePasswordAtLogOn", EdmType.BOOLEAN, UserRow::mustChangePassword)
                                .in(Column.of(tables -> condition(tables, mustChangePassword(tables)))),
                        flag(
                                "PasswordDoesNotExpire",
                                UserRow::passwordDoesNotExpire,
                                UserAttributes.PASSWORD_DOES_NOT_EXPIRE),
                        Property.<UserRow>of(ID, EdmType.INT32, UserRow::number)
                                .in(Column.of(tables ->
                                        NumberTable.number(tables.from().get(NUMBER)))),
                        Property.<UserRow>of("UserName", EdmType.STRING, UserRow::userName)
                                .in(new Column(Column.Form.LOWER_CASE, tables -> user(tables)
                                        .get("username"))),
                        Property.<UserRow>of("UserType", EdmType.STRING, row -> USER_TYPES.get(row.isService() ? 0 : 1))
                                .in(Column.of(tables -> tables.cb()
                                        .<String>selectCase()
                                        .when(isService(tables), USER_TYPES.get(0))
                                        .otherwise(USER_TYPES.get(1)))),
                        Property.<UserRow>of("UserTypeID", EdmType.INT32, row -> row.isService() ? 1 : 2)
                                .in(Column.of(tables -> tables.cb()
                                        .<Integer>selectCase()
                                        .when(isService(tables), 1)
                                        .otherwise(2)))));
    }

    static final SecurityDataSet<UserRow> SET = new SecurityDataSet<>(TYPE, Right.VIEW_USERS, true, UserSet::source);

    private UserSet() {}

    /** The users of the request's realm. */
    public static Source.Table<UserRow> source(SetContext context) {
        return new UserTable(context);
    }

    private static Property<UserRow> own(String name, Function<UserRow, ?> value, String attribute) {
        return Property.<UserRow>nullable(name, EdmType.STRING, value).in(TableColumns.of(USER, attribute));
    }

    private static Property<UserRow> date(String name, Function<UserRow, ?> value, String attribute) {
        return Property.<UserRow>nullable(name, EdmType.DATE_TIME, value)
                .in(new Column(Column.Form.TEXT_TIME, tables -> AccountDates.date(tables, attribute)));
    }

    private static Property<UserRow> flag(String name, Function<UserRow, Boolean> value, String attribute) {
        return Property.<UserRow>of(name, EdmType.BOOLEAN, value)
                .in(Column.of(tables -> condition(tables, has(tables, attribute, "true"))));
    }

    private static Property<UserRow> activity(String name, EdmType type, Function<UserRow, ?> value, String attribute) {
        return Property.<UserRow>nullable(name, type, value)
                .in(Column.of(tables -> activity(tables, String.class, attribute)));
    }

    private static Property<UserRow> activityTime(String name, Function<UserRow, ?> value, String attribute) {
        return Property.<UserRow>nullable(name, EdmType.DATE_TIME, value)
                .in(TableColumns.time(tables -> activity(tables, Long.class, attribute)));
    }

    static From<?, ?> user(Tables tables) {
        return tables.from().get(USER);
    }

    static Expression<String> userId(Tables tables) {
        return user(tables).get("id");
    }

    /** A condition as a value. */
    static Expression<Boolean> condition(Tables tables, Predicate condition) {
        return tables.cb().<Boolean>selectCase().when(condition, true).otherwise(false);
    }

    private static <T> Expression<T> activity(Tables tables, Class<T> type, String attribute) {
        return TableColumns.select(
                tables, type, UserActivityEntity.class, (subquery, row) -> subquery.select(row.<T>get(attribute))
                        .where(tables.cb().equal(row.get("userId"), userId(tables))));
    }

    /**
     * An attribute that has one value; of more, one of them. Of the column itself PostgreSQL would take the least by the
     * index on names and values, and look through those of all users for each.
     */
    private static Expression<String> attribute(Tables tables, String name) {
        CriteriaBuilder cb = tables.cb();
        return TableColumns.select(tables, String.class, UserAttributeEntity.class, (subquery, row) -> subquery.select(
                        cb.least(cb.concat(row.<String>get("value"), "")))
                .where(isOf(tables, row), cb.equal(row.get("name"), name)));
    }

    private static Predicate has(Tables tables, String name, String value) {
        CriteriaBuilder cb = tables.cb();
        return TableColumns.exists(
                tables,
                UserAttributeEntity.class,
                row -> cb.and(
                        isOf(tables, row),
                        cb.equal(row.get("name"), name),
                        cb.equal(cb.lower(row.get("value")), value.toLowerCase(Locale.ROOT))));
    }

    /** Whether a row of another table is the user's. */
    private static Predicate isOf(Tables tables, Root<?> row) {
        return tables.cb().equal(row.get("user").get("id"), userId(tables));
    }

    static Predicate isService(Tables tables) {
        return tables.cb()
                .or(
                        tables.cb().isNotNull(user(tables).get("serviceAccountClientLink")),
                        has(tables, UserAttributes.USER_TYPE, UserAttributes.WEBSERVICE));
    }

    static Predicate mustChangePassword(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        return TableColumns.exists(
                tables,
                UserRequiredActionEntity.class,
                row -> cb.and(
                        isOf(tables, row),
                        cb.equal(row.get("action"), UserModel.RequiredAction.UPDATE_PASSWORD.name())));
    }

    static Expression<Long> lastPasswordChange(Tables tables) {
        return TableColumns.select(tables, Long.class, CredentialEntity.class, (subquery, row) -> subquery.select(
                        tables.cb().max(row.<Long>get("createdDate")))
                .where(isOf(tables, row), tables.cb().equal(row.get("type"), PasswordCredentialModel.TYPE)));
    }

    /** The later of what Keycloak and what the admin events say. */
    private static Expression<Long> modified(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        Expression<Long> account = cb.coalesce(user(tables).<Long>get("lastModifiedTimestamp"), 0L);
        Expression<Long> event = cb.coalesce(activity(tables, Long.class, MODIFIED_AT), 0L);
        return cb.nullif(
                cb.<Long>selectCase().when(cb.ge(account, event), account).otherwise(event), 0L);
    }

    private static Predicate isLockedForGood(Tables tables) {
        return tables.cb()
                .and(
                        tables.cb().isFalse(user(tables).get("enabled")),
                        has(tables, UserModel.DISABLED_REASON, BruteForceProtector.DISABLED_BY_PERMANENT_LOCKOUT));
    }

    private static Predicate isLockedOut(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        Predicate forNow = TableColumns.exists(
                tables,
                UserActivityEntity.class,
                row -> cb.and(cb.equal(row.get("userId"), userId(tables)), cb.gt(row.<Long>get(LOCKED_UNTIL), (Long)
                        tables.constants().get(NOW))));
        return cb.or(forNow, isLockedForGood(tables));
    }

    private static Expression<String> status(Tables tables) {
        CriteriaBuilder cb = tables.cb();
        String now = (String) tables.constants().get(NOW_TEXT);
        return cb.<String>selectCase()
                .when(isLockedForGood(tables), UserRow.Status.LOCKED.text())
                .when(cb.isFalse(user(tables).get("enabled")), UserRow.Status.DISABLED.text())
                .when(AccountDates.hasEnded(tables, now), UserRow.Status.EXPIRED.text())
                .when(AccountDates.isToCome(tables, now), UserRow.Status.PENDING.text())
                .when(isLockedOut(tables), UserRow.Status.LOCKED.text())
                .otherwise(UserRow.Status.ACTIVE.text());
    }
}
