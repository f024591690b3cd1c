package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.keycloakpbx.tests.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sign-in of users whom something is still asked of. */
@OnKeycloak
class RequiredActionIT {

    private static final String PASSWORD = "Required-701!";
    private static final String NEW_PASSWORD = "Required-702!";
    private static final int AT_ONCE = 6;

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SignInApi api;

    RequiredActionIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = SignInApi.ofMaster(keycloak, SECRETS);
    }

    private String user(String name, String... actions) {
        String id = tenant.createUser(name, PASSWORD);
        update(id, Map.of("requiredActions", List.of(actions)));
        return id;
    }

    private void update(String userId, Map<String, ?> members) {
        keycloak.admin()
                .body(members)
                .put(tenant.adminPath("/users/" + userId))
                .then()
                .statusCode(204);
    }

    private String resetToken(String name) {
        return resetToken(api.pending(name, PASSWORD, tenant.name()));
    }

    private static String resetToken(Answer answer) {
        JsonNode detail = answer.detail("PASSWORD_RESET_REQUIRED");
        assertThat(detail).hasSize(1);
        assertThat(answer.body()).doesNotContain("access_token");
        return detail.required("token").textValue();
    }

    @Test
    @Tag("smoke")
    void aPasswordThatMustBeChangedGetsAResetTokenOnly() {
        String id = user("temporary");
        Answer before = api.signedIn("temporary", PASSWORD, tenant.name());
        keycloak.admin()
                .body(Map.of("type", "password", "value", PASSWORD, "temporary", true))
                .put(tenant.adminPath("/users/" + id + "/reset-password"))
                .then()
                .statusCode(204);
        tenant.clearEvents();
        String token = resetToken(api.pending("temporary", PASSWORD, tenant.name()));
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LOGIN_ERROR");
            assertThat(event.error()).isEqualTo("resolve_required_actions");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
            assertThat(event.details()).containsEntry("username", "temporary");
        });
        api.user(token).isNotSignedIn();
        api.refresh(token).isRefreshFailed();
        api.verifyOtp(token, "123456").isRefused();

        tenant.clearEvents();
        api.resetPassword(token, NEW_PASSWORD).isEmpty(200);
        assertThat(tenant.events())
                .filteredOn(event -> event.type().equals("LOGOUT"))
                .singleElement()
                .satisfies(event -> assertThat(event.userId()).isEqualTo(id));
        assertThat(tenant.events())
                .filteredOn(event -> !event.type().equals("LOGOUT"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("UPDATE_CREDENTIAL");
                    assertThat(event.clientId()).isEqualTo("pbx-rest");
                    assertThat(event.userId()).isEqualTo(id);
                    assertThat(event.details())
                            .containsEntry("username", "temporary")
                            .containsEntry("credential_type", "password");
                });
        api.signIn("temporary", PASSWORD, tenant.name()).isRefused();
        api.signedIn("temporary", NEW_PASSWORD, tenant.name());
        api.refresh(before.text("refresh_token")).isRefreshFailed();
        api.user(before.text("access_token")).isNotSignedIn();
    }

    @Test
    void theLegacySignInTellsItToo() {
        user("legacy", "UPDATE_PASSWORD");
        String token = resetToken(api.loggedIn("legacy", PASSWORD, tenant.name()));
        SignInApi.of(tenant, SECRETS).resetPassword(token, NEW_PASSWORD).isEmpty(200);
        api.signedIn("legacy", NEW_PASSWORD, tenant.name());
    }

    @Test
    void aWrongPasswordTellsNothing() {
        user("mistaken", "UPDATE_PASSWORD");
        api.signIn("mistaken", "Required-wrong!", tenant.name()).isRefused();
    }

    @Test
    @Tag("smoke")
    void thePolicySaysNoInItsOwnWords() {
        user("policy", "UPDATE_PASSWORD");
        String token = resetToken("policy");
        tenant.clearEvents();
        Answer tooShort = api.resetPassword(token, "Short1!").isInvalid("new_password");
        assertThat(tooShort.detail("VALIDATE_FAILED").path("message").asText())
                .isEqualTo("Invalid password: minimum length 8.");
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("UPDATE_CREDENTIAL_ERROR");
            assertThat(event.error()).isEqualTo("password_rejected");
            assertThat(event.clientId()).isEqualTo("pbx-rest");
        });
        Answer likeTheMail =
                api.resetPassword(token, "policy@" + tenant.name() + ".test").isInvalid("new_password");
        assertThat(likeTheMail.detail("VALIDATE_FAILED").path("message").asText())
                .contains("email");
        api.resetPassword(token, "x".repeat(129)).isInvalid("new_password");
        // The last token is the good one.
        String last = resetToken("policy");
        api.resetPassword(token, NEW_PASSWORD).isRefused();
        api.resetPassword(last, NEW_PASSWORD).isEmpty(200);
        api.signedIn("policy", NEW_PASSWORD, tenant.name());
    }

    @Test
    void aTokenIsGoodForFiveAttempts() {
        user("attempts", "UPDATE_PASSWORD");
        String token = resetToken("attempts");
        for (int attempt = 0; attempt < 5; attempt++) {
            api.resetPassword(token, "Short1!").isInvalid("new_password");
        }
        api.resetPassword(token, NEW_PASSWORD).isRefused();
    }

    @Test
    void aTokenIsGoodOnce() {
        user("once", "UPDATE_PASSWORD");
        String token = resetToken("once");
        api.resetPassword(token, NEW_PASSWORD).isEmpty(200);
        tenant.clearEvents();
        api.resetPassword(token, "Required-703!").isRefused();
        assertThat(tenant.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("UPDATE_CREDENTIAL_ERROR");
            assertThat(event.error()).isEqualTo("invalid_token");
        });
        api.signIn("once", "Required-703!", tenant.name()).isRefused();
        api.signedIn("once", NEW_PASSWORD, tenant.name());
    }

    @Test
    @Tag("smoke")
    void oneOfManyAtOnceWins() {
        user("race", "UPDATE_PASSWORD");
        String token = resetToken("race");
        List<Answer> answers =
                Together.send(AT_ONCE, number -> api.resetPassword(token, "Required-race-" + number + "!"));
        int winner = -1;
        for (int number = 0; number < AT_ONCE; number++) {
            if (answers.get(number).status() == 200) {
                assertThat(winner).as("a second winner").isEqualTo(-1);
                winner = number;
            } else {
                answers.get(number).isRefused();
            }
        }
        assertThat(winner).isNotEqualTo(-1);
        api.signedIn("race", "Required-race-" + winner + "!", tenant.name());
    }

    @Test
    void theTokenIsOfOneTenantAndOneUser() {
        user("foreign", "UPDATE_PASSWORD");
        String token = resetToken("foreign");
        SignInApi.of(keycloak.realm("acme"), SECRETS)
                .resetPassword(token, NEW_PASSWORD)
                .isRefused();
        SignInApi.of(tenant, SECRETS).resetPassword(token, NEW_PASSWORD).isEmpty(200);
    }

    @Test
    void neitherADisabledUserNorASuspendedTenantsResets() {
        String id = user("disabled", "UPDATE_PASSWORD");
        String token = resetToken("disabled");
        try {
            tenant.update(realm -> realm.put("enabled", false));
            api.resetPassword(token, NEW_PASSWORD).isRefused();
            tenant.update(realm -> realm.put("enabled", true).put("sslRequired", "all"));
            api.resetPassword(token, NEW_PASSWORD).isRefused();
        } finally {
            tenant.update(realm -> realm.put("enabled", true).put("sslRequired", "external"));
        }
        update(id, Map.of("enabled", false));
        api.resetPassword(token, NEW_PASSWORD).isRefused();
    }

    @Test
    @Tag("smoke")
    void otherActionsNeedABrowser() {
        user("unverified", "VERIFY_EMAIL");
        JsonNode detail = api.pending("unverified", PASSWORD, tenant.name()).detail("ACTION_REQUIRED");
        assertThat(detail.toString()).isEqualTo("{\"actions\":[\"VERIFY_EMAIL\"]}");
        api.signIn("unverified", "Required-wrong!", tenant.name()).isRefused();

        user("several", "VERIFY_EMAIL", "CONFIGURE_TOTP");
        assertThat(api.pending("several", PASSWORD, tenant.name())
                        .detail("ACTION_REQUIRED")
                        .toString())
                .isEqualTo("{\"actions\":[\"CONFIGURE_TOTP\",\"VERIFY_EMAIL\"]}");
    }

    @Test
    void theOtherActionsRemainAfterAReset() {
        user("two", "VERIFY_EMAIL", "UPDATE_PASSWORD");
        api.resetPassword(resetToken("two"), NEW_PASSWORD).isEmpty(200);
        api.pending("two", NEW_PASSWORD, tenant.name()).detail("ACTION_REQUIRED");
    }

    /** Keycloak evaluates triggers of its own: a realm that verifies mail addresses asks for it without being told. */
    @Test
    @Tag("smoke")
    void triggersAreEvaluated() {
        String id = user("triggered");
        update(id, Map.of("emailVerified", false));
        api.signedIn("triggered", PASSWORD, tenant.name());
        tenant.update(realm -> realm.put("verifyEmail", true));
        try {
            assertThat(api.pending("triggered", PASSWORD, tenant.name())
                            .detail("ACTION_REQUIRED")
                            .path("actions")
                            .toString())
                    .isEqualTo("[\"VERIFY_EMAIL\"]");
        } finally {
            tenant.update(realm -> realm.put("verifyEmail", false));
        }
    }
}
