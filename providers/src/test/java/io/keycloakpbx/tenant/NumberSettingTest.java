package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;

class NumberSettingTest {

    private static final NumberSetting SETTING = new NumberSetting("pbx.test", 5, 1, 60);

    private static RealmModel realm(String value) {
        return (RealmModel) Proxy.newProxyInstance(
                NumberSettingTest.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (proxy, method, arguments) -> method.getName().equals("getName") ? "acme" : value);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "60, 60", "' 7 ', 7", "007, 7", "0, 1", "-3, 1", "61, 60", "99999999999999999999, 60"})
    void aNumberWithinItsBounds(String value, int number) {
        assertThat(SETTING.of(realm(value))).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "five", "5.0", "0x5", "5 s", "٥", "1e1", "--1"})
    void theDefaultWhereThereIsNoNumber(String value) {
        assertThat(SETTING.of(realm(value))).isEqualTo(5);
    }

    @Test
    void theDefaultWhereNothingIsSet() {
        assertThat(SETTING.of(realm(null))).isEqualTo(5);
        assertThatCode(() -> SETTING.check(realm(null))).doesNotThrowAnyException();
        assertThatCode(() -> SETTING.check(realm(""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "61", "five", "99999999999999999999", "5.0"})
    void whatIsSavedIsRefusedInWords(String value) {
        assertThatThrownBy(() -> SETTING.check(realm(value)))
                .isInstanceOf(ModelValidationException.class)
                .hasMessage("Attribute pbx.test of realm acme must be a whole number from 1 to 60: " + value);
    }

    @Property
    void neverFailsAndNeverLeavesItsBounds(@ForAll String value) {
        assertThat(SETTING.of(realm(value))).isBetween(1, 60);
    }
}
