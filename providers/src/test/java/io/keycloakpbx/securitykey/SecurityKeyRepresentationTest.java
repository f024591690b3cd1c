package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityKeyRepresentationTest {

    @ParameterizedTest
    @CsvSource({
        "2017-09-09T17:35:09.999Z, 9/9/2017 5:35:09 PM",
        "2026-12-31T00:00:00Z, 12/31/2026 12:00:00 AM",
        "2026-01-02T12:03:04Z, 1/2/2026 12:03:04 PM"
    })
    void isTheContractsBody(Instant expiresAt, String date) throws Exception {
        IssuedSecurityKey key = new IssuedSecurityKey("id", "code", "hash", expiresAt);
        assertThat(new ObjectMapper().writeValueAsString(SecurityKeyRepresentation.of(key, "Forgot Password", null)))
                .isEqualTo("{\"expirationDate\":\"" + date
                        + "\",\"keyCode\":\"code\",\"keyHash\":\"hash\",\"purpose\":\"Forgot Password\"}");
    }
}
