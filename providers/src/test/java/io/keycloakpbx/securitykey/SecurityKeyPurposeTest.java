package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.component.ComponentModel;

class SecurityKeyPurposeTest {

    @ParameterizedTest
    @CsvSource({"60, 60", "3600, 600", "0, 600", "-1, 600", "an hour, 600", "99999999999, 600", "' ', 600", ", 600"})
    void theLongestLifeIsTheShorterOneOfTwoThatMakeSense(String configured, long seconds) {
        ComponentModel component = new ComponentModel();
        component.getConfig().putSingle(SecurityKeyPurpose.MAX_LIFE_SPAN, configured);
        assertThat(new SecurityKeyPurpose(component)
                        .maxLifeSpan(Duration.ofMinutes(10))
                        .toSeconds())
                .isEqualTo(seconds);
    }
}
