package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.server.Database;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Schedule;
import io.keycloakpbx.tests.Settings;
import io.keycloakpbx.tests.Together;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What is written down of sign-ins, sessions and users, and the sets {@code Session} and {@code User} that tell it. */
@OnKeycloak
@Order(Schedule.WAITING)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActivityIT {

    private static final String PASSWORD = "Activity-pass-1!";
    private static final String WRONG = "Activity-wrong-1!";
    private static final long SSO_IDLE_SECONDS = 1800;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;
    private String before;

    ActivityIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    /** Somebody comes before the switch. */
    @BeforeAll
    void prepare() {
        before = tenant.createUser("before", PASSWORD);
        tenant.passwordGrant("before", WRONG).then().statusCode(400).body("error", equalTo("invalid_grant"));
        Response early = tenant.passwordGrant("before", PASSWORD);
        refresh(early.path("refresh_token")).then().statusCode(200);
        tenant.update(realm -> {
            realm.put("ssoSessionIdleTimeout", SSO_IDLE_SECONDS);
            realm.put("failureFactor", 3);
            realm.withObjectProperty("attributes").put("pbx.securityData", "true");
        });
    }

    private List<Map<String, Object>> entities(String set, String filter) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("$filter", filter);
        options.put("$format", "application/json;odata=nometadata");
        Response answer = api.get(set, options);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.path("value");
    }

    private Map<String, Object> user(String username) {
        List<Map<String, Object>> users = entities("User", "UserName eq '" + username + "'");
        assertThat(users).hasSize(1);
        return users.get(0);
    }

    private Map<String, Object> user(String username, Predicate<Map<String, Object>> condition) {
        return Awaited.until(() -> user(username), condition);
    }

    private Map<String, Object> session(String username, Predicate<Map<String, Object>> condition) {
        return Awaited.until(
                        () -> entities("Session", "UserName eq '" + username + "'"),
                        sessions -> sessions.size() == 1 && condition.test(sessions.get(0)))
                .get(0);
    }

    private static Instant time(Object value) {
        return value == null
                ? null
                : LocalDateTime.parse(value.toString().replace("Z", "")).toInstant(ZoneOffset.UTC);
    }

    private Response refresh(String token) {
        return tenant.tokenRequest(
                "grant_type",
                "refresh_token",
                "client_id",
                "pbx-rest",
                "client_secret",
                tenant.clientSecret("pbx-rest"),
                "refresh_token",
                token);
    }

    @Test
    @Order(1)
    @Tag("database")
    void aSessionIsWrittenDownFromItsBeginningToItsEnd() {
        String id = tenant.createUser("101", PASSWORD);
        Instant start = Instant.now();
        tenant.passwordGrant("101", WRONG).then().statusCode(400).body("error", equalTo("invalid_grant"));
        Response grant = tenant.passwordGrant("101", PASSWORD);
        Map<String, Object> begun = session("101", session -> true);
        Map<String, Object> user = user("101", found -> found.get("LastLogOn") != null);
        assertThat(begun)
                .containsEntry("RefreshCount", 0)
                .containsEntry("ClosedDate", null)
                .containsEntry("LastRefreshDate", null)
                .containsEntry("ParentSessionID", null)
                .containsEntry("ClientIPAddress", "127.0.0.1")
                .containsEntry("UserID", user.get("UserID"))
                .containsEntry("Domain", tenant.name())
                .containsEntry("Company", user.get("Company"))
                .containsEntry("CompanyID", user.get("CompanyID"))
                .containsEntry("DomainID", user.get("DomainID"));
        assertThat(begun.get("ApplicationInstance")).isNotNull();
        assertThat(time(begun.get("StartDate"))).isCloseTo(start, within(30, ChronoUnit.SECONDS));
        assertThat(time(begun.get("EndDate")))
                .isCloseTo(start.plusSeconds(SSO_IDLE_SECONDS), within(30, ChronoUnit.SECONDS));
        assertThat(time(user.get("LastLogOn"))).isEqualTo(time(begun.get("StartDate")));
        assertThat(time(user.get("LastFailedLogOn"))).isBefore(time(user.get("LastLogOn")));

        // In more than one writing.
        String token = grant.path("refresh_token");
        for (int time = 1; time <= 3; time++) {
            Response refreshed = refresh(token);
            refreshed.then().statusCode(200);
            token = refreshed.path("refresh_token");
            int refreshes = time;
            if (time == 1) {
                session("101", session -> session.get("RefreshCount").equals(refreshes));
            }
        }
        Map<String, Object> used =
                session("101", session -> session.get("RefreshCount").equals(3));
        assertThat(used)
                .containsEntry("SessionID", begun.get("SessionID"))
                .containsEntry("StartDate", begun.get("StartDate"))
                .containsEntry("ClosedDate", null);
        assertThat(time(used.get("LastRefreshDate"))).isAfterOrEqualTo(time(begun.get("StartDate")));
        assertThat(time(used.get("EndDate"))).isAfterOrEqualTo(time(begun.get("EndDate")));

        keycloak.http()
                .formParam("client_id", "pbx-rest")
                .formParam("client_secret", tenant.clientSecret("pbx-rest"))
                .formParam("refresh_token", token)
                .post(tenant.path("/protocol/openid-connect/logout"))
                .then()
                .statusCode(204);
        Map<String, Object> closed = session("101", session -> session.get("ClosedDate") != null);
        assertThat(closed).containsEntry("RefreshCount", 3);
        assertThat(time(closed.get("ClosedDate"))).isAfterOrEqualTo(time(used.get("LastRefreshDate")));
        tenant.deleteUser(id);
        assertThat(entities("User", "UserName eq '101'")).isEmpty();
        assertThat(session("101", session -> true)).as("what was, stays").containsEntry("UserID", user.get("UserID"));
    }

    @Test
    @Order(2)
    void nothingWasWrittenWhileItWasOff() {
        assertThat(user("before"))
                .containsEntry("LastLogOn", null)
                .containsEntry("LastFailedLogOn", null)
                .containsEntry("CreateUserName", null);
        assertThat(entities("Session", "UserName eq 'before' and (LastRefreshDate ne null or RefreshCount ne 0)"))
                .isEmpty();
        assertThat(entities(
                        "AuditLog",
                        "DisplyName eq 'Create User' and ObjectID eq "
                                + user("before").get("UserID")))
                .isEmpty();
    }

    @Test
    @Order(3)
    @Tag("database")
    void whoIsLockedOutIsToldUntilTheLockEnds() {
        String id = tenant.createUser("102", PASSWORD);
        for (int failure = 1; failure <= 3; failure++) {
            BruteForce.fail(keycloak, tenant, id, failure, () -> tenant.passwordGrant("102", WRONG));
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        Map<String, Object> locked = user("102", user -> user.get("IsLockedOut").equals(true));
        assertThat(locked)
                .containsEntry("AccountStatus", "Locked")
                .containsEntry("IsAvailable", false)
                .containsEntry("IsDisabled", false)
                .containsEntry("LastLogOn", null);
        assertThat(time(locked.get("LastLockoutDate"))).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
        assertThat(time(locked.get("LastFailedLogOn"))).isNotNull();
        assertThat(names("IsLockedOut")).containsExactly("102");
        assertThat(names("AccountStatus eq 'Locked'")).containsExactly("102");
        assertThat(names("not IsAvailable and UserName eq '102'")).containsExactly("102");
        BruteForce.unlock(keycloak, tenant, id);
        assertThat(user("102", user -> user.get("IsLockedOut").equals(false)))
                .containsEntry("AccountStatus", "Active")
                .containsEntry("LastLockoutDate", locked.get("LastLockoutDate"));
        assertThat(names("IsLockedOut")).isEmpty();
    }

    private List<String> names(String filter) {
        return entities("User", filter).stream()
                .map(user -> (String) user.get("UserName"))
                .toList();
    }

    @Test
    @Order(4)
    void whatAnAdministratorEndsIsClosed() {
        String id = tenant.createUser("103", PASSWORD);
        tenant.passwordGrant("103", PASSWORD).then().statusCode(200);
        session("103", session -> session.get("ClosedDate") == null);
        keycloak.admin()
                .post(tenant.adminPath("/users/" + id + "/logout"))
                .then()
                .statusCode(204);
        session("103", session -> session.get("ClosedDate") != null);

        tenant.createUser("104", PASSWORD);
        String session = tenant.passwordGrant("104", PASSWORD).path("session_state");
        session("104", found -> found.get("ClosedDate") == null);
        keycloak.admin().delete(tenant.adminPath("/sessions/" + session)).then().statusCode(204);
        session("104", found -> found.get("ClosedDate") != null);
    }

    private void change(String id, Consumer<ObjectNode> change) {
        String path = tenant.adminPath("/users/" + id);
        ObjectNode user = keycloak.admin().get(path).as(ObjectNode.class);
        change.accept(user);
        Response changed = keycloak.admin().body(user).put(path);
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(204);
    }

    @Test
    @Order(5)
    @Tag("database")
    void usersAreToldWithAllThatIsKnownOfThem() {
        String id = tenant.createUser("105", PASSWORD);
        change(id, user -> {
            ObjectNode attributes = user.putObject("attributes");
            attributes.putArray("pbx.description").add("Front desk, O'Neil");
            attributes.putArray("pbx.userType").add("Webservice");
            attributes.putArray("pbx.activationDate").add("2020-01-02T03:04:05Z");
            attributes.putArray("pbx.expirationDate").add("2020-02-03T04:05:06Z");
            attributes.putArray("pbx.canChangePassword").add("false");
            attributes.putArray("pbx.passwordDoesNotExpire").add("true");
            attributes.putArray("pbx.bypassIpAllowList").add("true");
            user.putArray("requiredActions").add("UPDATE_PASSWORD");
            user.put("firstName", "Zoë");
        });
        Map<String, Object> user = user("105", found -> found.get("LastModifiedUser") != null);
        assertThat(user)
                .containsEntry("AccountStatus", "Expired")
                .containsEntry("ActivationDate", "2020-01-02T03:04:05")
                .containsEntry("BypassIPAllowList", true)
                .containsEntry("CanChangePassword", false)
                .containsEntry("CreateUserName", "master\\admin")
                .containsEntry("Description", "Front desk, O'Neil")
                .containsEntry("Domain", tenant.name())
                .containsEntry("Email", "105@" + tenant.name() + ".test")
                .containsEntry("ExpirationDate", "2020-02-03T04:05:06")
                .containsEntry("FirstName", "Zoë")
                .containsEntry("IsAvailable", false)
                .containsEntry("IsDisabled", false)
                .containsEntry("IsLockedOut", false)
                .containsEntry("LastFailedLogOn", null)
                .containsEntry("LastLockoutDate", null)
                .containsEntry("LastLogOn", null)
                .containsEntry("LastModifiedUser", "master\\admin")
                .containsEntry("LastName", "Last")
                .containsEntry("MustChangePasswordAtLogOn", true)
                .containsEntry("PasswordDoesNotExpire", true)
                .containsEntry("UserName", "105")
                .containsEntry("UserType", "Webservice User")
                .containsEntry("UserTypeID", 1);
        for (String date : List.of("CreateDate", "LastModifiedDate", "LastPasswordChangeDate")) {
            assertThat(time(user.get(date))).as(date).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
        }
        for (String filter : List.of(
                "AccountStatus eq 'Expired'",
                "ActivationDate eq datetime'2020-01-02T03:04:05'",
                "BypassIPAllowList",
                "not CanChangePassword",
                "CreateUserName eq 'master\\admin' and UserName eq '105'",
                "substringof('desk, O''Neil',Description)",
                "ExpirationDate lt datetime'2020-02-04' and ExpirationDate ne null",
                "FirstName eq 'Zoë'",
                "MustChangePasswordAtLogOn eq true",
                "PasswordDoesNotExpire",
                "UserTypeID eq 1 and Description ne null",
                "UserType eq 'Webservice User' and UserName lt 'a'",
                "LastModifiedDate ge CreateDate and UserName eq '105'",
                "LastPasswordChangeDate gt datetime'2020-01-01' and UserName eq '105'")) {
            assertThat(names(filter)).as(filter).containsExactly("105");
        }
        assertThat(names("UserType eq 'Webservice User' and startswith(UserName,'service-account-')"))
                .isNotEmpty();
        change(id, account -> account.put("enabled", false));
        assertThat(names("AccountStatus eq 'Disabled'")).containsExactly("105");
        assertThat(names("IsDisabled")).containsExactly("105");
    }

    @Test
    @Order(6)
    @Tag("database")
    void everyPropertyIsFilteredAndSortedBy() {
        for (String set : List.of("User", "Session", "AuditLog", "AuditLogActionSummary")) {
            Map<String, Object> first = Awaited.until(
                            () -> api.get(set + "?$top=1").<List<Map<String, Object>>>path("value"),
                            found -> !found.isEmpty())
                    .get(0);
            int count = Integer.parseInt(api.get(set + "/$count").asString());
            List<Integer> counted = new ArrayList<>();
            for (String property : first.keySet()) {
                Response sorted = api.get(set, Map.of("$orderby", property + " desc", "$top", "2"));
                assertThat(sorted.statusCode()).as(property + sorted.asString()).isEqualTo(200);
                Response none = api.get(set + "/$count", Map.of("$filter", property + " eq null"));
                Response some = api.get(set + "/$count", Map.of("$filter", property + " ne null"));
                assertThat(none.statusCode()).as(property + none.asString()).isEqualTo(200);
                counted.add(Integer.parseInt(none.asString()) + Integer.parseInt(some.asString()));
            }
            assertThat(counted).as(set).allMatch(one -> one >= count);
        }
    }

    @Test
    @Order(7)
    void howLongLogsAreKeptIsANumber() {
        for (String attribute : List.of("pbx.sessionLogDays", "pbx.auditLogDays")) {
            keycloak.admin()
                    .body(Map.of("attributes", Map.of(attribute, "0")))
                    .put(tenant.adminPath(""))
                    .then()
                    .statusCode(400)
                    .body(
                            "errorMessage",
                            equalTo("Attribute " + attribute + " of realm " + tenant.name()
                                    + " must be a whole number from 1 to 36500: 0"));
        }
    }

    private void sql(String... statements) throws SQLException {
        assumeTrue(Settings.DATABASE == Database.Kind.POSTGRES, "H2 lets nobody write while a server runs on it");
        try (Connection connection =
                        DriverManager.getConnection(keycloak.database().jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                assertThat(statement.executeUpdate(one)).as(one).isPositive();
            }
        }
    }

    private String ofUser(String username) {
        return " where USER_NAME = '" + username + "' and REALM_ID = (select ID from REALM where NAME = '"
                + tenant.name() + "')";
    }

    @Test
    @Order(8)
    void lostNotesAreMadeUpFor() throws SQLException {
        tenant.createUser("106", PASSWORD);
        tenant.createUser("107", PASSWORD);
        String lost = tenant.passwordGrant("106", PASSWORD).path("session_state");
        tenant.passwordGrant("107", PASSWORD).then().statusCode(200);
        Map<String, Object> first = session("106", session -> true);
        session("107", session -> true);
        long old = Instant.now().minus(Duration.ofMinutes(5)).toEpochMilli();
        sql(
                "delete from PBX_SESSION where SESSION_ID = '" + lost + "'",
                "update OFFLINE_USER_SESSION set CREATED_ON = " + old / 1000 + " where USER_SESSION_ID = '" + lost
                        + "'",
                "update PBX_SESSION set SESSION_ID = 'gone-" + tenant.name().hashCode() + "', STARTED = " + old
                        + ofUser("107"));
        Map<String, Object> found = session("106", session -> true);
        assertThat(found)
                .containsEntry("ClosedDate", null)
                .containsEntry("RefreshCount", 0)
                .containsEntry("ClientIPAddress", "127.0.0.1")
                .containsEntry("ApplicationInstance", first.get("ApplicationInstance"))
                .containsEntry("UserID", first.get("UserID"));
        assertThat((Integer) found.get("SessionID")).isGreaterThan((Integer) first.get("SessionID"));
        assertThat(time(found.get("StartDate"))).isEqualTo(Instant.ofEpochSecond(old / 1000));
        Awaited.until(() -> entities("Session", "UserName eq '107'"), sessions -> sessions.stream()
                .anyMatch(session -> session.get("ClosedDate") != null));
    }

    @Test
    @Order(9)
    void whatIsTooOldIsRemoved() throws SQLException {
        tenant.createUser("108", PASSWORD);
        tenant.createUser("109", PASSWORD);
        for (String username : List.of("108", "109")) {
            tenant.passwordGrant(username, PASSWORD).then().statusCode(200);
            session(username, session -> true);
        }
        long days = Duration.ofDays(1).toMillis();
        long now = Instant.now().toEpochMilli();
        sql("update PBX_SESSION set CLOSED = " + (now - 181 * days) + ofUser("108"));
        Awaited.until(() -> entities("Session", "UserName eq '108'"), List::isEmpty);

        sql("update PBX_SESSION set CLOSED = " + (now - 3 * days) + ofUser("109"));
        sql("update PBX_AUDIT_LOG set ENTRY_DATE = " + (now - 3 * days)
                + " where AUDIT_NUMBER = 1 and REALM_ID = (select ID from REALM where NAME = '" + tenant.name() + "')");
        assertThat(entities("Session", "UserName eq '109'")).hasSize(1);
        tenant.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.sessionLogDays", "2")
                .put("pbx.auditLogDays", "2"));
        Awaited.until(() -> entities("Session", "UserName eq '109'"), List::isEmpty);
        Awaited.until(() -> entities("AuditLog", "AuditLogID eq 1"), List::isEmpty);
        assertThat(entities("AuditLog", "AuditLogID eq 2")).hasSize(1);
        assertThat(entities("User", "UserName eq 'before'")).hasSize(1);
        assertThat(before).isNotNull();
    }

    /** The database would end one of two that wait for each other, after a second: the one that deletes. */
    @Test
    @Order(10)
    @Tag("database")
    void aTenantIsDeletedWhileItsUsersSignIn() {
        for (int round = 0; round < 2; round++) {
            Realm leaving = keycloak.tenant();
            leaving.update(realm -> realm.withObjectProperty("attributes").put("pbx.securityData", "true"));
            for (String username : List.of("101", "102", "103")) {
                leaving.createUser(username, PASSWORD);
            }
            leaving.passwordGrant("101", PASSWORD).then().statusCode(200);
            AtomicBoolean gone = new AtomicBoolean();
            Together.send(List.of(signIns(leaving, "102", gone), signIns(leaving, "103", gone), () -> {
                try {
                    leaving.delete();
                } finally {
                    gone.set(true);
                }
                return null;
            }));
        }
    }

    private static Callable<Void> signIns(Realm realm, String username, AtomicBoolean ended) {
        return () -> {
            while (!ended.get()) {
                realm.passwordGrant(username, PASSWORD);
            }
            return null;
        };
    }
}
