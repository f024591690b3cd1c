package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.tenant.SettingsChange.Part;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

class SettingsChangeTest {

    private static final NetworksSetting NETWORKS = new NetworksSetting("pbx.networks", "::1", 10);
    private static final Map<String, String> MAIL = Map.of("host", "mail.acme.test", "from", "pbx@acme.test");
    private static final TenantSettingsRepresentation NOW =
            settings(null, MAIL, List.of("https://b.test/", "https://a.test/"));

    private static final RealmModel REALM = (RealmModel) Proxy.newProxyInstance(
            SettingsChangeTest.class.getClassLoader(),
            new Class<?>[] {RealmModel.class},
            (proxy, method, arguments) -> null);

    @Test
    void whatIsAsItWasShownMayChange() {
        change(
                        settings("https://acme.test", Map.of(), List.of()),
                        settings("", MAIL, List.of("https://a.test/", "https://b.test/")))
                .refuseOvertaken(NOW, REALM);
        // Nothing is said of what was shown.
        change(settings("https://acme.test", Map.of(), List.of()), TenantSettingsRepresentation.NONE)
                .refuseOvertaken(NOW, REALM);
        // Somebody else has done the same.
        change(settings(null, MAIL, null), settings(null, Map.of(), null)).refuseOvertaken(NOW, REALM);
    }

    @Test
    void whatIsNotIsToldWithBoth() {
        refused(
                change(settings(null, Map.of("host", "other.acme.test"), null), settings(null, Map.of(), null)),
                "smtpServer was – and is now mail.acme.test: somebody else has changed it meanwhile");
        refused(
                change(
                        settings(null, null, List.of("https://c.test/")),
                        settings(null, null, List.of("https://a.test/"))),
                "redirectUris was https://a.test/ and is now https://b.test/, https://a.test/: somebody else has changed"
                        + " it meanwhile");
        refused(
                change(settings("https://new.test", null, null), settings("https://old.test", null, null)),
                "website was https://old.test and is now –: somebody else has changed it meanwhile");
    }

    @Test
    void soItIsWithWhatWhoeverManagesTheRealmSets() {
        SettingsChange change = new SettingsChange(
                new Part(TenantSettingsRepresentation.NONE, Map.of(NETWORKS, "192.0.2.1")),
                new Part(TenantSettingsRepresentation.NONE, Map.of(NETWORKS, "")));
        assertThat(change.isOfManaged()).isTrue();
        refused(change, "managed.networks was – and is now ::1: somebody else has changed it meanwhile");
    }

    private static void refused(SettingsChange change, String message) {
        assertThatThrownBy(() -> change.refuseOvertaken(NOW, REALM))
                .isInstanceOfSatisfying(OvertakenSettingException.class, e -> {
                    Refusal refusal = ModelRefusal.of(e, null);
                    assertThat(refusal.status().getStatusCode()).isEqualTo(409);
                    assertThat(refusal.field()).isEqualTo(e.member());
                    assertThat(refusal.key()).isEqualTo("pbxErrorOvertaken");
                    assertThat(refusal.params()).isEqualTo(Map.of("shown", e.shown(), "now", e.now()));
                })
                .hasMessage(message);
    }

    private static SettingsChange change(TenantSettingsRepresentation sent, TenantSettingsRepresentation expected) {
        return new SettingsChange(new Part(sent, Map.of()), new Part(expected, Map.of()));
    }

    private static TenantSettingsRepresentation settings(String website, Map<String, String> mail, List<String> apps) {
        return new TenantSettingsRepresentation(
                null, null, website, null, mail, null, null, null, null, null, apps, null, null);
    }
}
