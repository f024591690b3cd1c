package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

class NetworksSettingTest {

    private static final NetworksSetting SETTING = new NetworksSetting("pbx.test", "127.0.0.0/8,::1", 3);

    private final Map<String, String> attributes = new TreeMap<>();
    private final RealmModel realm = (RealmModel) Proxy.newProxyInstance(
            NetworksSettingTest.class.getClassLoader(),
            new Class<?>[] {RealmModel.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getAttribute" -> attributes.get(arguments[0]);
                case "getName" -> "acme";
                default -> throw new AssertionError(method);
            });

    @Test
    void theDefaultWhereNothingIsSetAndNoneWhereItIsEmpty() {
        assertThat(SETTING.told(realm)).containsExactly("127.0.0.0/8", "::1");
        assertThat(SETTING.of(realm)).hasSize(2);
        attributes.put("pbx.test", "");
        assertThat(SETTING.told(realm)).isEmpty();
        assertThat(SETTING.of(realm)).isEmpty();
    }

    @Test
    void whatIsNoneIsLeftOut() {
        attributes.put("pbx.test", "192.0.2.1, nonsense ,2001:db8::/32,,");
        assertThat(SETTING.told(realm)).containsExactly("192.0.2.1", "2001:db8::/32");
        assertThat(SETTING.of(realm)).hasSize(2);
    }

    @Test
    void isToldAsTheAttributeWouldSayIt() {
        assertThat(SETTING.member()).isEqualTo("test");
        assertThat(SETTING.text(realm)).isEqualTo("127.0.0.0/8,::1");
        attributes.put("pbx.test", "192.0.2.1, nonsense");
        assertThat(SETTING.text(realm)).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "192.0.2.1", "192.0.2.0/24, ::1,2001:db8::/32"})
    void mayBe(String networks) {
        attributes.put("pbx.test", networks);
        SETTING.check(realm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.test", "192.0.2.0/33", "300.0.2.1", "::1,,", "::1,::2,::3,::4"})
    void mayNotBe(String networks) {
        attributes.put("pbx.test", networks);
        assertThatThrownBy(() -> SETTING.check(realm))
                .hasMessage("Attribute pbx.test of realm acme must be at most 3 IP addresses or networks such as"
                        + " 192.0.2.0/24, with commas between them: " + networks);
    }
}
