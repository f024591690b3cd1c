package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityKeyActionTest {

    @Test
    void letsInWhoeverOpensItByASessionOrByWhatTheyLeaveBehind() {
        assertThat(action("SIGN_IN", null).letsIn()).isTrue();
        assertThat(action("SIGN_IN", "https://app.example.com/").letsIn()).isTrue();
        assertThat(action("UPDATE_PASSWORD", "https://app.example.com/").letsIn())
                .isTrue();
        for (String name : List.of(
                "VERIFY_EMAIL",
                "CONFIGURE_TOTP",
                "webauthn-register",
                "webauthn-register-passwordless",
                "of another extension")) {
            assertThat(action(name, null).letsIn()).as(name).isTrue();
        }
        assertThat(action("UPDATE_PASSWORD", null).letsIn()).isFalse();
    }

    private static SecurityKeyAction action(String name, String redirectUri) {
        return new SecurityKeyAction(name, "user", redirectUri == null ? null : "app", redirectUri, "state");
    }
}
