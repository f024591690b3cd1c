package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an administrator is told of somebody who cannot sign in. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInObstaclesIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String HERE = "127.0.0.1";

    /** Of a test: no address is so. */
    private static final String ELSEWHERE = "192.0.2.0/24";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TenantSignIn api;
    private String viewer;

    SignInObstaclesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new TenantSignIn(keycloak, tenant);
    }

    @BeforeAll
    void createUsers() {
        tenant.grantClientRoles(tenant.createUser("viewer", PASSWORD), "realm-management", "view-users");
        tenant.createUser("nobody", PASSWORD);
        viewer = tenant.userToken("viewer", PASSWORD);
    }

    @AfterEach
    void clear() {
        keycloak.admin().delete(tenant.adminPath("/blocked-addresses/" + HERE));
        tenant.update(realm -> {
            realm.put("passwordPolicy", "");
            realm.withObjectProperty("attributes")
                    .putNull("pbx.twoFactor")
                    .putNull("pbx.webAllowedAddresses")
                    .putNull("pbx.webFailedAuthAmount");
        });
    }

    @Test
    void whoIsFreeToSignInIsFoundByUserNameSipAddressAndEmailAddress() {
        String id = tenant.createUser("free", PASSWORD);
        for (String typed : List.of(
                "free",
                " FREE ",
                "free@" + tenant.name(),
                "sip:free@" + tenant.name(),
                "free@" + tenant.name() + ".test")) {
            Response answer = why(typed);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.<Map<String, Object>>path(""))
                    .as(typed)
                    .isEqualTo(Map.of("user", Map.of("id", id, "username", "free"), "findings", List.of()));
        }
    }

    @Test
    void nobodyHasNoUserAndOneFinding() {
        for (String typed : List.of("nosuch", "free@elsewhere.example.com", "<b>")) {
            assertThat(why(typed).<Map<String, Object>>path(""))
                    .isEqualTo(Map.of(
                            "findings", List.of(finding("error", "pbxWhyUnknown", null, Map.of("name", typed)))));
        }
    }

    /** All at once, but for what ends the others: the order is that of a sign-in. */
    @Test
    void eachThingThatStandsInTheWayIsToldOnce() {
        tenant.attribute("pbx.twoFactor", "true");
        tenant.make(
                "/users",
                Map.of(
                        "username",
                        "stuck",
                        "enabled",
                        false,
                        "requiredActions",
                        List.of("VERIFY_EMAIL", "CONFIGURE_TOTP"),
                        "attributes",
                        Map.of(
                                "pbx.allowedAddresses",
                                List.of(ELSEWHERE, "2001:db8::/32"),
                                "pbx.expirationDate",
                                List.of("2001-03-01T08:00:00Z"))));
        assertThat(findings("stuck"))
                .containsExactly(
                        finding("error", "pbxWhyDisabled", "enable", Map.of()),
                        finding("error", "pbxWhyNoPassword", "set-password", Map.of()),
                        finding("error", "pbxWhyNoSecondFactor", "edit-user", Map.of()),
                        finding("error", "pbxWhyNoMailServer", "set-mail-server", Map.of()),
                        finding("error", "pbxWhyAccountExpired", "edit-user", Map.of("until", "2001-03-01T08:00:00Z")),
                        finding(
                                "warning",
                                "pbxWhyAllowedAddresses",
                                "edit-user",
                                Map.of("allowed", ELSEWHERE + ", 2001:db8::/32")),
                        finding(
                                "warning",
                                "pbxWhyRequiredAction",
                                "clear-required-action",
                                Map.of("action", "CONFIGURE_TOTP", "name", "Configure OTP")),
                        finding(
                                "warning",
                                "pbxWhyRequiredAction",
                                "clear-required-action",
                                Map.of("action", "VERIFY_EMAIL", "name", "Verify Email")));
    }

    /** Nobody has given the user to do it, and it cannot be taken away. */
    @Test
    void whatKeycloakAsksForOfItselfIsToldWithoutBeingGivenToTheUser() {
        String id = tenant.make(
                "/users",
                Map.of(
                        "username",
                        "asked",
                        "enabled",
                        true,
                        "email",
                        "asked@" + tenant.name() + ".test",
                        "credentials",
                        List.of(Map.of("type", "password", "value", PASSWORD))));
        assertThat(findings("asked")).isEmpty();
        tenant.update(realm -> realm.put("verifyEmail", true));
        try {
            assertThat(findings("asked"))
                    .containsExactly(finding(
                            "warning",
                            "pbxWhyRequiredAction",
                            "edit-user",
                            Map.of("action", "VERIFY_EMAIL", "name", "Verify Email")));
        } finally {
            tenant.update(realm -> realm.put("verifyEmail", false));
        }
        Map<String, Object> profile = keycloak.admin()
                .get(tenant.adminPath("/users/profile"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
        Map<String, Object> strict = new HashMap<>(profile);
        strict.put("attributes", requiring("lastName", (List<?>) profile.get("attributes")));
        setProfile(strict);
        try {
            assertThat(findings("asked"))
                    .containsExactly(finding(
                            "warning",
                            "pbxWhyRequiredAction",
                            "edit-user",
                            Map.of("action", "VERIFY_PROFILE", "name", "Verify Profile")));
        } finally {
            setProfile(profile);
        }
        assertThat(keycloak.admin().get(tenant.adminPath("/users/" + id)).<List<String>>path("requiredActions"))
                .isEmpty();
    }

    private static List<Map<String, Object>> requiring(String name, List<?> attributes) {
        List<Map<String, Object>> changed = new ArrayList<>();
        for (Object attribute : attributes) {
            Map<String, Object> copy = new HashMap<>();
            ((Map<?, ?>) attribute).forEach((key, value) -> copy.put((String) key, value));
            if (name.equals(copy.get("name"))) {
                copy.put("required", Map.of("roles", List.of("user")));
            }
            changed.add(copy);
        }
        return changed;
    }

    private void setProfile(Map<String, Object> profile) {
        keycloak.admin()
                .body(profile)
                .put(tenant.adminPath("/users/profile"))
                .then()
                .statusCode(200);
    }

    @Test
    void aLockIsToldWithItsEndAndTheLastFailureToWhoMaySeeEvents() {
        String id = tenant.createUser("locked", PASSWORD);
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(keycloak, tenant, id, failures, () -> api.signIn("locked", "wrong"));
        }
        BruteForce.awaitLocked(keycloak, tenant, id);
        List<Map<String, Object>> findings = findings("locked");
        assertThat(findings)
                .extracting(finding -> finding.get("key"))
                .containsExactly("pbxWhyLockedUntil", "pbxWhyLastError");
        Map<String, String> lock = params(findings.get(0));
        assertThat(findings.get(0)).isEqualTo(finding("error", "pbxWhyLockedUntil", "unlock", lock));
        assertThat(Instant.parse(lock.get("until"))).isAfter(Instant.now());
        Map<String, String> last = params(findings.get(1));
        assertThat(findings.get(1)).isEqualTo(finding("info", "pbxWhyLastError", null, last));
        assertThat(last).containsEntry("address", HERE);
        // The failure that has locked the user, or the try after it.
        assertThat(last.get("error")).isIn("invalid_user_credentials", "user_temporarily_disabled");
        assertThat(Instant.parse(last.get("time"))).isBefore(Instant.now().plusSeconds(1));

        assertThat(findings(as(viewer), "locked")).containsExactly(findings.get(0));
        BruteForce.unlock(keycloak, tenant, id);
        assertThat(findings(as(viewer), "locked")).isEmpty();
    }

    @Test
    void theAddressesOfLateCountForTheAddressLockAndForTheUsersOwn() {
        String id = tenant.createUser("far", PASSWORD);
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.attribute("pbx.webFailedAuthAmount", "1");
        keycloak.admin()
                .body(Map.of("username", "far", "attributes", Map.of("pbx.allowedAddresses", List.of(ELSEWHERE))))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        TenantSignIn.assertRefused(api.signIn("far", PASSWORD));
        List<Map<String, Object>> findings = findings("far");
        assertThat(findings)
                .extracting(finding -> finding.get("key"))
                .containsExactly("pbxWhyAddressLocked", "pbxWhyAddressNotAllowed", "pbxWhyLastErrorReason");
        Map<String, String> lock = params(findings.get(0));
        assertThat(findings.get(0)).isEqualTo(finding("error", "pbxWhyAddressLocked", "unlock-address", lock));
        assertThat(lock).containsOnlyKeys("address", "until").containsEntry("address", HERE);
        assertThat(findings.get(1))
                .isEqualTo(finding(
                        "error",
                        "pbxWhyAddressNotAllowed",
                        "edit-user",
                        Map.of("address", HERE, "allowed", ELSEWHERE)));
        assertThat(params(findings.get(2))).containsEntry("reason", "address_not_allowed");
        // Where nobody may see where the user comes from, there are rules only.
        assertThat(findings(as(viewer), "far"))
                .containsExactly(
                        finding("warning", "pbxWhyAllowedAddresses", "edit-user", Map.of("allowed", ELSEWHERE)));
    }

    @Test
    void aPasswordThatHasExpiredAndNamesThatBreakARuleAreTold() {
        tenant.update(realm -> realm.put("passwordPolicy", "forceExpiredPasswordChange(30)"));
        tenant.attribute("pbx.usernameRules", "report");
        Map<String, Object> old = Map.of(
                "type",
                "password",
                "createdDate",
                1000,
                "secretData",
                "{\"value\":\"AAAA\",\"salt\":\"AAAA\"}",
                "credentialData",
                "{\"hashIterations\":1,\"algorithm\":\"pbkdf2-sha512\"}");
        keycloak.admin()
                .body(Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        List.of(
                                Map.of("username", "root", "enabled", true, "credentials", List.of(old)),
                                Map.of(
                                        "username",
                                        "lasting",
                                        "enabled",
                                        true,
                                        "credentials",
                                        List.of(old),
                                        "attributes",
                                        Map.of("pbx.passwordDoesNotExpire", List.of("true"))),
                                Map.of(
                                        "username",
                                        "mary smith",
                                        "enabled",
                                        true,
                                        "credentials",
                                        List.of(old),
                                        "attributes",
                                        Map.of("pbx.passwordDoesNotExpire", List.of("true"))))))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(200);
        assertThat(findings("root"))
                .containsExactly(
                        finding("warning", "pbxWhyPasswordExpired", "set-password", Map.of()),
                        finding("error", "pbxWhyReservedName", "edit-user", Map.of("name", "root")));
        assertThat(findings("lasting")).isEmpty();
        assertThat(findings("mary smith"))
                .containsExactly(finding("error", "pbxWhyForbiddenName", "edit-user", Map.of("name", "mary smith")));
        assertThat(findings("service-account-pbx-integration"))
                .first()
                .isEqualTo(finding("error", "pbxWhyServiceAccount", null, Map.of()));
    }

    @Test
    void whoHasNoPasswordAndComesAnotherWayIsToldToDoSo() {
        tenant.make(
                "/identity-provider/instances",
                Map.of(
                        "alias",
                        "elsewhere",
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "clientId",
                                "pbx",
                                "clientSecret",
                                "secret",
                                "authorizationUrl",
                                "https://login.example.test/auth",
                                "tokenUrl",
                                "https://login.example.test/token")));
        String id = tenant.make("/users", Map.of("username", "linked", "enabled", true));
        assertThat(findings("linked")).containsExactly(finding("error", "pbxWhyNoPassword", "set-password", Map.of()));
        keycloak.admin()
                .body(Map.of("userId", "42", "userName", "linked"))
                .post(tenant.adminPath("/users/" + id + "/federated-identity/elsewhere"))
                .then()
                .statusCode(204);
        assertThat(findings("linked")).containsExactly(finding("warning", "pbxWhyOtherWay", "set-password", Map.of()));
    }

    /** A lock that has no end of its own. */
    @Test
    void aLockThatOnlyAnAdministratorEndsIsToldWithoutAnEnd() {
        Realm strict = keycloak.tenant();
        String id = strict.createUser("shut", PASSWORD);
        strict.update(realm -> realm.put("failureFactor", 1).put("maxFailureWaitSeconds", 0));
        new TenantSignIn(keycloak, strict).signIn("shut", "wrong");
        BruteForce.awaitFailures(keycloak, strict, id, 1);
        // The lock was over at once; from now on one is more than there may be.
        strict.update(realm -> realm.put("permanentLockout", true).put("maxTemporaryLockouts", 0));
        String path = strict.adminPath("/pbx-sign-ins/why?user=shut");
        assertThat(keycloak.admin().get(path).<List<Map<String, Object>>>path("findings"))
                .first()
                .isEqualTo(finding("error", "pbxWhyLocked", "unlock", Map.of()));
        BruteForce.unlock(keycloak, strict, id);
        assertThat(keycloak.admin().get(path).<List<String>>path("findings.key"))
                .containsExactly("pbxWhyLastError");
    }

    @Test
    void nobodySignsInToARealmThatIsDisabled() {
        Realm plain = keycloak.createRealm("why-disabled");
        plain.update(realm -> realm.put("enabled", false));
        assertThat(keycloak.admin()
                        .queryParam("user", "nosuch")
                        .get(plain.adminPath("/pbx-sign-ins/why"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Map<String, Object>>>path("findings"))
                .containsExactly(
                        finding("error", "pbxWhyRealmDisabled", null, Map.of()),
                        finding("error", "pbxWhyUnknown", null, Map.of("name", "nosuch")));
    }

    @Test
    @Tag("database")
    void nobodySignsInToASuspendedTenant() {
        Realm suspended = keycloak.tenant();
        suspended.update(realm -> realm.put("enabled", false));
        assertThat(keycloak.admin()
                        .queryParam("user", "nosuch")
                        .get(suspended.adminPath("/pbx-sign-ins/why"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Map<String, Object>>>path("findings"))
                .containsExactly(
                        finding("error", "pbxWhySuspended", "resume", Map.of("domain", suspended.name())),
                        finding("error", "pbxWhyUnknown", null, Map.of("name", "nosuch")));
    }

    /** Where only the bundle's own ways look at it. */
    @Test
    void aRestrictionIsAWarningInARealmThatIsNoTenant() {
        Realm master = keycloak.realm("master");
        // An import does not ask for the profile, which has no such attribute here.
        keycloak.admin()
                .body(Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        List.of(Map.of(
                                "username",
                                "over",
                                "enabled",
                                true,
                                "attributes",
                                Map.of("pbx.expirationDate", List.of("2001-03-01T08:00:00Z"))))))
                .post(master.adminPath("/partialImport"))
                .then()
                .statusCode(200);
        try {
            assertThat(keycloak.admin()
                            .queryParam("user", "over")
                            .get(master.adminPath("/pbx-sign-ins/why"))
                            .then()
                            .statusCode(200)
                            .extract()
                            .<List<Map<String, Object>>>path("findings"))
                    .contains(finding(
                            "warning", "pbxWhyAccountExpired", "edit-user", Map.of("until", "2001-03-01T08:00:00Z")));
        } finally {
            master.deleteUser(master.userId("over"));
        }
    }

    @Test
    void itTakesTheRightToViewUsersOfThisTenant() {
        String path = tenant.adminPath("/pbx-sign-ins/why?user=viewer");
        keycloak.http().get(path).then().statusCode(401);
        as(tenant.userToken("nobody", PASSWORD))
                .get(path)
                .then()
                .statusCode(403)
                .body("errorMessage", equalTo("You do not have access: this needs the role view-users."));
        as(keycloak.realm("acme").userToken("pbxadmin", "Pbx-demo-admin!"))
                .get(path)
                .then()
                .statusCode(403);
        as(viewer).get(path).then().statusCode(200);
    }

    @Test
    void aTextThatNobodyTypesIsRefused() {
        String path = tenant.adminPath("/pbx-sign-ins/why");
        for (String user : List.of("", "   ")) {
            keycloak.admin()
                    .queryParam("user", user)
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body(
                            "",
                            equalTo(Map.of(
                                    "field",
                                    "user",
                                    "errorMessage",
                                    "user is required: a user name, SIP address or email address")));
        }
        keycloak.admin().get(path).then().statusCode(400);
        keycloak.admin()
                .queryParam("user", "x".repeat(351))
                .get(path)
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo("user must be text of at most 350 characters"));
    }

    private Response why(String typed) {
        return why(keycloak.admin(), typed);
    }

    private Response why(RequestSpecification request, String typed) {
        Response answer = request.queryParam("user", typed).get(tenant.adminPath("/pbx-sign-ins/why"));
        answer.then().statusCode(200);
        return answer;
    }

    private List<Map<String, Object>> findings(String typed) {
        return findings(keycloak.admin(), typed);
    }

    private List<Map<String, Object>> findings(RequestSpecification request, String typed) {
        return why(request, typed).path("findings");
    }

    private RequestSpecification as(String token) {
        return keycloak.http(token);
    }

    private static Map<String, Object> finding(String severity, String key, String fix, Map<String, String> params) {
        Map<String, Object> finding = new HashMap<>(Map.of("severity", severity, "key", key, "params", params));
        if (fix != null) {
            finding.put("fix", fix);
        }
        return finding;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> params(Map<String, Object> finding) {
        return (Map<String, String>) finding.get("params");
    }
}
