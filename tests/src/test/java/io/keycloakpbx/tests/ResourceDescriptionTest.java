package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that is not as it is described has to be seen, or no test sees it. */
class ResourceDescriptionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "GET | /realms/acme/extensions/me | 200 | application/json | []",
                "GET | /realms/acme/extensions/me?a=b | 401 | application/json;charset=UTF-8 | {\"errorMessage\":\"a\"}",
                "POST | /realms/acme/api/auth/sign_in | 400 | application/json | {\"errors\":[{\"code\":\"a\",\"message\":\"b\"}]}",
                "DELETE | /admin/realms/master/tenants/acme.example.com | 204 | - |",
                "HEAD | /realms/acme/extensions/me | 200 | application/json |",
                "OPTIONS | /realms/acme/api/info | 200 | - |",
                "POST | /realms/acme/extensions/me | 405 | - |",
                "GET | /realms/acme/extensions/nobody | 404 | application/json | {}",
                "GET | /realms/acme/.well-known/openid-configuration | 200 | text/plain | Keycloak's own",
                "GET | /admin/realms/acme/users | 200 | text/plain | Keycloak's own"
            })
    void takesWhatIsDescribed(String method, String path, int status, String type, String body) {
        check(method, path, status, type, body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "GET | /realms/acme/extensions/me | 200 | application/json | {} | array expected",
                "GET | /realms/acme/extensions/me | 200 | application/json | [{}] | required property 'serverId' not found",
                "GET | /realms/acme/extensions/me | 401 | application/json | {\"error\":\"a\",\"b\":1} | does not allow additional",
                "GET | /realms/acme/extensions/me | 200 | application/json | [ | not JSON",
                "GET | /realms/acme/extensions/me | 200 | text/plain | [] | a content type that",
                "GET | /realms/acme/extensions/me | 200 | - | [] | a content type that",
                "GET | /realms/acme/extensions/me | 418 | application/json | [] | a status that",
                "DELETE | /admin/realms/master/tenants/acme.example.com | 204 | - | gone | no body of it",
                "HEAD | /realms/acme/extensions/me | 418 | - | | a status that",
                "POST | /realms/acme/extensions/me | 200 | application/json | [] | no such operation",
                "GET | /realms/acme/extensions/nobody | 500 | - | | no such operation",
                "OPTIONS | /realms/acme/extensions/me | 200 | text/plain | a | no such operation"
            })
    void refusesWhatIsNot(String method, String path, int status, String type, String body, String text) {
        assertThatThrownBy(() -> check(method, path, status, type, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(text);
    }

    private static void check(String method, String path, int status, String type, String body) {
        ResourceDescription.current()
                .check(
                        method,
                        URI.create("http://localhost" + path),
                        status,
                        type,
                        (body == null ? "" : body).getBytes(StandardCharsets.UTF_8));
    }
}
