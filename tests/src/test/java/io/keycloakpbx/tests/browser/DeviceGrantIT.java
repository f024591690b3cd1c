package io.keycloakpbx.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A desk phone without a keyboard: it shows a short code, and its user lets it in with another device (RFC 8628). */
@OnKeycloak
@WithBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceGrantIT {

    private static final String PASSWORD = "Device-201!";

    private final Keycloak keycloak;
    private Realm tenant;

    DeviceGrantIT(Keycloak keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    void createUser(Realm tenant) {
        this.tenant = tenant;
        tenant.update(realm -> realm.put("oauth2DevicePollingInterval", 1));
        tenant.createUser("201", PASSWORD);
    }

    @Test
    void letsADeskPhoneIn(Visitors visitors) throws InterruptedException {
        JsonPath request = request();
        String userCode = request.getString("user_code");
        assertThat(userCode).matches("[A-Z]{4}-[A-Z]{4}");
        assertThat(request.getString("verification_uri")).isEqualTo(tenant.issuer() + "/device");
        poll(request).then().statusCode(400).body("error", equalTo("authorization_pending"));

        Visitor visitor = visitors.open(Screen.PHONE);
        visitor.page().navigate(request.getString("verification_uri"));
        assertThat(visitor.title()).isEqualTo("Connect a phone");
        assertThat(visitor.page().innerText(".pbx-domain")).contains(tenant.name());
        visitor.picture("code");
        // As people type it.
        enterCode(visitor, userCode.toLowerCase(Locale.ROOT).replace("-", ""));
        visitor.signIn("201", PASSWORD);
        assertThat(visitor.title()).isEqualTo("Grant Access to PBX apps");
        assertAsksAbout(userCode, visitor);
        visitor.picture("consent");
        pause(request);
        poll(request).then().statusCode(400).body("error", equalTo("authorization_pending"));

        visitor.page().click("#kc-login");
        assertThat(visitor.title()).isEqualTo("The phone is connected");
        visitor.picture("done");
        pause(request);
        JsonPath tokens = poll(request).then().statusCode(200).extract().jsonPath();
        assertThat(Jwt.claims(tokens.getString("access_token")))
                .containsEntry("iss", tenant.issuer())
                .containsEntry("azp", "pbx-app")
                .containsEntry("preferred_username", "201")
                .containsEntry("sip_domain", tenant.name());
        tenant.tokenRequest(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        "pbx-app",
                        "refresh_token",
                        tokens.getString("refresh_token"))
                .then()
                .statusCode(200);

        // The code is used up for the phone, and for people.
        pause(request);
        poll(request).then().statusCode(400).body("error", equalTo("invalid_grant"));
        visitor.page().navigate(request.getString("verification_uri_complete"));
        assertThat(visitor.text()).contains("This code is wrong or no longer valid.");
    }

    @Test
    void aScannedCodeNeedsNoTyping(Visitors visitors) throws InterruptedException {
        JsonPath request = request();
        Visitor visitor = visitors.open(Screen.PHONE);
        visitor.page().navigate(request.getString("verification_uri_complete"));
        visitor.signIn("201", PASSWORD);
        assertAsksAbout(request.getString("user_code"), visitor);
        visitor.page().click("#kc-login");
        assertThat(visitor.title()).isEqualTo("The phone is connected");
        poll(request).then().statusCode(200);
    }

    @Test
    void keepsOutADeskPhoneThatItsUserDenies(Visitors visitors) {
        JsonPath request = request();
        Visitor visitor = visitors.open(Screen.PHONE);
        visitor.page().navigate(request.getString("verification_uri_complete"));
        visitor.signIn("201", PASSWORD);
        visitor.page().click("#kc-cancel");
        assertThat(visitor.title()).isEqualTo("The phone is not connected");
        visitor.picture("denied");
        poll(request).then().statusCode(400).body("error", equalTo("access_denied"));
    }

    @Test
    void saysThatACodeIsWrong(Visitors visitors) {
        Visitor visitor = visitors.open(Screen.PHONE);
        visitor.page().navigate(tenant.issuer() + "/device");
        enterCode(visitor, "AAAA-AAAA");
        assertThat(visitor.text()).contains("This code is wrong or no longer valid.");
        visitor.picture("wrong-code");
        assertThat(visitor.page().locator("#password").count()).isZero();
    }

    /** A code is of one tenant: the pages of another do not know it. */
    @Test
    void aCodeIsUnknownAtAnotherTenant(Visitors visitors) {
        String userCode = request().getString("user_code");
        Visitor visitor = visitors.open(Screen.PHONE);
        visitor.page().navigate(keycloak.baseUrl() + "/realms/globex/device");
        enterCode(visitor, userCode);
        assertThat(visitor.text()).contains("This code is wrong or no longer valid.");
    }

    private JsonPath request() {
        return keycloak.http()
                .formParam("client_id", "pbx-app")
                .formParam("scope", "openid")
                .post(tenant.path("/protocol/openid-connect/auth/device"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private Response poll(JsonPath request) {
        return tenant.tokenRequest(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "client_id",
                "pbx-app",
                "device_code",
                request.getString("device_code"));
    }

    private static void pause(JsonPath request) throws InterruptedException {
        Thread.sleep(request.getLong("interval") * 1000 + 100);
    }

    /** Whoever has followed a link has not typed the code, and compares it here. */
    private static void assertAsksAbout(String userCode, Visitor visitor) {
        assertThat(visitor.page().innerText(".pbx-device-code")).isEqualTo(userCode);
        assertThat(visitor.text())
                .contains("A phone asks to be signed in as you. It shows this code:")
                .contains("If somebody has sent you the code or the link, say no.");
    }

    private static void enterCode(Visitor visitor, String code) {
        visitor.page().fill("#device_user_code", code);
        visitor.page().click("#kc-login");
    }
}
