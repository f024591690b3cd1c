package io.keycloakpbx.tests.username;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.CodeVerifier;
import io.keycloakpbx.tests.FormBrowser;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.stream.Stream;

/** The three ways in which a user of a tenant signs in. */
final class SignIns {

    private final Keycloak keycloak;
    private final Realm tenant;
    private final String sipDomain;

    SignIns(Keycloak keycloak, Realm tenant, String sipDomain) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.sipDomain = sipDomain;
    }

    void work(String username, String password) {
        api(username, password).then().statusCode(200);
        tokenEndpoint(username, password).then().statusCode(200);
        assertThat(browser(username, password).parameter("code"))
                .as("browser sign-in of %s", username)
                .isNotNull();
    }

    /** Right passwords, and yet: each way answers as its clients know it, and the user's browser gets a page in words. */
    void areRefused(String username, String password, String words) {
        Response api = api(username, password);
        assertThat(api.statusCode()).isEqualTo(400);
        assertThat(api.<String>path("errors[0].message")).isEqualTo("Login failed, authentication error");
        Response stock = tokenEndpoint(username, password);
        assertThat(stock.statusCode()).isEqualTo(400);
        assertThat(stock.<String>path("error")).isEqualTo("invalid_grant");
        areRefused(browser(username, password), words);
    }

    static void areRefused(FormBrowser.Page page, String words) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains(words);
    }

    private Response api(String username, String password) {
        return keycloak.http()
                .contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password, "domain", sipDomain))
                .post("/realms/master/api/auth/sign_in");
    }

    private Response tokenEndpoint(String username, String password) {
        return tenant.passwordGrant(username, password);
    }

    private FormBrowser.Page browser(String username, String password) {
        return page().submit("username", username, "password", password);
    }

    /** The sign-in page of the account console; further parameters of the request in turn. */
    FormBrowser.Page page(String... parameters) {
        String[] all = Stream.concat(
                        Stream.of("code_challenge", CodeVerifier.random().challenge(), "code_challenge_method", "S256"),
                        Stream.of(parameters))
                .toArray(String[]::new);
        return new FormBrowser(keycloak).authorize(tenant, "account-console", tenant.issuer() + "/account/", all);
    }
}
