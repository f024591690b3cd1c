package io.keycloakpbx.tests.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Relay;
import io.keycloakpbx.tests.Totp;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a user may sign in from holds for every way in, and as long as a session lives. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SignInRestrictionIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String ALLOWED = "pbx.allowedAddresses";
    private static final String LOCK = "pbx.sessionAddressLock";
    private static final String ACTIVATION = "pbx.activationDate";
    private static final String EXPIRATION = "pbx.expirationDate";
    private static final String PAST = "2001-03-01T08:00:00Z";
    private static final String FUTURE = "2999-03-01T08:00:00Z";
    private static final String APP = "http://localhost:65000/app";
    private static final String CLIENT = "restricted-app";
    private static final String ACTION = "pbx-sign-in-restriction";
    private static final String NOT_ALLOWED = "The user may not sign in from this address";
    private static final String CHANGED = "The session began at another address; sign in again";

    private static final CodeVerifier VERIFIER = CodeVerifier.random();

    /** The Admin API, which is no way in of the tenant's users. */
    private final Realm administered;

    private final Keycloak operator;
    private final Relay relay;
    private final Keycloak keycloak;
    private final Realm tenant;

    SignInRestrictionIT(Keycloak keycloak, Realm tenant) {
        operator = keycloak;
        administered = tenant;
        relay = new Relay(keycloak);
        this.keycloak = relay.keycloak();
        this.tenant = this.keycloak.realm(tenant.name());
    }

    @BeforeAll
    void prepare() {
        administered.attribute("pbx.basicAuth", "true");
        administered.update(realm -> realm.put("failureFactor", 1000)
                .put("otpPolicyCodeReusable", true)
                .putArray("enabledEventTypes"));
        operator.admin()
                .body(Map.of(
                        "clientId",
                        CLIENT,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "redirectUris",
                        List.of(APP),
                        "optionalClientScopes",
                        List.of("offline_access")))
                .post(administered.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @BeforeEach
    void here() {
        relay.from(HERE);
        administered.clearEvents();
    }

    @AfterAll
    void close() {
        relay.close();
    }

    private String user(String name, Map<String, List<String>> attributes) {
        String id = administered.createUser(name, PASSWORD);
        set(id, attributes).then().statusCode(204);
        return id;
    }

    private Response set(String id, Map<String, List<String>> attributes) {
        String path = administered.adminPath("/users/" + id);
        ObjectNode user = operator.admin().get(path).as(ObjectNode.class);
        ObjectNode all = user.putObject("attributes");
        attributes.forEach((name, values) -> values.forEach(all.putArray(name)::add));
        return operator.admin().body(user).put(path);
    }

    private Response signIn(String name, String password) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", name, "password", password))
                .post(tenant.path("/api/auth/sign_in"));
    }

    private Response basic(String name, String password) {
        return keycloak.http()
                .auth()
                .preemptive()
                .basic(name, password)
                .get(tenant.adminPath("/communication_manager/rest/config/asterisk"));
    }

    /** The sign-in page; further parameters of the request in turn. */
    private FormBrowser.Page page(FormBrowser browser, String... parameters) {
        String[] all = Stream.concat(
                        Stream.of("code_challenge", VERIFIER.challenge(), "code_challenge_method", "S256"),
                        Stream.of(parameters))
                .toArray(String[]::new);
        return browser.authorize(tenant, CLIENT, APP, all);
    }

    private FormBrowser.Page submit(FormBrowser.Page page, String name, String password) {
        return page.submit("username", name, "password", password);
    }

    private Response exchange(String code) {
        return tenant.tokenRequest(
                "grant_type",
                "authorization_code",
                "client_id",
                CLIENT,
                "redirect_uri",
                APP,
                "code",
                code,
                "code_verifier",
                VERIFIER.value());
    }

    private Response refresh(String token) {
        return tenant.tokenRequest(
                "grant_type",
                "refresh_token",
                "client_id",
                "pbx-rest",
                "client_secret",
                administered.clientSecret("pbx-rest"),
                "refresh_token",
                token);
    }

    private Response refreshOfTheApp(String token) {
        return tenant.tokenRequest("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", token);
    }

    private Response userinfo(String token) {
        return keycloak.http(token).get(tenant.path("/protocol/openid-connect/userinfo"));
    }

    private Response introspect(String refreshToken) {
        return keycloak.http()
                .formParams(Map.of(
                        "client_id",
                        "pbx-rest",
                        "client_secret",
                        administered.clientSecret("pbx-rest"),
                        "token_type_hint",
                        "refresh_token",
                        "token",
                        refreshToken))
                .post(tenant.path("/protocol/openid-connect/token/introspect"));
    }

    private static void isRefused(Response response, String words) {
        response.then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"))
                .body("error_description", equalTo(words));
    }

    /** The tokens of the sign-in API's client by a password at the token endpoint. */
    private Response tokens(String name) {
        Response tokens = tenant.passwordGrant(name, PASSWORD);
        tokens.then().statusCode(200);
        return tokens;
    }

    @Test
    @Tag("smoke")
    void elsewhereTheRightPasswordIsAWrongOne() {
        String id = user("401", Map.of(ALLOWED, List.of("192.0.2.0/24", HERE)));
        administered.createUser("402", PASSWORD);
        signIn("401", PASSWORD).then().statusCode(200);
        assertThat(basic("401", PASSWORD).statusCode()).isEqualTo(403);
        assertThat(submit(page(new FormBrowser(keycloak)), "401", PASSWORD).parameter("code"))
                .isNotNull();

        relay.from(ELSEWHERE);
        signIn("402", PASSWORD).then().statusCode(200);
        administered.clearEvents();
        assertSame(signIn("401", PASSWORD), signIn("401", "wrong"));
        assertSame(tenant.passwordGrant("401", PASSWORD), tenant.passwordGrant("401", "wrong"));
        assertSame(basic("401", PASSWORD), basic("401", "wrong"));
        FormBrowser.Page right = submit(page(new FormBrowser(keycloak)), "401", PASSWORD);
        FormBrowser.Page wrong = submit(page(new FormBrowser(keycloak)), "401", "wrong");
        assertThat(right.status()).isEqualTo(200).isEqualTo(wrong.status());
        assertThat(seen(right)).isEqualTo(seen(wrong)).contains("Invalid username or password");
        List<Realm.Event> events = administered.events();
        assertThat(events).hasSize(8).allSatisfy(event -> assertThat(event)
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("invalid_user_credentials", Realm.Event::error)
                .returns(id, Realm.Event::userId)
                .returns(ELSEWHERE, Realm.Event::ipAddress)
                .returns("address_not_allowed", refused -> refused.details().get("reason")));
        // Each way by itself: the newest is the page's wrong password.
        for (int i = 0; i < events.size(); i += 2) {
            assertThat(shape(events.get(i))).isEqualTo(shape(events.get(i + 1)));
        }
    }

    /** Without what the browser has of its own. */
    private static String seen(FormBrowser.Page page) {
        return page.text().substring(page.text().indexOf("Sign in to your account"));
    }

    private static Map<String, String> shape(Realm.Event event) {
        Map<String, String> shape = new HashMap<>(event.details());
        shape.keySet().removeAll(List.of("code_id"));
        return shape;
    }

    private static void assertSame(Response right, Response wrong) {
        assertThat(right.statusCode()).isEqualTo(wrong.statusCode()).isBetween(400, 401);
        assertThat(right.asString()).isEqualTo(wrong.asString());
    }

    @Test
    void noHeaderMovesAClient() {
        user("411", Map.of(ALLOWED, List.of(HERE)));
        relay.from(ELSEWHERE);
        for (String header : List.of("X-Forwarded-For", "X-Real-IP", "Forwarded")) {
            keycloak.http()
                    .header(header, header.equals("Forwarded") ? "for=" + HERE : HERE)
                    .contentType(ContentType.JSON)
                    .body(Map.of("username", "411", "password", PASSWORD))
                    .post(tenant.path("/api/auth/sign_in"))
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void aSessionIsNotUsedElsewhere() {
        String id = user("421", Map.of(ALLOWED, List.of(HERE)));
        Response tokens = tokens("421");
        String refreshToken = tokens.path("refresh_token");
        relay.from(ELSEWHERE);
        administered.update(realm -> realm.putArray("enabledEventTypes").add("REFRESH_TOKEN_ERROR"));
        try {
            isRefused(refresh(refreshToken), NOT_ALLOWED);
            assertThat(administered.events())
                    .filteredOn(event -> "access_denied".equals(event.error()))
                    .singleElement()
                    .returns("REFRESH_TOKEN_ERROR", Realm.Event::type)
                    .returns(id, Realm.Event::userId)
                    .returns(ELSEWHERE, Realm.Event::ipAddress)
                    .returns("pbx-rest", Realm.Event::clientId)
                    .returns(Map.of("username", "421", "reason", "address_not_allowed"), Realm.Event::details)
                    .satisfies(event -> assertThat(event.sessionId()).isEqualTo(tokens.path("session_state")));
        } finally {
            administered.update(realm -> realm.putArray("enabledEventTypes"));
        }
        // The API's own refresh uses no token up either.
        keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", refreshToken))
                .post(tenant.path("/api/auth/refresh_token"))
                .then()
                .statusCode(400);
        userinfo(tokens.path("access_token")).then().statusCode(401);
        // Whose address it is when a resource server asks is not the user's.
        introspect(refreshToken).then().statusCode(200).body("active", equalTo(true));
        relay.from(HERE);
        userinfo(tokens.path("access_token")).then().statusCode(200);
        refresh(refreshToken).then().statusCode(200);
    }

    @Test
    void aChangeCountsAtTheNextUse() {
        String id = user("422", Map.of(ALLOWED, List.of(HERE)));
        Response tokens = tokens("422");
        set(id, Map.of(ALLOWED, List.of(ELSEWHERE))).then().statusCode(204);
        isRefused(refresh(tokens.path("refresh_token")), NOT_ALLOWED);
        userinfo(tokens.path("access_token")).then().statusCode(401);
        introspect(tokens.path("refresh_token")).then().statusCode(200).body("active", equalTo(false));
        set(id, Map.of()).then().statusCode(204);
        introspect(tokens.path("refresh_token")).then().statusCode(200).body("active", equalTo(true));
        refresh(tokens.path("refresh_token")).then().statusCode(200);
    }

    @Test
    void offlineSessionsToo() {
        String id = user("423", Map.of(ALLOWED, List.of(HERE), LOCK, List.of("true")));
        String offline = tenant.tokenRequest(
                        "grant_type",
                        "password",
                        "client_id",
                        CLIENT,
                        "username",
                        "423",
                        "password",
                        PASSWORD,
                        "scope",
                        "openid offline_access")
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
        String next = refreshOfTheApp(offline).then().statusCode(200).extract().path("refresh_token");
        relay.from(ELSEWHERE);
        isRefused(refreshOfTheApp(next), NOT_ALLOWED);
        set(id, Map.of(LOCK, List.of("true"))).then().statusCode(204);
        isRefused(refreshOfTheApp(next), CHANGED);
        relay.from(HERE);
        refreshOfTheApp(next).then().statusCode(200);
    }

    @Test
    void aLockedSessionStaysWhereItBegan() {
        user("431", Map.of(LOCK, List.of("true")));
        Response tokens = tokens("431");
        relay.from(ELSEWHERE);
        isRefused(refresh(tokens.path("refresh_token")), CHANGED);
        userinfo(tokens.path("access_token")).then().statusCode(401);
        introspect(tokens.path("refresh_token")).then().body("active", equalTo(true));
        Response others = tokens("431");
        refresh(others.path("refresh_token")).then().statusCode(200);
        relay.from(HERE);
        refresh(tokens.path("refresh_token")).then().statusCode(200);
    }

    @Test
    void aCodeIsExchangedWhereTheUserMaySignIn() {
        user("441", Map.of(ALLOWED, List.of(HERE)));
        String code = submit(page(new FormBrowser(keycloak)), "441", PASSWORD).parameter("code");
        relay.from(ELSEWHERE);
        isRefused(exchange(code), NOT_ALLOWED);
        assertThat(administered.events().get(0))
                .returns("CODE_TO_TOKEN_ERROR", Realm.Event::type)
                .returns("invalid_grant", Realm.Event::error)
                .satisfies(
                        event -> assertThat(event.details()).containsEntry("client_policy_error_detail", NOT_ALLOWED));
    }

    @Test
    void aCookieSignsNobodyInElsewhere() {
        String id = user("442", Map.of(ALLOWED, List.of(HERE)));
        FormBrowser browser = new FormBrowser(keycloak);
        assertThat(submit(page(browser), "442", PASSWORD).parameter("code")).isNotNull();
        assertThat(page(browser).parameter("code")).as("by the cookie").isNotNull();
        administered.clearEvents();
        relay.from(ELSEWHERE);
        FormBrowser.Page refused = page(browser);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You may not sign in from this address.");
        assertThat(administered.events())
                .singleElement()
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("access_denied", Realm.Event::error)
                .returns(id, Realm.Event::userId)
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "address_not_allowed"));
        // It asks again, for the cookie is gone.
        assertThat(submit(page(browser), "442", PASSWORD).text()).contains("Invalid username or password");
        relay.from(HERE);
        assertThat(submit(page(browser), "442", PASSWORD).parameter("code")).isNotNull();
    }

    /** Keycloak passes by what an app asks for as an action of its own, unless the action says that it can be that. */
    @Test
    void anAppThatAsksForTheRequiredActionDoesNotGetAroundIt() {
        user("444", Map.of(ALLOWED, List.of(HERE), LOCK, List.of("true")));
        FormBrowser browser = new FormBrowser(keycloak);
        FormBrowser.Page signedIn = submit(page(browser, "kc_action", ACTION), "444", PASSWORD);
        assertThat(signedIn.parameter("code"))
                .as("at an address that is allowed")
                .isNotNull();
        relay.from(ELSEWHERE);
        administered.clearEvents();
        FormBrowser.Page refused = page(browser, "kc_action", ACTION);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You may not sign in from this address.");
        assertThat(administered.events())
                .singleElement()
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("access_denied", Realm.Event::error)
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "address_not_allowed"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMailedLinkSetsNoPasswordElsewhere(boolean asked) {
        String name = "445-" + asked;
        String id = user(name, Map.of(ALLOWED, List.of(HERE)));
        relay.from(ELSEWHERE);
        try (Mailbox mailbox = new Mailbox()) {
            mailbox.receive(administered);
            FormBrowser browser = new FormBrowser(keycloak);
            FormBrowser.Page signIn = asked ? page(browser, "kc_action", ACTION) : page(browser);
            Matcher forgotten =
                    Pattern.compile("href=\"([^\"]*reset-credentials[^\"]*)\"").matcher(signIn.body());
            assertThat(forgotten.find()).isTrue();
            browser.open(signIn.url().resolve(forgotten.group(1).replace("&amp;", "&")))
                    .submit("username", name);
            administered.clearEvents();
            FormBrowser.Page refused =
                    browser.open(URI.create(mailbox.link(name + "@" + administered.name() + ".test")));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("You may not sign in from this address.");
        }
        assertThat(administered.events())
                .filteredOn(event -> "access_denied".equals(event.error()))
                .singleElement()
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns(id, Realm.Event::userId);
        relay.from(HERE);
        signIn(name, PASSWORD).then().statusCode(200);
    }

    @Test
    void whoSignsInAgainTakesALockedSessionAlong() {
        user("443", Map.of(LOCK, List.of("true")));
        FormBrowser browser = new FormBrowser(keycloak);
        String refreshToken = exchange(submit(page(browser), "443", PASSWORD).parameter("code"))
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
        relay.from(ELSEWHERE);
        FormBrowser.Page refused = page(browser);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You have signed in at another address. Please sign in again.");
        String moved = exchange(submit(page(browser), "443", PASSWORD).parameter("code"))
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
        refreshOfTheApp(moved).then().statusCode(200);
        relay.from(HERE);
        refreshOfTheApp(refreshToken).then().statusCode(400);
        assertThat(page(browser).status()).isEqualTo(403);
    }

    /** Keycloak keeps the offline session of a session, and the new one has the same id. */
    @Test
    void anOfflineSessionBeginsAnewWithItsSession() {
        user("446", Map.of(LOCK, List.of("true")));
        FormBrowser browser = new FormBrowser(keycloak);
        refreshToken(submit(page(browser), "446", PASSWORD));
        String offline = refreshToken(offline(browser));
        relay.from(ELSEWHERE);
        assertThat(page(browser).status()).isEqualTo(403);
        String moved = refreshToken(submit(offline(browser), "446", PASSWORD));
        Response refreshed = refreshOfTheApp(moved);
        refreshed.then().statusCode(200);
        userinfo(refreshed.path("access_token")).then().statusCode(200);
        relay.from(HERE);
        isRefused(refreshOfTheApp(offline), CHANGED);
        isRefused(refreshOfTheApp(refreshed.path("refresh_token")), CHANGED);
    }

    private FormBrowser.Page offline(FormBrowser browser) {
        return browser.open(tenant.path("/protocol/openid-connect/auth?response_type=code&client_id=" + CLIENT
                + "&redirect_uri=" + APP + "&scope=openid+offline_access&code_challenge_method=S256&code_challenge="
                + VERIFIER.challenge()));
    }

    private String refreshToken(FormBrowser.Page signedIn) {
        return exchange(signedIn.parameter("code"))
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
    }

    /** In a flow of the tenant's own that asks for more on top of the cookie. */
    @Test
    void aSecondFactorOnTopOfACookieDoesNotTakeALockedSessionAlong() {
        String id = user("447", Map.of(LOCK, List.of("true")));
        Totp app = Totp.register(operator, administered, id);
        String client = "stepping-app";
        operator.admin()
                .body(Map.of(
                        "clientId",
                        client,
                        "publicClient",
                        true,
                        "redirectUris",
                        List.of(APP),
                        "authenticationFlowBindingOverrides",
                        Map.of("browser", stepUpFlow())))
                .post(administered.adminPath("/clients"))
                .then()
                .statusCode(201);
        FormBrowser browser = new FormBrowser(keycloak);
        assertThat(submit(stepUp(browser, client, "1"), "447", PASSWORD).parameter("code"))
                .isNotNull();
        assertThat(stepUp(browser, client, "2").submit("otp", app.code()).parameter("code"))
                .isNotNull();

        relay.from(ELSEWHERE);
        FormBrowser.Page refused = stepUp(browser, client, "2").submit("otp", app.code());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You have signed in at another address. Please sign in again.");
        // Who shows the password too has signed in.
        FormBrowser.Page second = submit(stepUp(browser, client, "2"), "447", PASSWORD);
        assertThat(second.submit("otp", app.code()).parameter("code")).isNotNull();
    }

    private FormBrowser.Page stepUp(FormBrowser browser, String client, String level) {
        return browser.authorize(
                tenant,
                client,
                APP,
                "acr_values",
                level,
                "code_challenge",
                VERIFIER.challenge(),
                "code_challenge_method",
                "S256");
    }

    /** The id of a flow: the cookie, or else the password for level 1; and a code for level 2, each time. */
    private String stepUpFlow() {
        String flows = "/authentication/flows";
        operator.admin()
                .body(Map.of("alias", "stepping", "providerId", "basic-flow", "topLevel", true, "builtIn", false))
                .post(administered.adminPath(flows))
                .then()
                .statusCode(201);
        step("stepping", "auth-cookie", "ALTERNATIVE", null);
        part("stepping", "stepping-forms", "ALTERNATIVE");
        part("stepping-forms", "stepping-1", "CONDITIONAL");
        step("stepping-1", "conditional-level-of-authentication", "REQUIRED", "1");
        step("stepping-1", "pbx-username-password-form", "REQUIRED", null);
        part("stepping-forms", "stepping-2", "CONDITIONAL");
        step("stepping-2", "conditional-level-of-authentication", "REQUIRED", "2");
        step("stepping-2", "auth-otp-form", "REQUIRED", null);
        return operator.admin().get(administered.adminPath(flows)).path("find { it.alias == 'stepping' }.id");
    }

    private void part(String flow, String alias, String requirement) {
        operator.admin()
                .body(Map.of("alias", alias, "type", "basic-flow", "provider", "registration-page-form"))
                .post(administered.adminPath("/authentication/flows/" + flow + "/executions/flow"))
                .then()
                .statusCode(201);
        require(flow, "displayName", alias, requirement);
    }

    private void step(String flow, String provider, String requirement, String level) {
        operator.admin()
                .body(Map.of("provider", provider))
                .post(administered.adminPath("/authentication/flows/" + flow + "/executions/execution"))
                .then()
                .statusCode(201);
        String execution = require(flow, "providerId", provider, requirement);
        if (level != null) {
            operator.admin()
                    .body(Map.of(
                            "alias",
                            "level " + level,
                            "config",
                            Map.of("loa-condition-level", level, "loa-max-age", level.equals("1") ? "36000" : "0")))
                    .post(administered.adminPath("/authentication/executions/" + execution + "/config"))
                    .then()
                    .statusCode(201);
        }
    }

    private String require(String flow, String member, String value, String requirement) {
        String path = administered.adminPath("/authentication/flows/" + flow + "/executions");
        Map<String, Object> execution =
                operator.admin().get(path).path("find { it." + member + " == '" + value + "' }");
        execution.put("requirement", requirement);
        operator.admin().body(execution).put(path).then().statusCode(204);
        return (String) execution.get("id");
    }

    @Test
    void theSecondStepOfASignInIsNotTakenElsewhere() {
        String id = user("451", Map.of(ALLOWED, List.of(HERE)));
        Totp app = Totp.register(operator, administered, id);
        String first = sessionToken("451");
        relay.from(ELSEWHERE);
        administered.clearEvents();
        verify(first, app.nextCode())
                .then()
                .statusCode(400)
                .body("errors[0].message", equalTo("Login failed, authentication error"));
        assertThat(administered.events().get(0))
                .returns("access_denied", Realm.Event::error)
                .returns(id, Realm.Event::userId)
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "address_not_allowed"));
        relay.from(HERE);
        verify(sessionToken("451"), app.nextCode()).then().statusCode(200);
    }

    private String sessionToken(String name) {
        return signIn(name, PASSWORD).then().statusCode(200).extract().path("token");
    }

    private Response verify(String token, String code) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("token", token, "code", code))
                .post(tenant.path("/api/auth/verify_otp"));
    }

    @Test
    void nobodySetsAPasswordElsewhere() {
        String id = user("452", Map.of(ALLOWED, List.of(HERE)));
        operator.admin()
                .body(Map.of("requiredActions", List.of("UPDATE_PASSWORD")))
                .put(administered.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        String token = signIn("452", PASSWORD).then().statusCode(400).extract().path("errors[0].detail.token");
        relay.from(ELSEWHERE);
        reset(token).then().statusCode(400);
        relay.from(HERE);
        reset(token).then().statusCode(200);
    }

    private Response reset(String token) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("token", token, "new_password", "Another-word-2!"))
                .post(tenant.path("/api/auth/reset_password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"office", "10.0.0", "10.0.0.1/33", "192.0.2.7,192.0.2.8", "::1::"})
    void whatIsNoNetworkIsRefused(String value) {
        String id = administered.createUser("461-" + Integer.toHexString(value.hashCode()), PASSWORD);
        set(id, Map.of(ALLOWED, List.of(HERE, value)))
                .then()
                .statusCode(400)
                .body("field", equalTo(ALLOWED))
                .body("errorMessage", equalTo("pbxInvalidNetwork"));
    }

    @Test
    void theRulesOfBothAttributesHoldInTheAdminApiAndInImports() {
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "10.0.0." + i).toList();
        String id = user("462", Map.of(ALLOWED, many.subList(0, 100)));
        set(id, Map.of(ALLOWED, many)).then().statusCode(400).body("field", equalTo(ALLOWED));
        set(id, Map.of(LOCK, List.of("yes"))).then().statusCode(400).body("field", equalTo(LOCK));
        operator.admin()
                .body(Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        List.of(Map.of("username", "463", "attributes", Map.of(ALLOWED, List.of(HERE, "office"))))))
                .post(administered.adminPath("/partialImport"))
                .then()
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo("Attribute pbx.allowedAddresses of users of realm " + administered.name()
                                + " must be IP addresses or networks such as 192.0.2.0/24; what is none admits nobody."
                                + " Correct it for: 463"));
        assertThat(administered.userId("463")).isNull();
        tenant.passwordGrant("462", PASSWORD).then().statusCode(400);
    }

    /** Before the first moment and from the last one on. */
    @ParameterizedTest
    @CsvSource({
        "481, pbx.activationDate, 2999-03-01T08:00:00Z, account_not_active",
        "482, pbx.expirationDate, 2001-03-01T08:00:00Z, account_expired"
    })
    void outsideOfTheTimeTheRightPasswordIsAWrongOne(String name, String attribute, String date, String reason) {
        String id = user(name, Map.of(attribute, List.of(date)));
        assertSame(signIn(name, PASSWORD), signIn(name, "wrong"));
        assertSame(tenant.passwordGrant(name, PASSWORD), tenant.passwordGrant(name, "wrong"));
        assertSame(basic(name, PASSWORD), basic(name, "wrong"));
        FormBrowser.Page right = submit(page(new FormBrowser(keycloak)), name, PASSWORD);
        FormBrowser.Page wrong = submit(page(new FormBrowser(keycloak)), name, "wrong");
        assertThat(right.status()).isEqualTo(200).isEqualTo(wrong.status());
        assertThat(seen(right)).isEqualTo(seen(wrong)).contains("Invalid username or password");
        List<Realm.Event> events = administered.events();
        assertThat(events).hasSize(8).allSatisfy(event -> assertThat(event)
                .returns("LOGIN_ERROR", Realm.Event::type)
                .returns("invalid_user_credentials", Realm.Event::error)
                .returns(id, Realm.Event::userId)
                .returns(reason, refused -> refused.details().get("reason")));
        for (int i = 0; i < events.size(); i += 2) {
            assertThat(shape(events.get(i))).isEqualTo(shape(events.get(i + 1)));
        }
    }

    @Test
    void withinTheTimeTheUserSignsInAndAnEndCountsAtTheNextUse() {
        String id = user("483", Map.of(ACTIVATION, List.of(PAST), EXPIRATION, List.of(FUTURE)));
        Response tokens = tokens("483");
        FormBrowser browser = new FormBrowser(keycloak);
        assertThat(submit(page(browser), "483", PASSWORD).parameter("code")).isNotNull();
        userinfo(tokens.path("access_token")).then().statusCode(200);

        set(id, Map.of(EXPIRATION, List.of(PAST))).then().statusCode(204);
        administered.clearEvents();
        isRefused(refresh(tokens.path("refresh_token")), "The account has expired");
        userinfo(tokens.path("access_token")).then().statusCode(401);
        introspect(tokens.path("refresh_token")).then().statusCode(200).body("active", equalTo(false));
        FormBrowser.Page byCookie = page(browser);
        assertThat(byCookie.status()).isEqualTo(403);
        assertThat(byCookie.text()).contains("Your account has expired. Ask your administrator to extend it.");
        assertThat(administered.events())
                .filteredOn(event -> event.type().equals("LOGIN_ERROR"))
                .singleElement()
                .returns("access_denied", Realm.Event::error)
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "account_expired"));

        set(id, Map.of(ACTIVATION, List.of(FUTURE))).then().statusCode(204);
        isRefused(refresh(tokens.path("refresh_token")), "The account is not active yet");
        set(id, Map.of()).then().statusCode(204);
        refresh(tokens.path("refresh_token")).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomorrow", "2027-03-01", "2027-02-29T08:00:00Z", "2027-03-01T08:00:00+01:00"})
    void whatIsNoPointInTimeIsRefused(String value) {
        String id = administered.createUser("484-" + Integer.toHexString(value.hashCode()), PASSWORD);
        for (String attribute : List.of(ACTIVATION, EXPIRATION)) {
            set(id, Map.of(attribute, List.of(value)))
                    .then()
                    .statusCode(400)
                    .body("field", equalTo(attribute))
                    .body("errorMessage", equalTo("pbxInvalidDate"));
        }
    }

    @Test
    void datesAreHeldToTheirRuleInImportsAndAdmitNobodyWhereTheyBreakIt() {
        for (List<String> dates : List.of(List.of("never"), List.of(FUTURE, FUTURE))) {
            operator.admin()
                    .body(Map.of("ifResourceExists", "FAIL", "users", List.of(expiring("485", dates))))
                    .post(administered.adminPath("/partialImport"))
                    .then()
                    .statusCode(400)
                    .body("errorMessage", equalTo(datesRefused(administered.name(), "485")));
        }
        assertThat(administered.userId("485")).isNull();
        operator.admin()
                .body(Map.of(
                        "realm",
                        "two-dates",
                        "attributes",
                        Map.of("pbx.sipDomain", "two-dates.example.test"),
                        "users",
                        List.of(expiring("487", List.of(FUTURE, PAST)), expiring("488", List.of(FUTURE, "")))))
                .post("/admin/realms")
                .then()
                .statusCode(400)
                .body("errorMessage", equalTo(datesRefused("two-dates", "487")));
        String id = user("486", Map.of(ACTIVATION, List.of(PAST), EXPIRATION, List.of(FUTURE)));
        set(id, Map.of(ACTIVATION, List.of(PAST, FUTURE)))
                .then()
                .statusCode(400)
                .body("field", equalTo(ACTIVATION));
        set(id, Map.of(ACTIVATION, List.of(""))).then().statusCode(204);
        tokens("486");
    }

    private static Map<String, Object> expiring(String username, List<String> dates) {
        return Map.of("username", username, "attributes", Map.of(EXPIRATION, dates));
    }

    private static String datesRefused(String realm, String username) {
        return "Attribute pbx.expirationDate of users of realm " + realm
                + " must be at most one point in time such as 2027-03-01T08:00:00Z; what is none admits nobody."
                + " Correct it for: " + username;
    }

    @Test
    void aClientIsTakenOutByAConditionOfThePolicy() {
        user("471", Map.of(LOCK, List.of("true")));
        String path = administered.adminPath("/client-policies/policies");
        ObjectNode before = operator.admin().get(path).as(ObjectNode.class);
        ObjectNode policies = before.deepCopy();
        policies.path("policies").forEach(policy -> {
            if (policy.path("name").asText().equals("pbx-session-address")) {
                ObjectNode condition = ((ArrayNode) policy.path("conditions")).addObject();
                condition
                        .put("condition", "client-roles")
                        .putObject("configuration")
                        .put("is-negative-logic", true)
                        .putArray("roles")
                        .add("on-a-server");
            }
        });
        String client = operator.admin()
                .queryParam("clientId", "pbx-rest")
                .get(administered.adminPath("/clients"))
                .path("[0].id");
        operator.admin().body(policies).put(path).then().statusCode(204);
        try {
            String first = tokens("471").path("refresh_token");
            relay.from(ELSEWHERE);
            isRefused(refresh(first), CHANGED);
            operator.admin()
                    .body(Map.of("name", "on-a-server"))
                    .post(administered.adminPath("/clients/" + client + "/roles"))
                    .then()
                    .statusCode(201);
            refresh(first).then().statusCode(200);
        } finally {
            operator.admin().body(before).put(path).then().statusCode(204);
        }
    }

    /** With a policy of its own, which stays. */
    @Test
    void aRealmThatBecomesATenantHoldsItsUsersToo() {
        Realm plain = operator.createRealm("plain-restriction");
        Map<String, Object> profile = Map.of(
                "profiles",
                List.of(Map.of(
                        "name",
                        "own",
                        "executors",
                        List.of(Map.of("executor", "confidential-client", "configuration", Map.of())))));
        Map<String, Object> policy = Map.of(
                "policies",
                List.of(Map.of(
                        "name",
                        "own",
                        "enabled",
                        false,
                        "conditions",
                        List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                        "profiles",
                        List.of("own"))));
        operator.admin()
                .body(profile)
                .put(plain.adminPath("/client-policies/profiles"))
                .then()
                .statusCode(204);
        operator.admin()
                .body(policy)
                .put(plain.adminPath("/client-policies/policies"))
                .then()
                .statusCode(204);
        plain.attribute("pbx.sipDomain", "plain-restriction.example.test");
        operator.admin()
                .get(plain.adminPath("/client-policies/profiles"))
                .then()
                .body("profiles.name", equalTo(List.of("own", "pbx-session-address")));
        operator.admin()
                .get(plain.adminPath("/client-policies/policies"))
                .then()
                .body("policies.name", equalTo(List.of("own", "pbx-session-address")))
                .body("policies.enabled", equalTo(List.of(false, true)));
        operator.admin()
                .get(plain.adminPath("/authentication/required-actions"))
                .then()
                .body("alias", hasItem("pbx-sign-in-restriction"));
        operator.admin()
                .get(plain.adminPath("/users/profile"))
                .then()
                .body("attributes.name", hasItems("username", ALLOWED, LOCK));
    }
}
