package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

class TenantNameTest {

    private static String of(String displayName) {
        return TenantName.of((RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (p, method, a) -> switch (method.getName()) {
                    case "getDisplayName" -> displayName;
                    case "getName" -> "realm";
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    @Test
    void isTheDisplayNameOrTheRealms() {
        assertThat(of("Acme")).isEqualTo("Acme");
        assertThat(of(null)).isEqualTo("realm");
        assertThat(of(" ")).isEqualTo("realm");
    }

    @Test
    void isOneLineInOneDirection() {
        assertThat(of("A\r\nBcc: x\u2028y")).isEqualTo("A Bcc: x y");
        assertThat(of("A\u202Egnp.exe\u2066")).isEqualTo("Agnp.exe");
    }

    @Test
    void endsWithAWholeCharacter() {
        assertThat(of("\uD83D\uDCDE".repeat(201))).isEqualTo("\uD83D\uDCDE".repeat(200));
    }
}
