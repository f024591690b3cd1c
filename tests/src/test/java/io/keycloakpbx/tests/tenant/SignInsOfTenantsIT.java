package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of tenants with how many have signed in there, for who may view their events. */
@OnKeycloak
class SignInsOfTenantsIT {

    private static final String TENANTS = "/admin/realms/master/tenants";
    private static final String PASSWORD = "Listed-of-1!";
    private static final String SINCE = "signInsSince";

    private final Keycloak keycloak;
    private final Realm tenant;

    /** Sign-ins are counted from here on: a day may end meanwhile. */
    private final long began = Instant.now().minusSeconds(1).toEpochMilli();

    SignInsOfTenantsIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @Test
    @Tag("database")
    void countsOfEachTenantWhatItKeeps() {
        Realm busy = keycloak.tenant();
        busy.createUser("101", PASSWORD);
        busy.userToken("101", PASSWORD);
        busy.userToken("101", PASSWORD);
        fail(busy);
        assertThat(contents(keycloak.adminToken(), busy)).isEqualTo(Map.of("signIns", 2, "failedSignIns", 1));
        // As the overview of the tenant counts them.
        keycloak.admin()
                .queryParam("since", began)
                .get(busy.adminPath("/pbx-summary"))
                .then()
                .statusCode(200)
                .body("contents.signIns", equalTo(2))
                .body("contents.failedSignIns", equalTo(1));
        assertThat(contents(keycloak.adminToken(), busy, tomorrow()))
                .isEqualTo(Map.of("signIns", 0, "failedSignIns", 0));

        busy.update(realm -> realm.putArray("enabledEventTypes").add("LOGIN_ERROR"));
        assertThat(contents(keycloak.adminToken(), busy)).isEqualTo(Map.of("failedSignIns", 1));
        busy.update(realm -> realm.putArray("enabledEventTypes").add("LOGOUT"));
        assertThat(contents(keycloak.adminToken(), busy)).isNull();
        busy.update(realm -> {
            realm.putArray("enabledEventTypes");
            realm.put("eventsEnabled", false);
        });
        assertThat(contents(keycloak.adminToken(), busy)).isNull();
    }

    /** However many there are, and whatever is asked besides. */
    @Test
    @Tag("database")
    void countsOfAllOnAPage() {
        Realm busy = keycloak.tenant();
        busy.createUser("101", PASSWORD);
        busy.userToken("101", PASSWORD);
        List<Map<String, Object>> all = keycloak.admin()
                .queryParam("max", 1000)
                .queryParam("warnings", true)
                .queryParam(SINCE, began)
                .get(TENANTS)
                .then()
                .statusCode(200)
                .extract()
                .path("");
        assertThat(all)
                .filteredOn(one -> busy.name().equals(one.get("realm")))
                .singleElement()
                .satisfies(one -> assertThat(one)
                        .containsKey("warnings")
                        .containsEntry("contents", Map.of("signIns", 1, "failedSignIns", 0)));
        assertThat(all).hasSizeGreaterThan(1);
        // Only where it is asked for.
        keycloak.admin()
                .queryParam("search", busy.name())
                .get(TENANTS)
                .then()
                .statusCode(200)
                .body("[0].containsKey('contents')", equalTo(false));
    }

    @Test
    void tellsOnlyWhoMayViewTheTenantsEvents() {
        Realm master = keycloak.realm("master");
        Realm other = keycloak.tenant();
        String id = master.createUser("sign-ins-lister", PASSWORD);
        try {
            master.grantClientRoles(id, "master-realm", "view-realm", "view-events");
            assertThat(contents(lister(master), tenant)).isNull();
            master.grantClientRoles(id, tenant.name() + "-realm", "view-realm", "view-users");
            assertThat(contents(lister(master), tenant)).isNull();
            master.grantClientRoles(id, tenant.name() + "-realm", "view-events");
            assertThat(contents(lister(master), tenant)).containsOnlyKeys("signIns", "failedSignIns");
            assertThat(contents(lister(master), other)).isNull();
            master.grantClientRoles(id, other.name() + "-realm", "manage-events");
            assertThat(contents(lister(master), other)).containsOnlyKeys("signIns", "failedSignIns");
        } finally {
            master.deleteUser(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"today", "99999999999999999999", "1.5", " "})
    void refusesWhatIsNoMoment(String since) {
        keycloak.admin()
                .queryParam(SINCE, since)
                .get(TENANTS)
                .then()
                .statusCode(400)
                .body(
                        "",
                        equalTo(Map.of(
                                "field", SINCE, "errorMessage", "signInsSince must be milliseconds since 1970")));
    }

    private static String lister(Realm master) {
        return master.token("admin-cli", "sign-ins-lister", PASSWORD);
    }

    private static long tomorrow() {
        return Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
    }

    private Map<String, Object> contents(String token, Realm realm) {
        return contents(token, realm, began);
    }

    /** Null where nothing is told. */
    private Map<String, Object> contents(String token, Realm realm, long since) {
        return keycloak.http(token)
                .queryParam("search", realm.name())
                .queryParam(SINCE, since)
                .get(TENANTS)
                .then()
                .statusCode(200)
                .body("sipDomain", equalTo(List.of(realm.name())))
                .extract()
                .path("[0].contents");
    }

    private void fail(Realm realm) {
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", "101", "password", "wrong"))
                .post(realm.path("/api/auth/sign_in"))
                .then()
                .statusCode(400);
    }
}
