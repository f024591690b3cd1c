package io.keycloakpbx.securitydata.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTokenTest {

    @ParameterizedTest
    @CsvSource({
        "e30.e30.AA, true",
        "e30.e30, false",
        "e30.e30.e30.AA, false",
        "PHNhbWwyOkFzc2VydGlvbi8+, false",
        "PHNhbWwyOkFzc2VydGlvbi8, false",
    })
    void aJsonWebTokenHasThreeParts(String text, boolean is) {
        assertThat(ServiceToken.isJsonWebToken(text)).isEqualTo(is);
    }

    /** However many dots its names have. */
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost",
        "pbx.local, localhost",
        "pbx.local, idibilling.com",
        "pbx.example.com, a.example"
    })
    void aSimpleWebTokenIsNone(String host, String audience) {
        assertThat(ServiceToken.isJsonWebToken("Audience=http%3A%2F%2F" + audience + "&Issuer=https%3A%2F%2F" + host
                        + "%2Frealms%2Facme&HMACSHA256=AAAA%3D"))
                .isFalse();
    }

    @Test
    void itIsWrittenWithoutTheToken() {
        assertThat(new ServiceToken(null, "e30.e30.AA")).hasToString("ServiceToken[]");
    }
}
