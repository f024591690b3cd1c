package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API does not know is refused in the contract's envelope too. */
@OnKeycloak
class EnvelopeIT {

    @RegisterExtension
    static final Secrets SECRETS = new Secrets();

    private final SignInApi api;

    EnvelopeIT(Keycloak keycloak) {
        this.api = SignInApi.of(keycloak.realm("acme"), SECRETS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/auth", "/auth/", "/nowhere", "/auth/sign_in/x/y", "/infos", "/info/x"})
    void unknownPaths(String path) {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "PATCH"}) {
            Answer answer = api.send(method, path, new byte[0]);
            assertThat(answer.status())
                    .as("%s %s: %s", method, path, answer.body())
                    .isEqualTo(404);
            assertThat(code(answer)).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /auth/sign_in, POST",
        "GET, /auth/sign_in, POST",
        "DELETE, /auth/sign_out, POST",
        "PATCH, /auth/user, GET",
        "POST, /info, GET",
        "GET, /logout, POST",
        "PUT, /login, GET",
        "GET, /auth/sign_in/microsoft, POST"
    })
    void wrongMethods(String method, String path, String allowed) {
        Answer answer = api.send(method, path, new byte[0]);
        assertThat(answer.status()).as(answer.body()).isEqualTo(405);
        assertThat(code(answer)).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).contains(allowed);
    }

    @Test
    void aPasswordThatGoesToTheWrongPath() {
        Answer answer = api.post("/auth/signin", Map.of("username", "101", "password", "Envelope-test-1!"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo("NOT_FOUND");
    }

    @Test
    void twoAuthorizationHeaders() {
        String[] twice = {"Authorization", "Bearer e30.e30.", "Authorization", "Bearer x"};
        assertThat(api.get("/info", twice).status()).isEqualTo(200);
        Answer answer = api.get("/auth/user", twice).isNotSignedIn();
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }

    private static String code(Answer answer) {
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        JsonNode error = answer.json().path("errors").path(0);
        assertThat(error.path("message").asText()).isNotBlank();
        return error.path("code").asText();
    }
}
