package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a sign-in, the answer is the same; the tenant's events say what it was. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInRefusalIT {

    private static final String DOMAIN = "refusal.test";
    private static final String PASSWORD = "Refusal-test-301!";

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final SignInApi api;
    private Realm tenant;

    SignInRefusalIT(Keycloak keycloak) {
        this.keycloak = keycloak;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    @BeforeAll
    void makeTenant() {
        tenant = keycloak.createTenant(DOMAIN);
        tenant.createUser("301", PASSWORD);
    }

    @Test
    void wrongPassword() {
        String id = tenant.createUser("mistaken", PASSWORD);
        tenant.clearEvents();
        api.signIn("mistaken", "Refusal-test-302!", DOMAIN).isRefused();
        isLogged("invalid_user_credentials", id, "mistaken");
        BruteForce.awaitFailures(keycloak, tenant, id, 1);
        tenant.clearEvents();
        api.login("mistaken", "Refusal-test-302!", DOMAIN).isRefused();
        isLogged("invalid_user_credentials", id, "mistaken");
    }

    @Test
    void unknownUser() {
        tenant.clearEvents();
        api.signIn("nobody", PASSWORD, DOMAIN).isRefused();
        isLogged("user_not_found", null, "nobody");
    }

    @Test
    void unknownDomainIsLoggedAtTheSystemLevel() {
        api.signIn("301", PASSWORD, "unknown.refusal.test").isRefused();
        assertThat(keycloak.realm("master").events())
                .filteredOn(event -> event.details() != null
                        && "unknown.refusal.test".equals(event.details().get("sip_domain")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("LOGIN_ERROR");
                    assertThat(event.clientId()).isEqualTo("pbx-rest");
                    assertThat(event.error()).isEqualTo("unknown_sip_domain");
                    assertThat(event.userId()).isNull();
                    assertThat(event.details()).containsEntry("username", "301");
                });
    }

    @Test
    void suspendedTenant() {
        withTenant(realm -> realm.put("enabled", false), () -> {
            tenant.clearEvents();
            api.signIn("301", PASSWORD, DOMAIN).isRefused();
            isLogged("realm_disabled", null, "301");
            api.login("301", PASSWORD, DOMAIN).isRefused();
            SignInApi.of(tenant, SECRETS).signIn("301", PASSWORD, DOMAIN).isRefused();
            SignInApi.of(tenant, SECRETS).signIn("301", PASSWORD, null).isRefused();
        });
        api.signedIn("301", PASSWORD, DOMAIN);
    }

    @Test
    void suspendingATenantEndsItsSessions() {
        Answer signedIn = api.signedIn("301", PASSWORD, DOMAIN);
        withTenant(realm -> realm.put("enabled", false), () -> {
            api.user(signedIn.text("access_token")).isNotSignedIn();
            api.presented(signedIn.text("access_token")).isNotSignedIn();
            api.signOut(signedIn.text("access_token")).isNotSignedIn();
            api.refresh(signedIn.text("refresh_token")).isRefreshFailed();
        });
    }

    @Test
    void missingTls() {
        Answer signedIn = api.signedIn("301", PASSWORD, DOMAIN);
        withTenant(realm -> realm.put("sslRequired", "all"), () -> {
            tenant.clearEvents();
            api.signIn("301", PASSWORD, DOMAIN).isRefused();
            isLogged("ssl_required", null, "301");
            SignInApi own = SignInApi.of(tenant, SECRETS);
            own.signIn("301", PASSWORD, null).isRefused();
            own.user(signedIn.text("access_token")).isNotSignedIn();
            own.refresh(signedIn.text("refresh_token")).isRefreshFailed();
            own.get("/info").isExactly(403, "{\"errors\":[{\"code\":\"FORBIDDEN\",\"message\":\"HTTPS required\"}]}");
            // As Keycloak's own endpoint puts it.
            assertThat(tenant.tokenRequest("grant_type", "password").body().asString())
                    .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"HTTPS required\"}");
        });
    }

    @Test
    void disabledUser() {
        String id = tenant.createUser("disabled", PASSWORD);
        setUser(id, Map.of("enabled", false));
        tenant.clearEvents();
        api.signIn("disabled", PASSWORD, DOMAIN).isRefused();
        isLogged("user_disabled", id, "disabled");
        api.signIn("disabled", "Refusal-test-302!", DOMAIN).isRefused();
    }

    @Test
    void serviceAccount() {
        tenant.clearEvents();
        api.signIn("service-account-pbx-integration", PASSWORD, DOMAIN).isRefused();
        isLogged("invalid_user", null, "service-account-pbx-integration");
    }

    @Test
    void userWithoutAPassword() {
        String id = tenant.createUser("passwordless", PASSWORD);
        List<String> credentials = keycloak.admin()
                .get(tenant.adminPath("/users/" + id + "/credentials"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        for (String credential : credentials) {
            keycloak.admin()
                    .delete(tenant.adminPath("/users/" + id + "/credentials/" + credential))
                    .then()
                    .statusCode(204);
        }
        api.signIn("passwordless", PASSWORD, DOMAIN).isRefused();
    }

    @Test
    void nameThatBreaksTheRules() {
        withTenant(realm -> realm.withObjectProperty("attributes").put("pbx.usernameRules", "report"), () -> {
            keycloak.admin()
                    .body(Map.of(
                            "ifResourceExists",
                            "FAIL",
                            "users",
                            List.of(Map.of(
                                    "username",
                                    "root",
                                    "enabled",
                                    true,
                                    "email",
                                    "root@refusal.test",
                                    "emailVerified",
                                    true,
                                    "firstName",
                                    "R",
                                    "lastName",
                                    "R",
                                    "realmRoles",
                                    List.of("default-roles-" + tenant.name()),
                                    "credentials",
                                    List.of(Map.of("type", "password", "value", PASSWORD))))))
                    .post(tenant.adminPath("/partialImport"))
                    .then()
                    .statusCode(200);
            tenant.clearEvents();
            api.signIn("root", PASSWORD, DOMAIN).isRefused();
            isLogged("resolve_required_actions", null, "root");
            api.signIn("root", "Refusal-test-302!", DOMAIN).isRefused();
        });
    }

    @Test
    void tenantWithoutTheApi() {
        for (String member : List.of("enabled", "directAccessGrantsEnabled")) {
            setRestClient(member, false);
            tenant.clearEvents();
            api.signIn("301", PASSWORD, DOMAIN).isRefused();
            isLogged("client_not_found", null, "301");
            setRestClient(member, true);
        }
        api.signedIn("301", PASSWORD, DOMAIN);
    }

    @Test
    void clientThatAsksForConsent() {
        setRestClient("consentRequired", true);
        api.signIn("301", PASSWORD, DOMAIN).isRefused();
        setRestClient("consentRequired", false);
    }

    /** Not only the bodies: nothing else in the answers may differ. */
    @Test
    void headersAreTheSameToo() {
        String locked = tenant.createUser("headers", PASSWORD);
        setUser(locked, Map.of("enabled", false));
        Set<String> wrongPassword = headers(api.signIn("301", "Refusal-test-302!", DOMAIN));
        assertThat(headers(api.signIn("nobody", PASSWORD, DOMAIN))).isEqualTo(wrongPassword);
        assertThat(headers(api.signIn("headers", PASSWORD, DOMAIN))).isEqualTo(wrongPassword);
        assertThat(headers(api.signIn("301", PASSWORD, "unknown.refusal.test"))).isEqualTo(wrongPassword);
        withTenant(realm -> realm.put("enabled", false), () -> assertThat(headers(api.signIn("301", PASSWORD, DOMAIN)))
                .isEqualTo(wrongPassword));
    }

    private static Set<String> headers(Answer answer) {
        answer.isRefused();
        Set<String> lines = new TreeSet<>();
        answer.headers().map().forEach((name, values) -> lines.add(name.toLowerCase() + ": " + values));
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".refusal.test",
                "refusal test",
                "refusal.test' or '1'='1",
                "%",
                "_efusal.test",
                "refusal.test\r\nX-Injected: yes",
                "../refusal.test",
                "\u202Etset.lasufer",
                "\uD83D\uDE00.test",
                "[::1",
                "master",
                " "
            })
    void domainThatIsNone(String domain) {
        Answer answer = api.signIn("301", PASSWORD, domain).isRefused();
        assertThat(answer.header("X-Injected")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "301' or '1'='1",
                "%",
                "30_",
                "301\r\nX-Injected: yes",
                "../../301",
                "\u202E103",
                "\uD83D\uDE00",
                "\u0130",
                "*",
                "(uid=*)",
                "${jndi:ldap://x}",
                " ",
                "3\u00000",
                "<script>"
            })
    void userNameThatIsNone(String username) {
        Answer answer = api.signIn(username, PASSWORD, DOMAIN);
        if (username.indexOf('\0') < 0) {
            answer.isRefused();
        } else {
            answer.isInvalid("username");
        }
        assertThat(answer.header("X-Injected")).isNull();
        assertThat(SECRETS.logged().lines()).noneMatch(line -> line.startsWith("X-Injected"));
    }

    private void isLogged(String error, String expectedUser, String username) {
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGIN_ERROR");
            assertThat(event.error()).isEqualTo(error);
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.userId()).isEqualTo(expectedUser);
            assertThat(event.details()).containsEntry("username", username);
            assertThat(event.details().values()).doesNotContain(PASSWORD);
        });
    }

    private void setUser(String id, Map<String, ?> members) {
        keycloak.admin()
                .body(members)
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
    }

    private void setRestClient(String member, boolean value) {
        Clients.update(keycloak, tenant, "pbx-rest", client -> client.put(member, value));
    }

    /** Does something while the tenant is changed. */
    private void withTenant(Consumer<ObjectNode> change, Runnable test) {
        ObjectNode before = keycloak.admin()
                .get(tenant.adminPath(""))
                .then()
                .statusCode(200)
                .extract()
                .as(ObjectNode.class);
        tenant.update(change);
        try {
            test.run();
        } finally {
            keycloak.admin().body(before).put(tenant.adminPath("")).then().statusCode(204);
        }
    }
}
