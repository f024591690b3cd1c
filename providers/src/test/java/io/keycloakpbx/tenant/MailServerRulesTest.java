package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ModelValidationException;

class MailServerRulesTest {

    private static final Map<String, String> STORED = Map.of(
            "host",
            "mail.test",
            "from",
            "pbx@mail.test",
            "auth",
            "true",
            "user",
            "pbx",
            "password",
            "kept",
            "timeout",
            "5");

    private static Map<String, String> sent(String... change) {
        Map<String, String> sent = new HashMap<>(STORED);
        sent.remove("timeout");
        sent.put("password", MailServerRules.UNTOLD);
        for (int i = 0; i < change.length; i += 2) {
            sent.put(change[i], change[i + 1]);
        }
        return sent;
    }

    @Test
    void whatIsToldMayBeSentBack() {
        assertThat(MailServerRules.told(STORED)).isEqualTo(sent());
        assertThat(MailServerRules.settings(sent(), STORED)).isEqualTo(STORED);
        // The same in other words.
        assertThat(MailServerRules.settings(sent("port", "25", "ssl", "false"), STORED))
                .containsEntry("password", "kept");
    }

    @Test
    void whatOnlyTheOperatorSetsStaysWithItsServer() {
        assertThat(MailServerRules.settings(sent("from", "new@mail.test"), STORED))
                .containsEntry("timeout", "5");
        assertThat(MailServerRules.settings(sent("host", "other.test", "password", "new"), STORED))
                .containsEntry("password", "new")
                .doesNotContainKey("timeout");
    }

    @Test
    void aServerThatTakesTokensNeedsNoPassword() {
        Map<String, String> byToken =
                Map.of("host", "mail.test", "from", "a@mail.test", "auth", "true", "user", "u", "authType", "token");
        Map<String, String> sent = Map.of("host", "mail.test", "from", "b@mail.test", "auth", "true", "user", "u");
        assertThat(MailServerRules.settings(sent, byToken)).containsEntry("authType", "token");
        Map<String, String> moved = new HashMap<>(sent);
        moved.put("host", "evil.test");
        assertThatThrownBy(() -> MailServerRules.settings(moved, byToken))
                .hasMessage("smtpServer.password is required");
    }

    @Test
    void thePasswordIsNoneOfTheOperatorsSecrets() {
        assertThatThrownBy(() -> MailServerRules.settings(sent("password", "${vault.acme_mail}"), STORED))
                .isInstanceOf(ModelValidationException.class)
                .hasMessage("smtpServer.password must be the password itself. Only who manages the realm may refer to a"
                        + " vault");
    }

    @ParameterizedTest
    @CsvSource({"host, evil.test", "port, 26", "user, other", "ssl, true", "starttls, true", "auth, false"})
    void thePasswordGoesNowhereElse(String member, String value) {
        assertThatThrownBy(() -> MailServerRules.settings(sent(member, value), STORED))
                .isInstanceOf(ModelValidationException.class)
                .hasMessage(
                        "smtpServer.password must be given anew where host, port, user, auth, ssl or starttls are other"
                                + " than before");
    }

    @Test
    void emptyIsNoMailServer() {
        assertThat(MailServerRules.settings(Map.of(), STORED)).isEmpty();
        assertThat(MailServerRules.settings(Map.of("host", ""), STORED)).isEmpty();
        assertThat(MailServerRules.sends(Map.of())).isFalse();
        assertThat(MailServerRules.sends(null)).isFalse();
        assertThat(MailServerRules.sends(STORED)).isTrue();
    }

    @Test
    void secretsAreInNoText() {
        assertThat(new NewTenant(null, null, STORED)).hasToString("NewTenant[null]");
        assertThat(new TenantSettingsRepresentation(
                        "1", "Acme", null, null, STORED, null, null, null, null, null, null, null, null))
                .hasToString("TenantSettingsRepresentation[Acme]");
        assertThat(new NewTenant.Told(Map.of("pbx-rest", "secret"), "id")).hasToString("Told[[pbx-rest]]");
        assertThat(new CreatedTenantRepresentation(null, Map.of("pbx-rest", "secret"), null).toString())
                .doesNotContain("secret");
        assertThat(new AdministratorRepresentation("id", "anna", "a@b.test", false, "https://link", "").toString())
                .doesNotContain("link");
    }
}
