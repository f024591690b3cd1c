package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One sign-in and one sign-out for two apps of a tenant. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleSignOutIT {

    private static final String PASSWORD = "Single-201!";

    private final Keycloak keycloak;
    private Realm tenant;

    @AutoClose
    private PbxApp app;

    @AutoClose
    private PbxApp panel;

    SingleSignOutIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void openApps(Realm tenant) {
        this.tenant = tenant;
        tenant.createUser("201", PASSWORD);
        app = PbxApp.open(keycloak, tenant);
        panel = PbxApp.open(keycloak, tenant, "operator-panel");
    }

    @Test
    void signsOutOfBothApps(Visitors visitors) {
        Visitor visitor = visitors.open();
        JsonPath ofApp = signIn(visitor, app);
        // The second app asks for nothing.
        visitor.page().navigate(panel.authorizationUrl());
        JsonPath ofPanel = panel.tokens().then().statusCode(200).extract().jsonPath();
        Object session = Jwt.claims(ofApp.getString("id_token")).get("sid");
        assertThat(Jwt.claims(ofPanel.getString("id_token"))).containsEntry("sid", session);

        // Somebody else who is signed in stays so.
        Visitor other = visitors.open();
        JsonPath ofOther = signIn(other, app);
        assertThat(Jwt.claims(ofOther.getString("id_token")).get("sid")).isNotEqualTo(session);

        tenant.clearEvents();
        visitor.page().navigate(app.logoutUrl(ofApp.getString("id_token")));
        assertThat(visitor.page().url()).startsWith(app.signedOutUri());

        assertThat(Jwt.claims(panel.logoutToken()))
                .containsEntry("iss", tenant.issuer())
                .containsEntry("aud", "operator-panel")
                .containsEntry("sid", session)
                .hasEntrySatisfying("events", events -> assertThat(events)
                        .isEqualTo(Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())));
        app.refresh(ofApp.getString("refresh_token")).then().statusCode(400).body("error", equalTo("invalid_grant"));
        panel.refresh(ofPanel.getString("refresh_token"))
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));
        keycloak.http(ofPanel.getString("access_token"))
                .get(tenant.path("/protocol/openid-connect/userinfo"))
                .then()
                .statusCode(401);
        visitor.page().navigate(panel.authorizationUrl("prompt", "none"));
        assertThat(panel.callback()).containsEntry("error", "login_required");
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals("LOGOUT"))
                .singleElement()
                .satisfies(event -> assertThat(event.sessionId()).isEqualTo(session));

        app.refresh(ofOther.getString("refresh_token")).then().statusCode(200);
    }

    /** A link to the log-out page on somebody else's web site ends nothing by itself. */
    @Test
    void asksBeforeItSignsOutWithoutAnIdToken(Visitors visitors) {
        Visitor visitor = visitors.open();
        JsonPath tokens = signIn(visitor, app);
        visitor.page().navigate(tenant.issuer() + "/protocol/openid-connect/logout");
        assertThat(visitor.title()).isEqualTo("Logging out");
        visitor.picture("confirm");
        String refreshToken = app.refresh(tokens.getString("refresh_token"))
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");

        visitor.page().click("#kc-logout");
        assertThat(visitor.text()).contains("You are logged out");
        visitor.picture("done");
        app.refresh(refreshToken).then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    private static JsonPath signIn(Visitor visitor, PbxApp app) {
        visitor.page().navigate(app.authorizationUrl());
        visitor.signIn("201", PASSWORD);
        return app.tokens().then().statusCode(200).extract().jsonPath();
    }
}
