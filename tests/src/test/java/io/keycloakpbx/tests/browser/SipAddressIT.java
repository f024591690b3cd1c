package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An app that knows no issuer: the front realm asks for the SIP address, and the tenant answers the app. */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SipAddressIT {

    private static final String DOMAIN = "found.example.test";
    private static final String PASSWORD = "Found-201!";

    private final Keycloak keycloak;
    private Realm front;
    private Realm tenant;

    @AutoClose
    private PbxApp app;

    SipAddressIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void makeRealms() {
        tenant = keycloak.createTenant(DOMAIN, "alias." + DOMAIN);
        tenant.createUser("201", PASSWORD);
        app = PbxApp.open(keycloak, tenant);
        // The demo's own.
        front = keycloak.realm("phones");
    }

    @Test
    void leadsToTheTenantAndBackToTheApp(Visitors visitors) {
        Visitor visitor = visitors.open();
        visitor.page().navigate(app.authorizationUrl().replace(tenant.issuer(), front.issuer()));
        assertThat(visitor.title()).isEqualTo("Find your phone system");
        visitor.check("sip-address");
        enter(visitor, "201@nowhere.example.test");
        assertThat(visitor.page().innerText("#input-error-sip_address"))
                .isEqualTo("No phone system was found for this SIP address.");
        assertThat(visitor.page().inputValue("#sip_address")).isEqualTo("201@nowhere.example.test");
        visitor.check("sip-address-unknown");

        enter(visitor, "sip:201@ALIAS." + DOMAIN);
        assertThat(visitor.page().url()).startsWith(tenant.issuer());
        assertThat(visitor.page().innerText(".pbx-name")).isEqualTo(DOMAIN);
        assertThat(visitor.page().inputValue("#username")).isEqualTo("201");
        visitor.picture("tenant");
        visitor.page().fill("#password", PASSWORD);
        visitor.page().click("#kc-login");

        // The app learns from parameter iss where to exchange the code; callback() asserts that it is the tenant.
        JsonPath tokens = app.tokens().then().statusCode(200).extract().jsonPath();
        assertThat(Jwt.claims(tokens.getString("id_token")))
                .containsEntry("iss", tenant.issuer())
                .containsEntry("preferred_username", "201");
    }

    private static void enter(Visitor visitor, String address) {
        visitor.page().fill("#sip_address", address);
        visitor.page().click("#pbx-continue");
    }
}
