package io.keycloakpbx.usergroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionValuesTest {

    @Test
    void whoSaysBothDisablesAndWhatNobodyKnowsMeansNothing() {
        PermissionValues values = PermissionValues.of(List.of("Mobile", "TollFree", "perm_9"), List.of("Mobile"));
        assertThat(values.among(Set.of("Mobile", "TollFree", "Voicemail")))
                .isEqualTo(Map.of("Mobile", PermissionValue.DISABLE, "TollFree", PermissionValue.ENABLE));
    }

    @Test
    void aChangeKeepsWhatItDoesNotSpeakOf() {
        PermissionValues values = PermissionValues.of(List.of("Mobile", "perm_9"), List.of("Voicemail", "Mobile"))
                .with(Map.of("Mobile", Optional.empty(), "TollFree", Optional.of(PermissionValue.DISABLE)));
        assertThat(values).isEqualTo(PermissionValues.of(List.of("perm_9"), List.of("Voicemail", "TollFree")));
        assertThat(values.with(Map.of("Voicemail", Optional.of(PermissionValue.ENABLE))))
                .isEqualTo(PermissionValues.of(List.of("perm_9", "Voicemail"), List.of("TollFree")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "-1", "01", "1.0", "1e3", "1000000000", "99999999999999999999", "heavy", "٣"})
    void aWeightThatIsNoneIsNone(String value) {
        assertThat(GroupWeight.parse(value)).isEmpty();
        assertThat(GroupWeight.parse(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "999999999"})
    void aWeightIsAWholeNumber(String value) {
        assertThat(GroupWeight.parse(value)).contains(Integer.valueOf(value));
    }
}
