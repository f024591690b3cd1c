package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Users who change their passwords of their own accord: whether they may, how soon, and whether they have to. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnPasswordIT {

    private static final String PASSWORD = "Own-password-1!";
    private static final String OTHER = "Other-password-2!";
    private static final String APP = "http://localhost:65000/app";
    private static final String CLIENT = "own-password-app";
    private static final CodeVerifier VERIFIER = CodeVerifier.random();
    private static final String LEFT_TO_OTHERS = "Your password is changed by your administrator only.";

    private final Keycloak keycloak;
    private final Realm tenant;

    OwnPasswordIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    @BeforeAll
    void prepare() {
        keycloak.admin()
                .body(Map.of("clientId", CLIENT, "publicClient", true, "redirectUris", List.of(APP)))
                .post(tenant.adminPath("/clients"))
                .then()
                .statusCode(201);
    }

    @AfterEach
    void noPolicy() {
        tenant.update(realm -> realm.put("passwordPolicy", ""));
        tenant.clearEvents();
    }

    private String user(String name, String attribute, String value) {
        String id = tenant.createUser(name, PASSWORD);
        if (attribute != null) {
            ObjectNode user =
                    keycloak.admin().get(tenant.adminPath("/users/" + id)).as(ObjectNode.class);
            user.putObject("attributes").put(attribute, value);
            keycloak.admin()
                    .body(user)
                    .put(tenant.adminPath("/users/" + id))
                    .then()
                    .statusCode(204);
        }
        return id;
    }

    private void setByAdministrator(String id, String password, boolean temporary) {
        keycloak.admin()
                .body(Map.of("type", "password", "value", password, "temporary", temporary))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
    }

    private FormBrowser.Page signIn(String name, String password, String... more) {
        String[] parameters = {"code_challenge", VERIFIER.challenge(), "code_challenge_method", "S256"};
        String[] all = new String[parameters.length + more.length];
        System.arraycopy(parameters, 0, all, 0, parameters.length);
        System.arraycopy(more, 0, all, parameters.length, more.length);
        return new FormBrowser(keycloak)
                .authorize(tenant, CLIENT, APP, all)
                .submit("username", name, "password", password);
    }

    /** As the account console does. */
    private FormBrowser.Page change(String name, String password) {
        return signIn(name, password, "kc_action", "UPDATE_PASSWORD");
    }

    private static FormBrowser.Page choose(FormBrowser.Page form, String password) {
        return form.submit("password-new", password, "password-confirm", password);
    }

    @Test
    void aPasswordThatIsLeftToAdministrators() {
        String id = user("501", "pbx.canChangePassword", "false");
        tenant.clearEvents();
        FormBrowser.Page refused = change("501", PASSWORD);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains(LEFT_TO_OTHERS);
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals("UPDATE_CREDENTIAL_ERROR"))
                .singleElement()
                .returns("not_allowed", Realm.Event::error)
                .returns(id, Realm.Event::userId)
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "password_not_changeable"));
        tenant.passwordGrant("501", PASSWORD).then().statusCode(200);

        setByAdministrator(id, OTHER, true);
        FormBrowser.Page form = signIn("501", OTHER);
        assertThat(choose(form, PASSWORD).parameter("code")).as("%s", form).isNotNull();
        tenant.passwordGrant("501", PASSWORD).then().statusCode(200);
    }

    @Test
    void whoMayChangeThePasswordDoes() {
        user("502", "pbx.canChangePassword", "true");
        assertThat(choose(change("502", PASSWORD), OTHER).parameter("code")).isNotNull();
        tenant.passwordGrant("502", OTHER).then().statusCode(200);
    }

    @Test
    void aNewPasswordIsKeptForSomeDays() {
        String id = user("503", null, null);
        tenant.update(realm -> realm.put("passwordPolicy", "pbxMinimumChangeDays(2)"));
        FormBrowser.Page form = change("503", PASSWORD);
        FormBrowser.Page refused = choose(form, OTHER);
        assertThat(refused.text()).contains("Invalid password: the last change is too recent for another one.");
        tenant.passwordGrant("503", PASSWORD).then().statusCode(200);

        // Administrators set one at any time, and whoever must change it does.
        setByAdministrator(id, OTHER, true);
        assertThat(choose(signIn("503", OTHER), PASSWORD).parameter("code")).isNotNull();
        tenant.update(realm -> realm.put("passwordPolicy", "pbxMinimumChangeDays(0)"));
        assertThat(choose(change("503", PASSWORD), OTHER).parameter("code")).isNotNull();
        keycloak.admin()
                .body("{\"passwordPolicy\":\"pbxMinimumChangeDays(soon)\"}")
                .put(tenant.adminPath(""))
                .then()
                .statusCode(400)
                .body(
                        "errorMessage",
                        equalTo(
                                "Invalid config for pbxMinimumChangeDays: The days before a change must be a number from 0"
                                        + " to 3650"));
    }

    /** Of the year 2001. */
    private void userWithOldPassword(String name, Map<String, List<String>> attributes)
            throws GeneralSecurityException {
        byte[] salt = name.getBytes(StandardCharsets.US_ASCII);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 1, 512))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        keycloak.admin()
                .body(Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "email",
                        name + "@old.test",
                        "firstName",
                        "First",
                        "lastName",
                        "Last",
                        "attributes",
                        attributes,
                        "credentials",
                        List.of(Map.of(
                                "type",
                                "password",
                                "createdDate",
                                1_000_000_000_000L,
                                "credentialData",
                                "{\"algorithm\":\"pbkdf2-sha256\",\"hashIterations\":1,\"additionalParameters\":{}}",
                                "secretData",
                                "{\"value\":\"" + base64.encodeToString(hash) + "\",\"salt\":\""
                                        + base64.encodeToString(salt) + "\"}"))))
                .post(tenant.adminPath("/users"))
                .then()
                .statusCode(201);
    }

    @Test
    void aPasswordThatDoesNotExpire() throws GeneralSecurityException {
        userWithOldPassword("504", Map.of());
        userWithOldPassword("505", Map.of("pbx.passwordDoesNotExpire", List.of("true")));
        tenant.update(realm -> realm.put("passwordPolicy", "forceExpiredPasswordChange(90)"));
        tenant.passwordGrant("504", PASSWORD)
                .then()
                .statusCode(400)
                .body("error_description", equalTo("Account is not fully set up"));
        tenant.passwordGrant("505", PASSWORD).then().statusCode(200);
        assertThat(signIn("505", PASSWORD).parameter("code")).isNotNull();
    }
}
