package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityKeyActionTest {

    @Test
    void letsInWhoeverOpensItByASessionOrByWhatTheyLeaveBehind() {
        assertThat(action("SIGN_IN", null).letsIn()).isTrue();
        assertThat(action("SIGN_IN", "https://app.example.com/").letsIn()).isTrue();
        assertThat(action("VERIFY_EMAIL", "https://app.example.com/").letsIn()).isTrue();
        assertThat(action("webauthn-register", null).letsIn()).isTrue();
        assertThat(action("webauthn-register-passwordless", null).letsIn()).isTrue();
        assertThat(action("of another extension", null).letsIn()).isTrue();
        for (String harmless : List.of("UPDATE_PASSWORD", "VERIFY_EMAIL", "CONFIGURE_TOTP")) {
            assertThat(action(harmless, null).letsIn()).as(harmless).isFalse();
        }
    }

    private static SecurityKeyAction action(String name, String redirectUri) {
        return new SecurityKeyAction(name, "user", redirectUri == null ? null : "app", redirectUri, "state");
    }
}
