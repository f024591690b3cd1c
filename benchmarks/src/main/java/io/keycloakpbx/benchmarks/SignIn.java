package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** The sign-in of the next user at the base URL of all tenants. */
final class SignIn {

    private SignIn() {}

    static HttpRequestActionBuilder of(Site site, String sipDomain, Users users) {
        return http("sign_in at " + sipDomain)
                .post(site.url("/realms/master/api/auth/sign_in"))
                .header("Content-Type", "application/json")
                .body(StringBody(session -> body(users.next(), Users.PASSWORD, sipDomain)))
                .check(substring("\"access_token\"").exists());
    }

    static String body(String username, String password, String sipDomain) {
        return "{\"username\":\"" + username + "\",\"password\":\"" + password + "\",\"domain\":\"" + sipDomain + "\"}";
    }
}
