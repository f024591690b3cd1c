package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTokenTest {

    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"k\"}";
    private static final String RSA = "{\"kty\":\"RSA\",\"n\":\"" + "_w".repeat(128) + "\",\"e\":\"AQAB\"}";

    private static String token(String header, String claims) {
        return base64(header) + '.' + base64(claims) + ".AAAA";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatKeycloakIssuesHasTheForm() {
        assertThat(SignedToken.isAccessToken(token(HEADER, "{\"iss\":\"https://pbx.example/realms/a%20b\"}")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "..", "e30.e30.", "e30.e30", "bnVsbA.bnVsbA.", "W10.W10.", "a.b.c.d", "%.%.%", "é.é.é"})
    void whatHasNotTheFormOfAToken(String text) {
        assertThat(SignedToken.isAccessToken(text)).isFalse();
        assertThat(SignedToken.isProof(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{\"iss\":\"https://x/realms/a\"}",
                "{\"alg\":\"RS256\"}|{\"iss\":\"https://x/realms/a\"}",
                "{\"alg\":\"XX\",\"kid\":\"k\"}|{\"iss\":\"https://x/realms/a\"}",
                "{\"alg\":null,\"kid\":\"k\"}|{\"iss\":\"https://x/realms/a\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}|{}",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}|null",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}|{\"iss\":\"https://x/realms/%00\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}|{\"iss\":\"https://x/realms/a\\u0000\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}|{\"iss\":\"https://x/realms/\\ud800\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k\"}|{\"iss\":\"https://x/realms/%ff%fe\"}",
            })
    void tokensThatLackWhatEachHas(String header, String claims) {
        assertThat(SignedToken.isAccessToken(token(header, claims))).isFalse();
    }

    @Test
    void aProofCarriesAKey() {
        String claims = "{\"jti\":\"1\"}";
        assertThat(SignedToken.isProof(token("{\"alg\":\"RS256\",\"jwk\":" + RSA + "}", claims)))
                .isTrue();
        assertThat(SignedToken.isProof(token("{\"alg\":\"RS256\"}", claims))).isFalse();
        assertThat(SignedToken.isProof(token("{\"alg\":\"RS256\",\"jwk\":{}}", claims)))
                .isFalse();
        assertThat(SignedToken.isProof(token("{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\"}}", claims)))
                .isFalse();
        assertThat(SignedToken.isProof(token("{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\"}}", claims)))
                .isFalse();
        assertThat(SignedToken.isProof(token("{\"alg\":\"RS256\",\"jwk\":" + RSA + "}", "null")))
                .isFalse();
    }
}
