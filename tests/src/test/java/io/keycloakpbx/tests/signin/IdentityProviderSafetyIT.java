package io.keycloakpbx.tests.signin;

import static io.keycloakpbx.tests.signin.TenantSignIn.assertCallbackRefused;
import static io.keycloakpbx.tests.signin.TenantSignIn.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row "free callback_url in SSO and reset" of the contract's table of safe mappings, for identity providers. A realm of
 * the same server plays Microsoft: an OpenID provider whose ID tokens have {@code tid}, {@code oid} and {@code upn}.
 */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityProviderSafetyIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String CALLBACK = "https://pbx.example.com/signed-in";
    private static final String APP_CALLBACK = "https://app.example.com/callback";
    private static final String DIRECTORY = "3f1c2d8e-0000-4000-8000-0a1b2c3d4e5f";
    private static final String SECRET = "secret-of-the-tenant-at-microsoft";
    private static final String ALIAS = "microsoft";

    private final Keycloak keycloak;
    private final Realm tenant;
    private final TenantSignIn api;
    private Realm microsoft;
    private int users;

    IdentityProviderSafetyIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new TenantSignIn(keycloak, tenant);
    }

    @BeforeAll
    void makeMicrosoft() {
        microsoft = keycloak.createRealm("plays-microsoft");
        microsoft.update(realm -> realm.put("sslRequired", "none"));
        api.register("pbx-rest", CALLBACK);
        api.register("pbx-app", APP_CALLBACK);
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "tenant",
                        "secret",
                        SECRET,
                        "redirectUris",
                        List.of(keycloak.baseUrl() + "/realms/*"),
                        "protocolMappers",
                        List.of(
                                mapper("tid", "oidc-hardcoded-claim-mapper", "claim.value", DIRECTORY),
                                mapper("oid", "oidc-usermodel-property-mapper", "user.attribute", "id"),
                                mapper("upn", "oidc-usermodel-property-mapper", "user.attribute", "email"))))
                .post(microsoft.adminPath("/clients"))
                .then()
                .statusCode(201);
        addProvider(ALIAS, DIRECTORY);
    }

    @AfterEach
    void resetSwitches() {
        tenant.attribute("pbx.identityProvidersCreateUsers", null);
        configure(ALIAS, "tenantId", DIRECTORY);
    }

    @Test
    void aBoundUserComesBackWithACodeThatTheClientExchanges() {
        String account = account();
        String user = user();
        bind(user, ALIAS, email(account).toLowerCase());
        tenant.clearEvents();

        FormBrowser.Page end = signIn(begin(ALIAS, CALLBACK, "state", "a state&x"), account);
        assertThat(end.isElsewhere()).as("%s", end).isTrue();
        assertThat(end.url().toString()).startsWith(CALLBACK + "?");
        assertThat(end.parameter("state")).isEqualTo("a state&x");

        Response tokens = tenant.tokenRequest(
                "grant_type",
                "authorization_code",
                "client_id",
                "pbx-rest",
                "client_secret",
                api.secret("pbx-rest"),
                "redirect_uri",
                CALLBACK,
                "code",
                end.parameter("code"));
        String token = tokens.then().statusCode(200).extract().path("access_token");
        keycloak.http(token)
                .get(tenant.path("/api/auth/user"))
                .then()
                .statusCode(200)
                .body("password_verified", equalTo(false))
                .body("domain", equalTo(tenant.name()));
        assertThat(tenant.events()).anySatisfy(event -> assertThat(event)
                .returns("LOGIN", Realm.Event::type)
                .returns(tenant.userId(user), Realm.Event::userId));

        // The second time it is the link that counts.
        assertThat(signIn(begin(ALIAS, CALLBACK), account).parameter("code")).isNotNull();
    }

    @Test
    void usersBindByObjectId() {
        String account = account();
        String user = user();
        bind(user, ALIAS, microsoft.userId(account));
        assertThat(signIn(begin(ALIAS, CALLBACK), account).parameter("code")).isNotNull();
        assertThat(links(user)).hasSize(1);
    }

    /** Keycloak makes the link of the provider's own id in a request of its own, which a browser may never send. */
    @Test
    void aUserWhoseBrowserIsClosedBeforeTheLinkIsMadeIsStillBound() {
        String account = account();
        String user = user();
        bind(user, ALIAS, email(account));
        tenant.clearEvents();

        String url = begin(ALIAS, CALLBACK).then().statusCode(200).extract().path("url");
        FormBrowser closed = new FormBrowser(keycloak).closeBefore("/after-first-broker-login");
        assertThat(microsoftPage(closed.open(URI.create(url)), account).url().getPath())
                .endsWith("/after-first-broker-login");
        assertThat(links(user)).singleElement().satisfies(link -> assertThat(link)
                .containsEntry("userId", email(account)));

        assertThat(signIn(begin(ALIAS, CALLBACK), account).parameter("code")).isNotNull();
        assertThat(links(user)).singleElement().satisfies(link -> assertThat(link)
                .containsEntry("userId", microsoft.userId(account)));
        assertThat(tenant.events())
                .anySatisfy(event -> assertThat(event.type()).isEqualTo("FEDERATED_IDENTITY_OVERRIDE_LINK"));
    }

    @Test
    void anAppWithProofKeyGetsItsCode() {
        String account = account();
        bind(user(), ALIAS, email(account));
        assertError(begin(ALIAS, APP_CALLBACK), 400, "VALIDATE_FAILED");
        assertError(begin(ALIAS, APP_CALLBACK, "code_challenge", "too short"), 400, "VALIDATE_FAILED");

        CodeVerifier verifier = CodeVerifier.random();
        FormBrowser.Page end = signIn(begin(ALIAS, APP_CALLBACK, "code_challenge", verifier.challenge()), account);
        tenant.tokenRequest(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "pbx-app",
                        "redirect_uri",
                        APP_CALLBACK,
                        "code",
                        end.parameter("code"),
                        "code_verifier",
                        verifier.value())
                .then()
                .statusCode(200)
                .body("access_token", notNullValue());
    }

    @Test
    void byMicrosoftRedirects() {
        Response redirect = keycloak.http()
                .redirects()
                .follow(false)
                .formParam("domain", tenant.name())
                .post(tenant.path("/api/login/by_microsoft"));
        redirect.then().statusCode(302);
        String account = account();
        bind(user(), ALIAS, email(account));
        FormBrowser.Page end =
                microsoftPage(new FormBrowser(keycloak).open(URI.create(redirect.header("Location"))), account);
        assertThat(end.url().toString()).startsWith(CALLBACK + "?");

        for (String domain : List.of("", "nowhere.test", "globex.example.com")) {
            keycloak.http()
                    .redirects()
                    .follow(false)
                    .formParam("domain", domain)
                    .post("/realms/master/api/login/by_microsoft")
                    .then()
                    .statusCode(400)
                    .body("errors[0].code", equalTo("VALIDATE_FAILED"));
        }
    }

    @Test
    void anyOtherProviderOfTheRealmWorksTheSameWay() {
        addProvider("partner", null);
        String account = account();
        tenant.attribute("pbx.identityProvidersCreateUsers", "true");
        assertThat(signIn(begin("partner", CALLBACK), account).parameter("code"))
                .isNotNull();
    }

    @Test
    void anUnknownProviderAndAnUnknownDomainAreRefused() {
        assertError(begin("nobody", CALLBACK), 400, "VALIDATE_FAILED");
        Map<String, String> body = new HashMap<>(Map.of("domain", "nowhere.test", "callback_url", CALLBACK));
        TenantSignIn system = new TenantSignIn(keycloak, keycloak.realm("master"));
        String unknown = system.post("auth/sign_in/microsoft", body)
                .then()
                .statusCode(400)
                .extract()
                .asString();
        body.put("domain", "globex.example.com");
        system.post("auth/sign_in/microsoft", body).then().statusCode(400).body(equalTo(unknown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pbx.example.com/signed-in/",
                "https://pbx.example.com/signed-in?x",
                "https://pbx.example.com/signed-in#x",
                "https://pbx.example.com.evil.test/signed-in",
                "http://pbx.example.com/signed-in",
                "https://evil.test/",
                "http://localhost:1/",
                "javascript:alert(1)"
            })
    void anyOtherCallbackIsRefused(String callback) {
        assertCallbackRefused(begin(ALIAS, callback));
    }

    @Test
    void nobodyIsCreatedUnlessTheRealmSaysSo() {
        String account = account();
        tenant.clearEvents();
        FormBrowser.Page refused = signIn(begin(ALIAS, CALLBACK), account);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Nobody in this phone system is bound to your account");
        assertThat(tenant.userId(account)).isNull();
        assertThat(tenant.events())
                .anySatisfy(event -> assertThat(event.error()).isEqualTo("user_not_found"));

        tenant.attribute("pbx.identityProvidersCreateUsers", "true");
        assertThat(signIn(begin(ALIAS, CALLBACK), account).parameter("code")).isNotNull();
        assertThat(tenant.userId(account)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAccountWithTheNameOfALocalUserHasToShowThePassword(boolean create) {
        tenant.attribute("pbx.identityProvidersCreateUsers", Boolean.toString(create));
        String account = account();
        String id = tenant.createUser(account, PASSWORD);
        FormBrowser.Page confirm = signIn(begin(ALIAS, CALLBACK), account);
        assertThat(confirm.isElsewhere()).isFalse();
        FormBrowser.Page password = confirm.submit("submitAction", "linkAccount");
        assertThat(password.body()).contains("id=\"password\"");
        FormBrowser.Page wrong = password.submit("username", account, "password", "wrong");
        assertThat(wrong.isElsewhere()).isFalse();
        assertThat(links(account)).isEmpty();
        BruteForce.awaitFailures(keycloak, tenant, id, 1);
        assertThat(wrong.submit("username", account, "password", PASSWORD).parameter("code"))
                .isNotNull();
        assertThat(links(account)).hasSize(1);
    }

    @Test
    void thePageForALocalPasswordIsClosedToABlockedAddress() {
        tenant.attribute("pbx.webAllowedAddresses", "192.0.2.1");
        tenant.attribute("pbx.webFailedAuthAmount", "2");
        try {
            String account = account();
            tenant.createUser(account, PASSWORD);
            FormBrowser.Page page = signIn(begin(ALIAS, CALLBACK), account).submit("submitAction", "linkAccount");
            for (int i = 0; i < 2; i++) {
                page = page.submit("username", account, "password", "wrong");
                assertThat(page.status()).isEqualTo(200);
            }
            FormBrowser.Page denied = page.submit("username", account, "password", PASSWORD);
            assertThat(denied.status()).isEqualTo(403);
            assertThat(denied.body()).contains("Too many sign-ins from your address have failed");
            assertThat(links(account)).isEmpty();
        } finally {
            keycloak.admin().delete(tenant.adminPath("/blocked-addresses/127.0.0.1"));
            tenant.attribute("pbx.webAllowedAddresses", null);
            tenant.attribute("pbx.webFailedAuthAmount", null);
        }
    }

    @Test
    void anAccountOfAForeignDirectoryIsRefused() {
        configure(ALIAS, "tenantId", "11111111-0000-4000-8000-0a1b2c3d4e5f");
        tenant.attribute("pbx.identityProvidersCreateUsers", "true");
        String account = account();
        String user = user();
        bind(user, ALIAS, email(account));
        tenant.clearEvents();
        FormBrowser.Page refused = signIn(begin(ALIAS, CALLBACK), account);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("another organization");
        assertThat(tenant.userId(account)).isNull();
        assertThat(tenant.events())
                .anySatisfy(event -> assertThat(event.error()).isEqualTo("foreign_directory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "organizations", ""})
    void microsoftWithoutADirectoryLetsNobodyIn(String directory) {
        configure(ALIAS, "tenantId", directory);
        tenant.attribute("pbx.identityProvidersCreateUsers", "true");
        assertThat(signIn(begin(ALIAS, CALLBACK), account()).status()).isEqualTo(403);
    }

    @Test
    void theMapperChecksTheDirectoryAtEverySignIn() {
        addProvider("checked", DIRECTORY);
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "directory",
                        "identityProviderAlias",
                        "checked",
                        "identityProviderMapper",
                        "pbx-idp-directory-mapper",
                        "config",
                        Map.of("syncMode", "INHERIT")))
                .post(tenant.adminPath("/identity-provider/instances/checked/mappers"))
                .then()
                .statusCode(201);
        String account = account();
        tenant.attribute("pbx.identityProvidersCreateUsers", "true");
        assertThat(signIn(begin("checked", CALLBACK), account).parameter("code"))
                .isNotNull();
        configure("checked", "tenantId", "11111111-0000-4000-8000-0a1b2c3d4e5f");
        assertThat(signIn(begin("checked", CALLBACK), account).isElsewhere()).isFalse();
    }

    @Test
    void infoSaysWhereToSignIn() {
        keycloak.http()
                .queryParam("domain", tenant.name())
                .get(tenant.path("/api/info"))
                .then()
                .statusCode(200)
                .body("enable_ms365_integration", equalTo(true))
                .body("ms365_authorization_endpoint", equalTo(microsoft.issuer() + "/protocol/openid-connect/auth"));
    }

    private Response begin(String alias, String callback, String... more) {
        Map<String, String> body = new HashMap<>(Map.of("domain", tenant.name(), "callback_url", callback));
        for (int i = 0; i < more.length; i += 2) {
            body.put(more[i], more[i + 1]);
        }
        return api.post("auth/sign_in/" + alias, body);
    }

    private FormBrowser.Page signIn(Response begun, String account) {
        String url = begun.then().statusCode(200).extract().path("url");
        return microsoftPage(new FormBrowser(keycloak).open(URI.create(url)), account);
    }

    private FormBrowser.Page microsoftPage(FormBrowser.Page page, String account) {
        assertThat(page.url().getPath()).as("%s", page).startsWith("/realms/plays-microsoft/");
        return page.submit("username", account, "password", PASSWORD);
    }

    private String account() {
        String name = "account" + ++users;
        microsoft.createUser(name, PASSWORD);
        return name;
    }

    private String email(String account) {
        return account + "@" + microsoft.name() + ".test";
    }

    private String user() {
        String name = "user" + ++users;
        tenant.createUser(name, PASSWORD);
        return name;
    }

    private void bind(String user, String alias, String id) {
        keycloak.admin()
                .body(Map.of("identityProvider", alias, "userId", id, "userName", id))
                .post(tenant.adminPath("/users/" + tenant.userId(user) + "/federated-identity/" + alias))
                .then()
                .statusCode(204);
    }

    private List<Map<String, Object>> links(String user) {
        return keycloak.admin()
                .get(tenant.adminPath("/users/" + tenant.userId(user) + "/federated-identity"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    private void addProvider(String alias, String directory) {
        String endpoints = microsoft.issuer() + "/protocol/openid-connect";
        Map<String, Object> config = new HashMap<>(Map.of(
                "clientId",
                "tenant",
                "clientSecret",
                SECRET,
                "clientAuthMethod",
                "client_secret_post",
                "authorizationUrl",
                endpoints + "/auth",
                "tokenUrl",
                endpoints + "/token",
                "jwksUrl",
                endpoints + "/certs",
                "issuer",
                microsoft.issuer(),
                "useJwksUrl",
                "true",
                "validateSignature",
                "true"));
        config.put("defaultScope", "openid profile email");
        if (directory != null) {
            config.put("tenantId", directory);
        }
        keycloak.admin()
                .body(Map.of("alias", alias, "providerId", "oidc", "enabled", true, "config", config))
                .post(tenant.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
    }

    private void configure(String alias, String name, String value) {
        String path = tenant.adminPath("/identity-provider/instances/" + alias);
        ObjectNode provider = keycloak.admin().get(path).as(ObjectNode.class);
        provider.withObjectProperty("config").put(name, value);
        keycloak.admin().body(provider).put(path).then().statusCode(204);
    }

    private static Map<String, Object> mapper(String claim, String type, String key, String value) {
        return Map.of(
                "name",
                claim,
                "protocol",
                "openid-connect",
                "protocolMapper",
                type,
                "config",
                Map.of("claim.name", claim, "jsonType.label", "String", "id.token.claim", "true", key, value));
    }
}
