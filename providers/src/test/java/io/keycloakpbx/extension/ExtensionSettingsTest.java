package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ExtensionSettingsTest {

    @Property
    void numbersHaveThreeToSixtyFourDigits(@ForAll @NumericChars @StringLength(min = 3, max = 64) String number) {
        assertThat(ExtensionSettings.isNumber(number)).isTrue();
    }

    @Test
    void nothingElseIsANumber() {
        for (String text : new String[] {"", "1", "12", "1".repeat(65), "12a", " 101", "+49", "1.5", "१२३", "１０１"}) {
            assertThat(ExtensionSettings.isNumber(text)).as(text).isFalse();
        }
    }
}
