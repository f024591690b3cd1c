package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that knows a SIP address only signs its user in through a front realm. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryIT {

    private static final String PASSWORD = "Right-password-1!";
    private static final String APP = "https://app.example.com/callback?a=1&b=2";
    private static final CodeVerifier VERIFIER = CodeVerifier.random();

    private final Keycloak keycloak;
    private Realm front;
    private Realm tenant;

    DiscoveryIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void makeRealms() {
        tenant = keycloak.createTenant("discovered.test", "alias.discovered.test");
        tenant.createUser("201", PASSWORD);
        new TenantSignIn(keycloak, tenant).register("pbx-app", APP);

        front = keycloak.createRealm("front");
        front.update(realm -> realm.put("loginTheme", "pbx"));
        keycloak.admin()
                .body(Map.of("alias", "discovery", "providerId", "basic-flow", "topLevel", true, "builtIn", false))
                .post(front.adminPath("/authentication/flows"))
                .then()
                .statusCode(201);
        keycloak.admin()
                .body(Map.of("provider", "pbx-sip-address"))
                .post(front.adminPath("/authentication/flows/discovery/executions/execution"))
                .then()
                .statusCode(201);
        ObjectNode step = keycloak.admin()
                .get(front.adminPath("/authentication/flows/discovery/executions"))
                .as(ObjectNode[].class)[0];
        keycloak.admin()
                .body(step.put("requirement", "REQUIRED"))
                .put(front.adminPath("/authentication/flows/discovery/executions"))
                .then()
                .statusCode(lessThan(300));
        List<Map<String, Object>> flows =
                keycloak.admin().get(front.adminPath("/authentication/flows")).path("");
        Object flow = flows.stream()
                .filter(candidate -> "discovery".equals(candidate.get("alias")))
                .findFirst()
                .orElseThrow()
                .get("id");
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "pbx-app",
                        "publicClient",
                        true,
                        "redirectUris",
                        List.of(APP),
                        "authenticationFlowBindingOverrides",
                        Map.of("browser", flow)))
                .post(front.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "201@discovered.test",
                " sip:201@ALIAS.discovered.test;transport=tls ",
                "sips:201@alias.discovered.test"
            })
    void theBrowserGoesToTheTenantAndBackToTheApp(String address) {
        FormBrowser.Page login = start().submit("sip_address", address);
        assertThat(login.url().getPath()).as("%s", login).startsWith(tenant.path("/"));
        assertThat(login.body()).contains("value=\"201\"");
        FormBrowser.Page end = login.submit("username", "201", "password", PASSWORD);
        assertThat(end.url().toString()).startsWith(APP + "&");
        assertThat(end.parameter("state")).isEqualTo("a=state&more");
        assertThat(end.parameter("iss")).isEqualTo(tenant.issuer());

        Response tokens = tenant.tokenRequest(
                "grant_type",
                "authorization_code",
                "client_id",
                "pbx-app",
                "redirect_uri",
                APP,
                "code",
                end.parameter("code"),
                "code_verifier",
                VERIFIER.value());
        tokens.then().statusCode(200);
        String idToken = tokens.path("id_token");
        assertThat(new String(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]), StandardCharsets.UTF_8))
                .contains("\"nonce\":\"n-1\"");
    }

    @Test
    void aLoginHintSparesTheQuestion() {
        FormBrowser.Page login = start("login_hint", "201@discovered.test");
        assertThat(login.url().getPath()).startsWith(tenant.path("/"));
        assertThat(start("login_hint", "201").body()).contains("sip_address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "201", "@discovered.test", "201@", "2 01@discovered.test", "201@a@b", "201@bad_domain!"})
    void anythingElseIsNoAddress(String address) {
        FormBrowser.Page page = start().submit("sip_address", address);
        assertThat(page.body()).contains("Enter a SIP address such as");
        assertThat(page.submit("sip_address", "201@discovered.test").url().getPath())
                .startsWith(tenant.path("/"));
    }

    @Test
    void unknownAndSuspendedTenantsAreToldApart() {
        assertThat(start().submit("sip_address", "201@nowhere.test").text()).contains("No phone system was found");
        String said = "is suspended. Nobody can sign in";
        tenant.update(realm -> realm.put("enabled", false));
        try {
            FormBrowser.Page page = start().submit("sip_address", "201@discovered.test");
            assertThat(page.text()).contains(said, "Ask the provider of your phone system");
            assertThat(start("login_hint", "201@discovered.test").body())
                    .contains("sip_address")
                    .doesNotContain(said);
            assertThat(new FormBrowser(keycloak)
                            .authorize(tenant, "pbx-app", APP)
                            .text())
                    .contains(said, "Ask the provider of your phone system");
        } finally {
            tenant.update(realm -> realm.put("enabled", true));
        }
    }

    @Test
    void anAddressThatTheTenantsAppHasNotRegisteredIsRefusedThere() {
        FormBrowser.Page page = start().submit("sip_address", "101@globex.example.com");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.url().getPath()).startsWith("/realms/globex/");
    }

    @Test
    void markupInAnAddressIsText() {
        assertThat(start().submit("sip_address", "<script>alert(1)</script>@nowhere.test")
                        .body())
                .doesNotContain("<script>alert(1)");
    }

    @Test
    void webFingerIsTheOtherWay() {
        keycloak.http()
                .queryParam("resource", "acct:201@discovered.test")
                .get(front.path("/.well-known/webfinger"))
                .then()
                .statusCode(200)
                .body("links[0].href", equalTo(tenant.issuer()));
    }

    private FormBrowser.Page start(String... more) {
        String[] parameters = new String[6 + more.length];
        System.arraycopy(
                new String[] {"nonce", "n-1", "code_challenge", VERIFIER.challenge(), "code_challenge_method", "S256"},
                0,
                parameters,
                0,
                6);
        System.arraycopy(more, 0, parameters, 6, more.length);
        return new FormBrowser(keycloak).authorize(front, "pbx-app", APP, parameters);
    }
}
