package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.AccessTokenResponse;

/** The answers as JSON, to the letter of the contract, and that none tells its secrets to a log. */
class SignInRepresentationsTest {

    private static final String SECRET = "a-secret-of-a-user";

    private final ObjectMapper json = new ObjectMapper();

    private String json(Object representation) throws JsonProcessingException {
        return json.writeValueAsString(representation);
    }

    @Test
    void tokens() throws JsonProcessingException {
        assertThat(json(new TokensRepresentation("Bearer", "a", "r", 300)))
                .isEqualTo(
                        "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":300}");
    }

    @Test
    void blankMembersAreExplicitNulls() throws JsonProcessingException {
        assertThat(json(new TokensRepresentation("Bearer", "a", null, 300))).contains("\"refresh_token\":null");
        assertThat(json(new UserRepresentation(null, null, null, null, true, false)))
                .isEqualTo("{\"role\":null,\"role_id\":null,\"role_name\":null,\"domain\":null,"
                        + "\"password_verified\":true,\"password_force_reset\":false}");
        assertThat(json(new LoginRepresentation("a", "e", 1, null))).endsWith("\"role\":null}");
        assertThat(json(new InfoRepresentation(
                        new InfoRepresentation.System(null, null, null, true, null, null, null, null),
                        new InfoRepresentation.Tenant("n", "d", null, null, false, null))))
                .isEqualTo("{\"web_domain\":null,\"private_ipv4\":null,\"public_ipv4\":null,\"enable_ipv6\":true,"
                        + "\"private_ipv6\":null,\"public_ipv6\":null,\"primary_dns_server\":null,"
                        + "\"secondary_dns_server\":null,\"name\":\"n\",\"domain\":\"d\",\"website\":null,"
                        + "\"avatar_url\":null,\"enable_ms365_integration\":false,"
                        + "\"ms365_authorization_endpoint\":null}");
    }

    @Test
    void withoutATenantTheSystemIsAll() throws JsonProcessingException {
        assertThat(json(new InfoRepresentation(
                        new InfoRepresentation.System("w", "4", "5", false, "6", "7", "8", "9"), null)))
                .isEqualTo("{\"web_domain\":\"w\",\"private_ipv4\":\"4\",\"public_ipv4\":\"5\",\"enable_ipv6\":false,"
                        + "\"private_ipv6\":\"6\",\"public_ipv6\":\"7\",\"primary_dns_server\":\"8\","
                        + "\"secondary_dns_server\":\"9\"}");
    }

    @Test
    void secondFactor() throws JsonProcessingException {
        assertThat(json(new TwoFactorRepresentation(true, "t")))
                .isEqualTo("{\"two_factor_enabled\":true,\"token\":\"t\"}");
    }

    @Test
    void expiryIsInWholeSecondsOfUtc() {
        assertThat(LoginRepresentation.of("a", Instant.parse("2026-12-31T23:59:30.999Z"), 30, "StandardUser")
                        .expiresAt())
                .isEqualTo("2027-01-01T00:00:00Z");
        assertThat(LoginRepresentation.of("a", Instant.parse("2026-01-01T00:00:00Z"), 0, null)
                        .expiresAt())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void detailIsLeftOutWhereThereIsNone() throws JsonProcessingException {
        assertThat(json(new SignInError(List.of(new SignInError.Item("UNKNOWN", "unknown error", null)))))
                .isEqualTo("{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown error\"}]}");
        assertThat(json(new SignInError(List.of(new SignInError.Item("C", "m", Map.of("field", "f"))))))
                .isEqualTo("{\"errors\":[{\"code\":\"C\",\"message\":\"m\",\"detail\":{\"field\":\"f\"}}]}");
    }

    @Test
    void whatIsWrongWithABodyAsAWholeIsInTheDetail() throws JsonProcessingException {
        Refusal refusal = Refusal.invalid(null, "the body must be a JSON object");
        assertThat(json(SignInError.render(refusal).getEntity()))
                .isEqualTo("{\"errors\":[{\"code\":\"VALIDATE_FAILED\",\"message\":\"field validation failed\","
                        + "\"detail\":{\"message\":\"the body must be a JSON object\"}}]}");
    }

    @Test
    void noTextForALogHasASecret() {
        AccessTokenResponse tokens = new AccessTokenResponse();
        tokens.setToken(SECRET);
        assertThat(List.of(
                        new TokensRepresentation("Bearer", SECRET, SECRET, 300),
                        new TwoFactorRepresentation(true, SECRET),
                        new LoginRepresentation(SECRET, "e", 1, "r"),
                        new SecondFactorChallenge(SECRET),
                        new Grant.Tokens(tokens, "u"),
                        new Grant.Answered(new SecondFactorChallenge(SECRET))))
                .extracting(Object::toString)
                .noneMatch(text -> text.contains(SECRET));
    }
}
