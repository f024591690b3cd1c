package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.extension.Pbx;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overview of a tenant: what is counted, and who is told which of it. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantSummaryIT {

    private static final String PASSWORD = "Overview-of-1!";
    private static final String[] OF_USERS = {
        "users", "disabledUsers", "ownedExtensions", "freeExtensions", "operators", "securityKeys", "blockedAddresses"
    };

    private final Keycloak keycloak;
    private final Realm tenant;

    /** Sign-ins are counted from here on: a day may end meanwhile. */
    private final long began = Instant.now().minusSeconds(1).toEpochMilli();

    TenantSummaryIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void makeAdministrators() {
        tenant.createUser("boss", PASSWORD, "Admin");
    }

    @Test
    @Tag("database")
    void countsWhatThereIs() {
        Realm full = keycloak.tenant();
        Pbx pbx = new Pbx(keycloak, full);
        String anna = full.createUser("anna", PASSWORD, "Admin");
        full.make("/users", Map.of("username", "off", "enabled", false));
        full.make(
                "/users",
                Map.of("username", "operator", "enabled", true, "attributes", Map.of("pbx.operator", List.of("true"))));
        pbx.assign(pbx.createExtension("101"), anna, "anna").then().statusCode(200);
        pbx.createExtension("102");
        pbx.createExtension("103");
        keycloak.admin()
                .body(Map.of("user", anna, "purpose", "Overview", "action", "UPDATE_PASSWORD", "lifeSpan", 600))
                .post(full.adminPath("/security-keys"))
                .then()
                .statusCode(200);
        full.userToken("anna", PASSWORD);
        full.update(realm -> realm.withObjectProperty("attributes")
                .put("pbx.webAllowedAddresses", "192.0.2.1")
                .put("pbx.webFailedAuthAmount", "1"));
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", "anna", "password", "wrong"))
                .post(full.path("/api/auth/sign_in"))
                .then()
                .statusCode(400);

        Map<String, Object> answer = answer(keycloak.adminToken(), full);
        assertThat(answer)
                .containsEntry("realm", full.name())
                .containsEntry("sipDomain", full.name())
                .containsEntry("enabled", true)
                .containsEntry("warnings", List.of("noMailServer", "noAppAddress"));
        assertThat(answer.get("contents"))
                .isEqualTo(Map.of(
                        "users",
                        3,
                        "disabledUsers",
                        1,
                        "ownedExtensions",
                        1,
                        "freeExtensions",
                        2,
                        "operators",
                        1,
                        "securityKeys",
                        1,
                        "blockedAddresses",
                        1,
                        "signIns",
                        1,
                        "failedSignIns",
                        1));

        // Of a realm that keeps no events nothing is known of sign-ins.
        full.update(realm -> realm.put("eventsEnabled", false));
        assertThat(contents(keycloak.adminToken(), full)).containsOnlyKeys(OF_USERS);
    }

    @Test
    void tellsEachWhatEachMaySee() {
        Map<String, Object> boss = answer(tenant.userToken("boss", PASSWORD), tenant);
        assertThat(boss).containsEntry("warnings", List.of("noMailServer", "noAppAddress"));
        assertThat(boss.get("contents")).isInstanceOfSatisfying(Map.class, contents -> assertThat(contents)
                .containsKeys((Object[]) OF_USERS)
                .containsKeys("signIns", "failedSignIns"));

        Map<String, Object> viewer = answer(own("viewer", "view-users"), tenant);
        assertThat(viewer).containsEntry("warnings", List.of());
        assertThat(viewer.get("contents")).isInstanceOfSatisfying(Map.class, contents -> assertThat(contents)
                .containsOnlyKeys((Object[]) OF_USERS));

        Map<String, Object> auditor = answer(own("auditor", "view-events"), tenant);
        assertThat(auditor).containsEntry("warnings", List.of());
        assertThat(auditor.get("contents")).isInstanceOfSatisfying(Map.class, contents -> assertThat(contents)
                .containsOnlyKeys("signIns", "failedSignIns"));

        Map<String, Object> keeper = answer(own("keeper", "view-realm"), tenant);
        assertThat(keeper)
                .containsEntry("warnings", List.of("noMailServer", "noAppAddress"))
                .containsEntry("contents", Map.of());
    }

    @Test
    void refusesWhomItWouldTellNothing() {
        refused(own("finder", "query-users"), tenant);
        tenant.createUser("nobody", PASSWORD);
        refused(tenant.userToken("nobody", PASSWORD), tenant);
        keycloak.http().get(tenant.adminPath("/pbx-summary")).then().statusCode(401);
        String boss = tenant.userToken("boss", PASSWORD);
        for (Realm other : List.of(keycloak.realm("master"), keycloak.realm("globex"))) {
            keycloak.http(boss).get(other.adminPath("/pbx-summary")).then().statusCode(403);
        }
    }

    @Test
    void fineGrainedPermissionsCount() {
        Realm fine = keycloak.tenant();
        String hidden = fine.make(
                "/users",
                Map.of("username", "hidden", "enabled", false, "attributes", Map.of("pbx.operator", List.of("true"))));
        String most = fine.createUser("most", PASSWORD);
        fine.permitAllBut(most, hidden);
        // How many users there are is for whom permissions hide none.
        assertThat(contents(fine.userToken("most", PASSWORD), fine))
                .containsOnlyKeys("ownedExtensions", "freeExtensions", "securityKeys", "blockedAddresses");
        assertThat(contents(keycloak.adminToken(), fine))
                .containsEntry("users", 2)
                .containsEntry("disabledUsers", 1)
                .containsEntry("operators", 1);
        String one = fine.createUser("one", PASSWORD);
        fine.grantClientRoles(one, "realm-management", "query-users");
        fine.permit(one, most);
        refused(fine.userToken("one", PASSWORD), fine);
    }

    @Test
    void aRealmThatIsNoTenantHasNone() {
        keycloak.admin()
                .get(keycloak.realm("master").adminPath("/pbx-summary"))
                .then()
                .statusCode(404)
                .body("errorMessage", equalTo("This realm is no tenant: it has no SIP domain"));
    }

    @Test
    void countsSignInsSinceAMomentOfTheLastTwoDays() {
        long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
        tenant.userToken("boss", PASSWORD);
        assertThat(since(tomorrow)).containsEntry("signIns", 0).containsEntry("failedSignIns", 0);
        assertThat(since(began)).doesNotContainEntry("signIns", 0);
        // Of longer than two days are none counted, whatever the caller's clock says.
        assertThat(since(0)).doesNotContainEntry("signIns", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"today", "99999999999999999999", "1.5"})
    void refusesWhatIsNoMoment(String since) {
        keycloak.admin()
                .queryParam("since", since)
                .get(tenant.adminPath("/pbx-summary"))
                .then()
                .statusCode(400)
                .body("field", equalTo("since"))
                .body("errorMessage", equalTo("since must be milliseconds since 1970"));
    }

    private Map<String, Object> since(long moment) {
        return keycloak.admin()
                .queryParam("since", moment)
                .get(tenant.adminPath("/pbx-summary"))
                .then()
                .statusCode(200)
                .extract()
                .path("contents");
    }

    private Map<String, Object> answer(String token, Realm realm) {
        return keycloak.http(token)
                .queryParam("since", began)
                .get(realm.adminPath("/pbx-summary"))
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("");
    }

    private Map<String, Object> contents(String token, Realm realm) {
        return keycloak.http(token)
                .get(realm.adminPath("/pbx-summary"))
                .then()
                .statusCode(200)
                .extract()
                .path("contents");
    }

    private void refused(String token, Realm realm) {
        keycloak.http(token)
                .get(realm.adminPath("/pbx-summary"))
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role view-users."));
    }

    private String own(String username, String role) {
        tenant.grantClientRoles(tenant.createUser(username, PASSWORD), "realm-management", role);
        return tenant.userToken(username, PASSWORD);
    }
}
