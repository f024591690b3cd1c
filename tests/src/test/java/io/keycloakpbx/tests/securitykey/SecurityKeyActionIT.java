package io.keycloakpbx.tests.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.keycloakpbx.tests.BruteForce;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Totp;
import io.keycloakpbx.tests.signin.Mailbox;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with an action, without a browser: issuing, direct grant, administration, QR codes. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyActionIT {

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityKeys keys;

    SecurityKeyActionIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.keys = new SecurityKeys(keycloak, tenant);
    }

    @BeforeAll
    void createUser() {
        tenant.createUser("401", "Action-user-401!");
    }

    private Map<String, String> key(String user, String action) {
        return SecurityKeys.key(
                keys.generate(Map.of("lifeSpan", 600, "purpose", "actions", "value", user, "action", action)));
    }

    private Response signIn(Map<String, String> key, String... more) {
        String[] parameters = new String[4 + more.length];
        System.arraycopy(
                new String[] {"key_code", key.get("keyCode"), "key_hash", key.get("keyHash")}, 0, parameters, 0, 4);
        System.arraycopy(more, 0, parameters, 4, more.length);
        return SecurityKeys.directGrant(keycloak, tenant, parameters);
    }

    @Test
    @Tag("smoke")
    void theAnswerHasTheActionUrl() {
        Map<String, String> key = key("401", "UPDATE_PASSWORD");
        assertThat(key).containsOnlyKeys("expirationDate", "keyCode", "keyHash", "purpose", "actionUrl");
        assertThat(key.get("actionUrl")).startsWith(tenant.issuer() + "/login-actions/action-token?key=");
        assertThat(keys.validate(SecurityKeys.proof(key)).<String>path("value")).isEqualTo("401");
    }

    @Test
    @Tag("smoke")
    void aDeviceWithoutBrowserSignsInOnce() {
        Map<String, String> key = key("401", "SIGN_IN");
        tenant.clearEvents();
        Response signedIn = signIn(key);
        assertThat(signedIn.statusCode()).isEqualTo(200);
        assertThat(keycloak.http(signedIn.<String>path("access_token"))
                        .get(tenant.path("/protocol/openid-connect/userinfo"))
                        .<String>path("preferred_username"))
                .isEqualTo("401");
        Response again = signIn(key);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.<String>path("error")).isEqualTo("invalid_grant");
        assertThat(tenant.events()).extracting(Realm.Event::type).contains("LOGIN", "LOGIN_ERROR");
        assertThat(tenant.events().toString()).doesNotContain(key.get("keyCode"), key.get("keyHash"));
    }

    @Test
    void aWrongSecretUsesTheKeyUpAtTheTokenEndpointToo() {
        Map<String, String> key = key("401", "SIGN_IN");
        Map<String, String> wrong = new HashMap<>(key);
        wrong.put("keyHash", key.get("keyHash").replaceFirst("^.", "!"));
        tenant.clearEvents();
        assertThat(signIn(wrong).statusCode()).isEqualTo(400);
        assertThat(signIn(key).statusCode()).isEqualTo(400);
        // The first attempt has used up a key that is known by its code; the second one named none.
        List<Realm.Event> events = tenant.events();
        assertThat(events).extracting(Realm.Event::type).containsExactly("LOGIN_ERROR", "LOGIN_ERROR");
        assertThat(events.get(1).details())
                .containsEntry("security_key_purpose", "actions")
                .containsKey("security_key_id");
        assertThat(events.get(0).details()).doesNotContainKeys("security_key_purpose", "security_key_id");
    }

    @Test
    void onlySignInKeysSignIn() {
        assertThat(signIn(key("401", "UPDATE_PASSWORD")).statusCode()).isEqualTo(400);
        Map<String, String> plain =
                SecurityKeys.key(keys.generate(Map.of("lifeSpan", 600, "purpose", "plain", "value", "401")));
        assertThat(signIn(plain).statusCode()).isEqualTo(400);
        assertThat(SecurityKeys.directGrant(keycloak, tenant, "username", "401", "password", "Action-user-401!")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("smoke")
    void theSecondFactorIsStillAskedFor() {
        String id = tenant.createUser("402", "Action-user-402!");
        Totp totp = Totp.register(keycloak, tenant, id);
        Response withoutCode = signIn(key("402", "SIGN_IN"));
        assertThat(withoutCode.statusCode()).isBetween(400, 401);
        assertThat(withoutCode.<String>path("access_token")).isNull();
        assertThat(signIn(key("402", "SIGN_IN"), "totp", totp.code()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyIsNoPasswordAlsoWhereASecondFactorFollows() {
        Totp totp = Totp.register(keycloak, tenant, tenant.createUser("415", "Action-user-415!"));
        assertThat(passwordVerified(secondStep(signIn(key("415", "SIGN_IN")), totp.code())))
                .isFalse();
        Response password =
                SecurityKeys.directGrant(keycloak, tenant, "username", "415", "password", "Action-user-415!");
        assertThat(passwordVerified(secondStep(password, totp.nextCode()))).isTrue();
    }

    private Response secondStep(Response first, String code) {
        assertThat(first.<String>path("error")).isEqualTo("mfa_required");
        return SecurityKeys.directGrant(
                keycloak, tenant, "session_token", first.<String>path("session_token"), "otp", code);
    }

    private boolean passwordVerified(Response tokens) {
        String accessToken = tokens.then().statusCode(200).extract().path("access_token");
        return keycloak.http(accessToken)
                .get(tenant.path("/api/auth/user"))
                .then()
                .statusCode(200)
                .extract()
                .path("password_verified");
    }

    @Test
    void aDisabledOrLockedOutUserIsRefused() {
        String id = tenant.createUser("403", "Action-user-403!");
        Map<String, String> key = key("403", "SIGN_IN");
        keycloak.admin()
                .body(Map.of("enabled", false))
                .put(tenant.adminPath("/users/" + id))
                .then()
                .statusCode(204);
        assertThat(signIn(key).statusCode()).isEqualTo(400);

        String locked = tenant.createUser("404", "Action-user-404!");
        for (int failures = 1; failures <= 5; failures++) {
            BruteForce.fail(
                    keycloak,
                    tenant,
                    locked,
                    failures,
                    () -> SecurityKeys.directGrant(keycloak, tenant, "username", "404", "password", "wrong"));
        }
        BruteForce.awaitLocked(keycloak, tenant, locked);
        assertThat(signIn(key("404", "SIGN_IN")).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, SIGN_IN, , , value",
        "service-account-pbx-integration, SIGN_IN, , , value",
        "401, NO_SUCH_ACTION, , , action",
        "401, SIGN_IN, pbx-app, , redirectUri",
        "401, SIGN_IN, , https://app.example.com/, clientId",
        "401, SIGN_IN, no-such-client, https://app.example.com/, clientId",
        "401, SIGN_IN, pbx-app, https://evil.example.com/, redirectUri"
    })
    void refusesWhatTheRealmDoesNotHave(String user, String action, String clientId, String redirectUri, String field) {
        Map<String, Object> body =
                new HashMap<>(Map.of("lifeSpan", 600, "purpose", "actions", "value", user, "action", action));
        if (clientId != null) {
            body.put("clientId", clientId);
        }
        if (redirectUri != null) {
            body.put("redirectUri", redirectUri);
        }
        Response response = keys.generate(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.<String>path("errors[0].field")).isEqualTo(field);
    }

    /** Whoever has the secret of a web shop has not the tenant. */
    @Test
    void ofTheClientsForServersEachMayDoItsOwn() {
        tenant.grantClientRoles(tenant.createUser("419", "Administrator-419!"), "realm-management", "realm-admin");
        Map<String, Object> key = Map.of("lifeSpan", 600, "purpose", "actions", "value", "419", "action", "SIGN_IN");
        String integration = SecurityKeys.integrationToken(keycloak, tenant);
        assertThat(SecurityKeys.generate(keycloak, tenant, integration, key).statusCode())
                .isEqualTo(403);
        keycloak.http(integration).get(tenant.adminPath("/users")).then().statusCode(403);

        String provisioning = tenant.clientToken("pbx-provisioning", tenant.clientSecret("pbx-provisioning"));
        keycloak.http(provisioning).get(tenant.adminPath("/users")).then().statusCode(200);
        Map<String, Object> value = Map.of("lifeSpan", 600, "purpose", "values", "value", "x");
        assertThat(SecurityKeys.generate(keycloak, tenant, provisioning, value).statusCode())
                .isEqualTo(403);
        assertThat(SecurityKeys.generate(keycloak, tenant, integration, value).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anIssuerDoesNotOpenAnAdministratorsAccount() {
        String issuer = tenant.createUser("405", "Issuer-405!");
        tenant.grantClientRoles(issuer, "pbx-integration", "issue-security-keys");
        String administrator = tenant.createUser("406", "Administrator-406!");
        tenant.grantClientRoles(administrator, "realm-management", "realm-admin");
        String issuerToken = SecurityKeys.userToken(keycloak, tenant, "405", "Issuer-405!");
        Map<String, Object> body =
                Map.of("lifeSpan", 600, "purpose", "actions", "value", "406", "action", "UPDATE_PASSWORD");
        assertThat(SecurityKeys.generate(keycloak, tenant, issuerToken, body).statusCode())
                .isEqualTo(403);
        tenant.grantClientRoles(issuer, "realm-management", "manage-users");
        assertThat(SecurityKeys.generate(keycloak, tenant, issuerToken, body).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("smoke")
    void keysAreListedRevokedAndRemovedWithTheirUser() {
        String id = tenant.createUser("407", "Action-user-407!");
        Map<String, String> revoked = key("407", "SIGN_IN");
        assertThat(keys(id)).hasSize(1).first().satisfies(key -> assertThat(key).containsEntry("action", "SIGN_IN"));
        assertThat(keycloak.admin()
                        .queryParam("user", id)
                        .delete(tenant.adminPath("/security-keys"))
                        .<Integer>path("revoked"))
                .isEqualTo(1);
        assertThat(signIn(revoked).statusCode()).isEqualTo(400);

        key("407", "SIGN_IN");
        tenant.deleteUser(id);
        assertThat(keys(id)).isEmpty();
    }

    private List<Map<String, Object>> keys(String userId) {
        return keycloak.admin()
                .queryParam("user", userId)
                .get(tenant.adminPath("/security-keys"))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    @Test
    void aRealmWithAnotherLoginThemeAsksToGoOnAsWell() {
        tenant.update(realm -> realm.put("loginTheme", "keycloak.v2"));
        try {
            Response page = keycloak.http()
                    .urlEncodingEnabled(false)
                    .get(URI.create(key("401", "SIGN_IN").get("actionUrl")));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.asString()).contains("pbx-continue", "Confirm this step");
        } finally {
            tenant.update(realm -> realm.put("loginTheme", "pbx"));
        }
    }

    @Test
    void theSecretIsReadHoweverAFormHasLeftIt() {
        for (char plus : new char[] {'+', ' '}) {
            Map<String, String> key = keyWithBothSigns();
            String sent = key.get("keyHash").replace('-', plus).replace('_', '/');
            assertThat(signIn(Map.of("keyCode", key.get("keyCode"), "keyHash", sent))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** A key with both signs that Base64 has another form of in a secret: about every fourth. */
    private Map<String, String> keyWithBothSigns() {
        Map<String, String> key;
        do {
            key = key("401", "SIGN_IN");
            assertThat(key.get("keyHash")).matches("[A-Za-z0-9_-]{43}=");
        } while (!key.get("keyHash").contains("-") || !key.get("keyHash").contains("_"));
        return key;
    }

    @Test
    @Tag("smoke")
    void anActionUrlAsksForAMailedCodeWhereTheTenantDoes() {
        tenant.createUser("408", "Action-user-408!");
        String email = "408@" + tenant.name() + ".test";
        try (Mailbox mailbox = new Mailbox()) {
            mailbox.receive(tenant);
            tenant.attribute("pbx.twoFactor", "true");
            // As an earlier release has made the flow; opening the URL puts the step in again.
            String url = key("408", "SIGN_IN").get("actionUrl");
            removeStep("pbx-email-code");
            assertThat(steps()).doesNotContain("pbx-email-code");
            FormBrowser.Page confirm = new FormBrowser(keycloak).open(URI.create(url));
            assertThat(steps()).containsOnlyOnce("pbx-email-code");

            FormBrowser.Page code = confirm.submit("continue", "");
            assertThat(code.text()).contains("Sign-in code");
            FormBrowser.Page wrong = code.submit("code", "000000");
            assertThat(wrong.text()).contains("wrong or no longer valid");
            FormBrowser.Page end = wrong.submit("code", mailbox.code(email));
            assertThat(end.url().getPath()).startsWith(tenant.path("/account"));
        } finally {
            tenant.attribute("pbx.twoFactor", "false");
        }
    }

    private List<String> steps() {
        return keycloak.admin()
                .get(tenant.adminPath("/authentication/flows/pbx security key/executions"))
                .then()
                .statusCode(200)
                .extract()
                .path("findAll { it.providerId != null }.providerId");
    }

    private void removeStep(String provider) {
        String id = keycloak.admin()
                .get(tenant.adminPath("/authentication/flows/pbx security key/executions"))
                .path("find { it.providerId == '" + provider + "' }.id");
        keycloak.admin()
                .delete(tenant.adminPath("/authentication/executions/" + id))
                .then()
                .statusCode(204);
    }

    @Test
    void theBrowserComesBackWithoutParametersAndToRegisteredAddressesOnly() {
        String back = tenant.path("/security-keys/return");
        var client = keycloak.http().redirects().follow(false);
        client.get(back).then().statusCode(303).header("Location", tenant.issuer() + "/account/");
        keycloak.http()
                .redirects()
                .follow(false)
                .queryParam("client_id", "pbx-app")
                .queryParam("redirect_uri", "https://evil.example.com/")
                .get(back)
                .then()
                .statusCode(303)
                .header("Location", tenant.issuer() + "/account/");
    }

    @Test
    void removingAUserMakesNoKeyOfTheRealm() {
        Realm other = keycloak.tenant();
        String id = other.createUser("409", "Action-user-409!");
        List<String> hmacKeys = hmacKeys(other);
        hmacKeys.forEach(key -> keycloak.admin()
                .delete(other.adminPath("/components/" + key))
                .then()
                .statusCode(204));
        other.deleteUser(id);
        assertThat(hmacKeys(other)).isEmpty();
        assertThat(hmacKeys).isNotEmpty();
    }

    private List<String> hmacKeys(Realm realm) {
        return keycloak.admin()
                .queryParam("type", "org.keycloak.keys.KeyProvider")
                .get(realm.adminPath("/components"))
                .then()
                .statusCode(200)
                .extract()
                .path("findAll { it.providerId.contains('hmac') }.id");
    }

    @Test
    void theActionUrlIsToBeHadAsAQrCode() throws Exception {
        Response response = keycloak.http(keys.token())
                .contentType(ContentType.JSON)
                .accept("image/png")
                .body(Map.of("lifeSpan", 600, "purpose", "softphone", "value", "401", "action", "SIGN_IN"))
                .post(tenant.path("/security-keys"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("image/png");
        var image = ImageIO.read(new ByteArrayInputStream(response.asByteArray()));
        String text = new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))),
                        // A drawn code, not a photographed one: without it some of many thousand modules are not found.
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
        assertThat(text).startsWith(tenant.issuer() + "/login-actions/action-token?key=");
        assertThat(keycloak.http(keys.token())
                        .contentType(ContentType.JSON)
                        .accept("image/png")
                        .body(Map.of("lifeSpan", 600, "purpose", "softphone", "value", "401"))
                        .post(tenant.path("/security-keys"))
                        .statusCode())
                .isEqualTo(400);
    }
}
