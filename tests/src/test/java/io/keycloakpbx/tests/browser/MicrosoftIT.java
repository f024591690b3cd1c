package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The button of Microsoft 365 on a tenant's sign-in page. A realm of the same server plays Microsoft. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicrosoftIT {

    private static final String PASSWORD = "Microsoft-201!";
    private static final String DIRECTORY = "6a1e7c52-0000-4000-8000-0c9d8e7f6a5b";
    private static final String SECRET = "secret-of-the-tenant-at-microsoft";

    private final Keycloak keycloak;
    private Realm tenant;
    private Realm microsoft;

    @AutoClose
    private PbxApp app;

    MicrosoftIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void makeMicrosoftAndOpenApp(Realm tenant) {
        this.tenant = tenant;
        microsoft = keycloak.createRealm("browser-microsoft");
        microsoft.createUser("ada", PASSWORD);
        app = PbxApp.open(keycloak, tenant);
        keycloak.admin()
                .body(Map.of(
                        "clientId",
                        "tenant",
                        "secret",
                        SECRET,
                        "redirectUris",
                        List.of(tenant.issuer() + "/broker/microsoft/endpoint"),
                        "protocolMappers",
                        List.of(
                                mapper("tid", "oidc-hardcoded-claim-mapper", "claim.value", DIRECTORY),
                                mapper("oid", "oidc-usermodel-property-mapper", "user.attribute", "id"),
                                mapper("upn", "oidc-usermodel-property-mapper", "user.attribute", "email"))))
                .post(microsoft.adminPath("/clients"))
                .then()
                .statusCode(201);
        String endpoints = microsoft.issuer() + "/protocol/openid-connect";
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "microsoft",
                        "displayName",
                        "Microsoft 365",
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        Map.of(
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
                                "defaultScope",
                                "openid profile email",
                                "tenantId",
                                DIRECTORY)))
                .post(tenant.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        configure("useJwksUrl", "true");
        configure("validateSignature", "true");
    }

    @BeforeEach
    void clearEvents() {
        tenant.clearEvents();
    }

    @Test
    void aBoundUserSignsInWithMicrosoft(Visitors visitors) {
        String id = tenant.createUser("201", PASSWORD);
        keycloak.admin()
                .body(Map.of(
                        "identityProvider",
                        "microsoft",
                        "userId",
                        microsoft.userId("ada"),
                        "userName",
                        "ada@browser-microsoft.test"))
                .post(tenant.adminPath("/users/" + id + "/federated-identity/microsoft"))
                .then()
                .statusCode(204);
        signInAtMicrosoft(visitors.open(), "ada");
        Map<String, Object> claims = Jwt.claims(
                app.tokens().then().statusCode(200).extract().jsonPath().getString("id_token"));
        assertThat(claims)
                .containsEntry("iss", tenant.issuer())
                .containsEntry("sub", id)
                .containsEntry("preferred_username", "201");
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals("LOGIN"))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsEntry("identity_provider", "microsoft"));
    }

    /** Somebody at Microsoft with the name or address of a local user gets nothing without that user's password. */
    @Test
    void doesNotTakeOverALocalUser(Visitors visitors) {
        String username = "victim";
        tenant.createUser(username, PASSWORD);
        microsoft.createUser(username, "Attacker-at-Microsoft-1!");
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl());
        visitor.check("login-with-microsoft");
        visitor.page().click("#social-microsoft");
        visitor.signIn(username, "Attacker-at-Microsoft-1!");

        assertThat(visitor.title()).isEqualTo("Account already exists");
        visitor.check("account-exists");
        visitor.page().click("#linkAccount");
        visitor.page().fill("#password", "Attacker-at-Microsoft-1!");
        visitor.page().click("#kc-login");
        assertThat(visitor.text()).contains("Invalid username or password.");
        visitor.check("link-refused");
        assertThat(app.hasCallback()).isFalse();
        assertThat(keycloak.admin()
                        .get(tenant.adminPath("/users/" + tenant.userId(username) + "/federated-identity"))
                        .jsonPath()
                        .getList(""))
                .isEmpty();
    }

    @Test
    void letsNobodyInWhomTheTenantDoesNotKnow(Visitors visitors) {
        microsoft.createUser("stranger", PASSWORD);
        Visitor visitor = visitors.open();
        signInAtMicrosoft(visitor, "stranger");
        assertThat(visitor.page().locator("#kc-page-title").innerText()).isNotEmpty();
        visitor.picture("stranger");
        assertThat(app.hasCallback()).isFalse();
        assertThat(tenant.events()).extracting(Realm.Event::type).doesNotContain("LOGIN");
    }

    private void signInAtMicrosoft(Visitor visitor, String username) {
        visitor.page().navigate(app.authorizationUrl());
        visitor.page().click("#social-microsoft");
        assertThat(visitor.page().url()).startsWith(microsoft.issuer());
        visitor.signIn(username, PASSWORD);
    }

    private void configure(String name, String value) {
        String path = tenant.adminPath("/identity-provider/instances/microsoft");
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
